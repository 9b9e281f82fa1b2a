"""Away and ill, page by page: a provider's days, one person's day, and the calendar of each."""

import re
from datetime import date

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from microcare.people.values import Act
from tests.client import Client
from tests.factories.directory import keeper_of
from tests.factories.groups import Story
from tests.factories.people import make_authority, make_person
from tests.factories.spending import go_to, make_promised, mark, money, sessions_of
from tests.page import words_of


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    return make_promised(session, clock, people=3)


def browser(client: Client, session: Session, person: Person) -> Client:
    return Client(client.app, session).sign_in(person)


def address_of(story: Story) -> str:
    return f"/my/listings/{story.listing.id}/away"


def days(story: Story, first: int, last: int) -> dict[str, str]:
    ones = sessions_of(story)
    return {"first_on": ones[first].day.isoformat(), "last_on": ones[last].day.isoformat()}


def feed_of(client: Client, mine: Client) -> list[dict[str, str]]:
    made = mine.post("/my/calendar", status=200)
    found = re.search(r"http://\S+/calendars/(\S+)\.ics", words_of(made))
    assert found is not None
    told = client.get(f"/calendars/{found[1]}.ics")
    names = ("SUMMARY", "STATUS", "TRANSP", "DESCRIPTION")
    events = Calendar.from_ical(told.text).walk("VEVENT")
    return [{name: str(event.get(name, "")) for name in names} for event in events]


def test_a_provider_sees_what_it_touches_and_then_calls_it_off(
    client: Client, session: Session, story: Story
) -> None:
    provider = browser(client, session, keeper_of(session, story.listing))
    asked = provider.get(f"/my/requests/{story.offer.request.id}/sessions")
    assert asked.soup.select_one(f"a[href='{address_of(story)}']")
    assert asked.text.count("3 are expected") == 12
    page = provider.get(address_of(story), query_string=days(story, 1, 3))
    assert "3 sessions would not take place" in page.text
    assert "Someone to cook with us" in page.text
    assert "Amara" not in page.text
    assert [one.held for one in money(session, story)] == [21_600] * 3
    done = provider.follow(provider.submit(page))
    assert "These days are called off" in done.text
    assert [one.held for one in money(session, story)] == [16_200] * 3
    amara = browser(client, session, story.people[0])
    assert amara.get("/my/calendar").text.count("Called off.") == 3
    sessions = amara.get(f"/groups/{story.group.id}/sessions").text
    assert sessions.count("called off, nothing to pay") == 3
    events = feed_of(client, amara)
    assert [e["STATUS"] for e in events[:5]] == ["CONFIRMED", *["CANCELLED"] * 3, "CONFIRMED"]
    assert events[1]["SUMMARY"] == "Called off: Together, 5pm to 7pm"
    assert events[1]["DESCRIPTION"] == "There is nothing to pay."
    # What was shown was done; nothing is left to be called off there.
    again = provider.get(address_of(story), query_string=days(story, 1, 3))
    assert "there is nothing to call off" in again.text


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"first_on": "2026-11-01", "last_on": "2027-01-20"}, "first_on", "from today on"),
        ({"first_on": "2027-01-20", "last_on": "2027-01-12"}, "last_on", "before the first"),
        ({"first_on": "2027-01-12", "last_on": "2029-01-12"}, "last_on", "more than a year"),
        ({"first_on": "", "last_on": "2027-01-12"}, "first_on", "Write the first day"),
        ({"first_on": "2027-01-12", "last_on": "31 2 27"}, "last_on", "Write the"),
    ],
)
def test_bad_days_have_their_words_beside_them(
    client: Client, session: Session, story: Story, told: dict[str, str], field: str, words: str
) -> None:
    provider = browser(client, session, keeper_of(session, story.listing))
    looked = provider.get(address_of(story), query_string=told, status=400)
    assert words in looked.soup.select_one(f"#{field}-error").text
    pressed = provider.post(address_of(story), told | {"seen": "1"}, status=400)
    assert words in pressed.soup.select_one(f"#{field}-error").text
    assert [one.held for one in money(session, story)] == [21_600] * 3


def test_a_press_of_something_else_than_was_shown(
    client: Client, session: Session, story: Story, clock: FixedClock
) -> None:
    provider = browser(client, session, keeper_of(session, story.listing))
    told = days(story, 0, 3)
    changed = provider.post(address_of(story), told | {"seen": "3"}, status=400)
    assert "has changed since you looked" in changed.text
    # What was sent stands in the boxes, ready to be looked at again.
    boxes = [box["value"] for box in changed.soup.select("input[name=first_on]")]
    assert boxes == ["12", "01", "2027"]
    for seen in ("", "-1", "many", "99999"):
        provider.post(address_of(story), told | {"seen": seen}, status=400)
    go_to(clock, sessions_of(story)[0].day)
    mark(session, story, 0, clock)
    session.flush()
    provider = browser(client, session, keeper_of(session, story.listing))
    settled = provider.get(address_of(story), query_string=told, status=400)
    assert "Begin with tomorrow" in settled.soup.select_one("#first_on-error").text


def test_nobody_else_calls_days_off(client: Client, session: Session, story: Story) -> None:
    other = browser(client, session, make_person(session))
    other.get(address_of(story), status=404)
    other.post(address_of(story), days(story, 0, 3) | {"seen": "4"}, status=404)
    member = browser(client, session, story.people[0])
    member.get(address_of(story), status=404)


def test_one_person_cannot_come_and_nobody_reads_who(
    client: Client, session: Session, story: Story
) -> None:
    amara, gwen = (browser(client, session, person) for person in story.people[:2])
    provider = browser(client, session, keeper_of(session, story.listing))
    day = f"/my/calendar/{sessions_of(story)[0].id}"
    assert amara.get("/my/calendar").soup.select_one(f"a[href='{day}']")
    page = amara.get(day)
    assert "£18.00" in page.text
    assert "stays promised" in page.text
    assert "Free the day before" in page.text
    done = amara.follow(amara.submit(page))
    assert "You said that you cannot come." in done.text
    assert [one.held for one in money(session, story)] == [21_600] * 3
    first = feed_of(client, amara)[0]
    assert first["TRANSP"] == "TRANSPARENT"
    assert first["STATUS"] == "CONFIRMED"
    assert first["DESCRIPTION"] == "You said that you cannot come."
    group = f"/groups/{story.group.id}/sessions"
    assert amara.get(group).text.count("You said that you cannot come") == 1
    for other, where in (
        (gwen, group),
        (provider, f"/my/requests/{story.offer.request.id}/sessions"),
    ):
        read = other.get(where).text
        assert read.count("Two or fewer are expected") == 1
        assert read.count("3 are expected") == 11
        assert "cannot come" not in read.replace("Say that you cannot come", "")
    back = amara.follow(amara.submit(amara.get(day)))
    assert "You said that you cannot come." not in back.text
    assert gwen.get(group).text.count("3 are expected") == 12


def test_a_day_of_somebody_else_is_not_there(
    client: Client, session: Session, story: Story
) -> None:
    other = browser(client, session, make_person(session))
    day = f"/my/calendar/{sessions_of(story)[0].id}"
    other.get(day, status=404)
    for press in ("cannot-come", "come"):
        other.post(f"{day}/{press}", status=404)


def test_a_day_that_has_been(
    client: Client, session: Session, story: Story, clock: FixedClock
) -> None:
    go_to(clock, sessions_of(story)[1].day)
    amara = browser(client, session, story.people[0])
    day = f"/my/calendar/{sessions_of(story)[0].id}"
    assert "This day has been" in amara.get(day).text
    assert "This day has been" in amara.post(f"{day}/cannot-come", status=400).text


def test_a_bank_holiday_stands_in_the_feed(
    client: Client, session: Session, clock: FixedClock
) -> None:
    # Fridays from New Year's Day; Good Friday is the thirteenth.
    story = make_promised(session, clock, first_on=date(2027, 1, 1), sessions=13)
    amara = browser(client, session, story.people[0])
    said = [number for number, e in enumerate(feed_of(client, amara)) if e["DESCRIPTION"]]
    assert said == [0, 12]
    assert feed_of(client, amara)[0]["DESCRIPTION"] == "A bank holiday."
    page = amara.get("/my/calendar")
    assert page.text.count("a bank holiday") == 2
    day = amara.get(f"/my/calendar/{sessions_of(story)[0].id}")
    assert "a bank holiday" in day.text


def test_whoever_helps_can_say_it_for_them(
    client: Client, session: Session, story: Story, clock: FixedClock
) -> None:
    amara = story.people[0]
    helper = make_person(session, name="Hazel Helper")
    may = frozenset({Act.SEE, Act.ANSWER})
    authority = make_authority(session, amara, helper, scope=may, clock=clock)
    browser_ = browser(client, session, helper)
    here = f"/for/{authority.id}/my/calendar"
    page = browser_.get(here)
    assert "secret address" not in page.text
    day = f"{here}/{sessions_of(story)[0].id}"
    browser_.submit(browser_.get(day))
    assert "You said that you cannot come." in browser_.get(here).text
    done = browser(client, session, amara).get("/my/supporters").text
    assert "Said that you cannot come on a day" in done
