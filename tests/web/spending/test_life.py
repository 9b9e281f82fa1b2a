"""A group's whole life on its pages: meet, bill, look, pay, leave half way, money back, an end."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from microcare.spending.queries import bills_of
from tests.client import Client
from tests.factories.directory import keeper_of
from tests.factories.groups import Story
from tests.factories.spending import go_to, make_promised, money, second_block, sessions_of
from tests.page import words_of

FORM = "form[action*='{}']"


class Street:
    """The three, and the provider, each at a browser."""

    def __init__(self, client: Client, session: Session, story: Story):
        self.client, self.session, self.story = client, session, story
        self.home = f"/groups/{story.group.id}"
        assert story.agreement is not None
        self.work = f"/my/requests/{story.agreement.offer.request_id}"
        self.provider = keeper_of(session, story.listing)

    def as_(self, person: Person) -> Client:
        """That person's browser; signed in anew, since days go by."""
        return Client(self.client.app, self.session).sign_in(person)

    def bill(self, *numbers: int, price: str) -> str:
        """The provider says that sessions took place, and bills them; the address of the bill."""
        provider = self.as_(self.provider)
        for number in numbers:
            one = sessions_of(self.story)[number]
            provider.post(f"{self.work}/sessions/{one.id}", {"outcome": "took_place"})
        form = provider.get(f"{self.work}/bill")
        assert "They agreed to £54.00" in form.text
        asked = [str(sessions_of(self.story)[n].id) for n in numbers]
        key = form.soup.select_one("[name=key]")["value"]
        told = {"key": key, "sessions": asked, "session_pence": price, "reference": "B7"}
        provider.post(f"{self.work}/bill", told)
        [newest, *_] = bills_of(self.session, self.story.people[0].id)
        return f"/my/bills/{newest.id}"

    def settle(self, bill: str, people: list[Person]) -> None:
        """Two say that the total is right; each says that they paid."""
        for person in people[:2]:
            page = self.as_(person).get(bill)
            assert "Is this total right?" in page.text
            self.as_(person).post(f"{bill}/right")
        for person in people:
            assert "Did you pay your part?" in self.as_(person).get(bill).text
            self.as_(person).post(f"{bill}/paid")


@pytest.fixture
def street(client: Client, session: Session, clock: FixedClock) -> Street:
    return Street(client, session, make_promised(session, clock, sessions=6))


def test_six_sessions_with_one_who_leaves_and_money_back_end_at_nought(
    street: Street, session: Session, clock: FixedClock
) -> None:
    story = street.story
    amara, gwen, tomasz = story.people
    go_to(clock, sessions_of(story)[2].day)
    first = street.bill(0, 1, 2, price="54")
    street.settle(first, story.people)
    # What is still promised is the same wherever it is told: three sessions of £18.
    for page in ("/my", "/my/money"):
        assert "£54.00" in words_of(street.as_(amara).get(page))
    leaving = street.as_(tomasz).get(f"{street.home}/leave")
    assert "£36.00" in leaving.text  # two weeks' notice: two more sessions of £18
    street.as_(tomasz).post(f"{street.home}/leave")
    street.as_(tomasz).get(street.home, status=404)
    go_to(clock, sessions_of(story)[4].day)
    second = street.bill(3, 4, price="50")
    street.settle(second, story.people)
    go_to(clock, sessions_of(story)[5].day)
    # No one pays for who left: the last one is for two.
    third = street.bill(5, price="36")
    street.settle(third, [amara, gwen])
    give_back(street, first)
    clock.move(timedelta(days=1))
    ended = street.as_(amara)
    ended.post(f"{street.home}/end")
    assert "coming to an end" in ended.get(street.home).text
    for person in story.people:
        page = street.as_(person).get(first)
        came = page.soup.select_one(FORM.format("/back/"))
        assert "We were late" in page.text
        street.as_(person).post(came["action"])
    assert "This group has closed" in street.as_(amara).get(street.home).text
    ends = money(session, story)
    assert [(m.held, m.refund_due) for m in ends] == [(0, 0)] * 3
    # 3 sessions at £54, 2 at £50, 1 at £36 for two, £9 back.
    assert sum(m.spent for m in ends) == 16_200 + 10_000 + 3_600 - 900
    for person, mine in zip(story.people, ends, strict=True):
        page = street.as_(person).get("/my/money").text
        assert f"£{mine.spent / 100:.2f}" in page


def test_a_second_block_of_sessions_leaves_nothing_of_the_first_behind(
    street: Street, session: Session, clock: FixedClock
) -> None:
    """What was not billed of the first is billed in the second, and let go where it was wrong."""
    story = street.story
    amara, gwen, tomasz = story.people
    first = list(sessions_of(story))
    provider = street.as_(street.provider)
    go_to(clock, first[5].day)
    for one in first[:5]:
        provider = street.as_(street.provider)
        provider.post(f"{street.work}/sessions/{one.id}", {"outcome": "took_place"})
    clock.move(timedelta(days=1))
    second_block(session, story, clock)
    go_to(clock, sessions_of(story)[0].day)
    work = f"{street.work}/sessions"
    provider = street.as_(street.provider)
    provider.post(f"{work}/{sessions_of(story)[0].id}", {"outcome": "took_place"})
    assert len(provider.get(work).soup.select("form[action$='/waive']")) == 6
    form = provider.get(f"{street.work}/bill")
    assert "They agreed to more than one price" in form.text
    assert "£54.00 at most" in words_of(form)
    told = {"sessions": [str(one.id) for one in first[:4]], "session_pence": "54"}
    key = form.soup.select_one("[name=key]")["value"]
    provider.post(f"{street.work}/bill", told | {"key": key, "reference": "B1"})
    [newest, *_] = bills_of(session, amara.id)
    street.settle(f"/my/bills/{newest.id}", story.people)
    # The fifth did not take place after all: each lets their own part go.
    street.as_(street.provider).post(f"{work}/{first[4].id}/waive")
    page = street.as_(tomasz).get(f"{street.home}/sessions")
    assert "They say nothing is to pay" in page.text
    for person in story.people:
        street.as_(person).post(f"{street.home}/sessions/{first[4].id}/let-go")
    leaving = street.as_(gwen).get(f"{street.home}/leave")
    # The sixth of the first block nobody marked, and two of the second at £10 each.
    assert "£38.00" in leaving.text
    ends = money(session, story)
    assert [m.spent for m in ends] == [7_200] * 3
    assert [m.held for m in ends] == [3_800] * 3


def give_back(street: Street, bill: str) -> None:
    """£9 of the first session on a bill."""
    provider = street.as_(street.provider)
    address = f"{street.work}/bills/{bill.rsplit('/', 1)[1]}"
    page = provider.get(address)
    line = page.soup.select_one("[name=line]")["value"]
    told = {"key": page.soup.select_one("[name=key]")["value"], "line": line}
    provider.post(f"{address}/refund", told | {"pence": "", "reason": ""}, status=400)
    wrong = provider.post(
        f"{address}/refund", told | {"pence": "540", "reason": "We were late"}, status=400
    )
    assert "It was £54.00." in wrong.text
    provider.post(f"{address}/refund", told | {"pence": "9", "reason": "We were late"})


def test_a_bill_shows_the_total_and_ones_own_part_and_nobody_elses(
    street: Street, clock: FixedClock
) -> None:
    go_to(clock, sessions_of(street.story)[0].day)
    bill = street.bill(0, price="50")
    amara = street.as_(street.story.people[0])
    shown = set(re.findall(r"£[\d.]+", words_of(amara.get(bill))))
    assert "£50.00" in shown
    [mine] = bills_of(street.session, street.story.people[0].id)
    assert shown == {"£50.00", f"£{mine.my_pence / 100:.2f}"}


def test_a_provider_sees_no_names_and_not_who_has_paid(street: Street, clock: FixedClock) -> None:
    go_to(clock, sessions_of(street.story)[0].day)
    bill = street.bill(0, price="54")
    provider = street.as_(street.provider)
    address = f"{street.work}/bills/{bill.rsplit('/', 1)[1]}"
    before = words_of(provider.get(address))
    for person in street.story.people[:2]:
        street.as_(person).post(f"{bill}/right")
    confirmed = words_of(street.as_(street.provider).get(address))
    street.as_(street.story.people[0]).post(f"{bill}/paid")
    assert words_of(street.as_(street.provider).get(address)) == confirmed
    for words in (before, confirmed, words_of(street.as_(street.provider).get(street.work))):
        assert not [p.first_name for p in street.story.people if p.first_name in words]


def test_what_cannot_be_is_refused_with_words(street: Street, clock: FixedClock) -> None:
    go_to(clock, sessions_of(street.story)[0].day)
    provider = street.as_(street.provider)
    later, now = sessions_of(street.story)[5], sessions_of(street.story)[0]
    work = f"{street.work}/sessions"
    too_soon = provider.post(f"{work}/{later.id}", {"outcome": "took_place"}, status=400)
    assert "still to come" in too_soon.text
    provider.post(f"{work}/{now.id}", {"outcome": "flew"}, status=400)
    provider.post(f"{work}/{now.id}", {"outcome": "took_place"})
    otherwise = provider.post(f"{work}/{now.id}", {"outcome": "called_off"}, status=400)
    assert "has said already" in otherwise.text
    form = provider.get(f"{street.work}/bill")
    key = form.soup.select_one("[name=key]")["value"]
    told = {"key": key, "sessions": [str(now.id)], "reference": ""}
    above = provider.post(f"{street.work}/bill", told | {"session_pence": "54.01"}, status=400)
    assert "They agreed to £54.00 a session at most" in above.text
    bill = street.bill(0, price="54")
    unlooked = street.as_(street.story.people[0]).post(f"{bill}/paid", status=400)
    assert "must first say that the total is right" in unlooked.text
    tied = street.as_(street.story.people[0])
    tied.post(f"{bill}/tie")
    assert "somebody else must look" in tied.post(f"{bill}/right", status=400).text
    withdrawn = street.as_(street.provider)
    withdrawn.post(f"{street.work}/bills/{bill.rsplit('/', 1)[1]}/withdraw")
    assert "You owe nothing for it" in street.as_(street.story.people[1]).get(bill).text


def test_a_calendar_at_a_secret_address_names_nothing(
    street: Street, client: Client, clock: FixedClock
) -> None:
    mine = street.as_(street.story.people[0])
    made = mine.post("/my/calendar", status=200)
    address = re.search(r"http://\S+/calendars/(\S+)\.ics", words_of(made))
    assert address is not None
    feed = client.get(f"/calendars/{address[1]}.ics")
    assert feed.mimetype == "text/calendar"
    assert feed.text.count("BEGIN:VEVENT") == 6
    for word in ("Kitchen", "Cook", "care", "£", "Tuesday Tea"):
        assert word not in feed.text
    mine.post("/my/calendar", status=200)
    client.get(f"/calendars/{address[1]}.ics", status=404)
