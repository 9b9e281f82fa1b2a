"""A plan with too few people, page by page: those who are left, the provider, a new offer."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from microcare.spending.services import leave
from tests.client import Client
from tests.factories.directory import keeper_of
from tests.factories.groups import Story, make_story
from tests.factories.spending import go_to, make_promised, money, sessions_of


def browser(client: Client, session: Session, person: Person) -> Client:
    return Client(client.app, session).sign_in(person)


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    """Three who need to be three; one of them leaves with two weeks of notice."""
    story = make_promised(session, clock, fewest_people=3)
    go_to(clock, sessions_of(story)[0].day)
    leave(session, story.group, person_id=story.people[2].id, clock=clock)
    session.flush()
    return story


def test_the_group_reads_that_it_waits_and_each_chooses(
    client: Client, session: Session, story: Story
) -> None:
    amara, gwen = (browser(client, session, person) for person in story.people[:2])
    here = f"/groups/{story.group.id}"
    page = amara.get(here)
    assert "waits" in page.soup.select_one("#next").text
    assert "Fewer than 3 of you are left. From" in page.text
    assert "Tomasz" not in page.text
    assert page.soup.select_one(f"a[href='{here}/end']")
    assert "Your plan waits" in amara.get("/my").text
    assert amara.get(f"{here}/sessions").text.count("waits, nothing to pay") == 9
    assert "It waits from" in amara.get(f"{here}/plan").text
    assert "Too few people are left." in amara.get(f"{here}/plan/easier").text
    mine = amara.get("/my/stopped")
    assert "It is for 3 people or more, and fewer are left." in mine.text
    assert mine.text.count("£18") == 9
    done = amara.follow(amara.submit(mine))
    assert "yours to plan with again" in done.text
    assert money(session, story)[0].held == 3 * 1_800
    assert gwen.get("/my/stopped").text.count("£18") == 9


def test_the_provider_reads_it_and_cannot_bill(
    client: Client, session: Session, clock: FixedClock, story: Story
) -> None:
    go_to(clock, sessions_of(story)[4].day)
    keeper = browser(client, session, keeper_of(session, story.listing))
    here = f"/my/requests/{story.offer.request_id}/sessions"
    page = keeper.get(here)
    assert page.text.count("fewer people are left than you come for") == 9
    assert not page.soup.select(
        f"form[action='{here}/{sessions_of(story)[4].id}'] [value=took_place]"
    )
    late = keeper.post(f"{here}/{sessions_of(story)[4].id}", {"outcome": "took_place"}, status=400)
    assert "cannot be billed" in late.text
    member = browser(client, session, story.people[0])
    way = f"/groups/{story.group.id}/sessions/{sessions_of(story)[3].id}/took-place"
    assert "cannot be billed" in member.post(way, status=400).text


def test_an_offer_says_from_how_many(client: Client, session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, chosen=False, fewest_people=3)
    amara = browser(client, session, story.people[0])
    here = f"/groups/{story.group.id}/offers"
    assert "From 3 up to" in amara.get(here).text
    leave(session, story.group, person_id=story.people[2].id, clock=clock)
    session.flush()
    page = amara.get(here)
    assert "This offer is for 3 people or more." in page.text
    assert not page.soup.select(f"form[action='{here}/{story.offer.id}']")
    refused = amara.post(f"{here}/{story.offer.id}", status=400)
    assert "They come for 3 people or more" in refused.text


def test_what_a_plan_says(client: Client, session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, fewest_people=3)
    amara = browser(client, session, story.people[0])
    here = f"/groups/{story.group.id}/plan"
    assert "If fewer than 3 of you are left, the plan waits" in amara.get(here).text
    assert "3 people" in amara.get(f"{here}/easier").text
    assert "It needs 3 people." in amara.get(f"{here}/letter").text


@pytest.mark.parametrize(("said", "kept"), [("", 2), ("1", 1), ("4", 4)])
def test_the_provider_says_from_how_many(
    client: Client, session: Session, clock: FixedClock, said: str, kept: int
) -> None:
    story = make_story(session, clock, chosen=False)
    keeper = browser(client, session, keeper_of(session, story.listing))
    here = f"/my/requests/{story.offer.request_id}"
    told = {
        "session_pence": "60",
        "sessions": "4",
        "first_on": (clock.today() + timedelta(days=30)).isoformat(),
        "every_weeks": "1",
        "most_people": "4",
        "fewest_people": said,
        "times": "5pm to 7pm",
        "includes": "Cooking",
        "travel": "We come to you. It is in the price",
        "cancelling": "Free the day before",
        "notice_weeks": "1",
        "leaving": "Tell me",
        "closes_on": (clock.today() + timedelta(days=10)).isoformat(),
    }
    above = keeper.post(here, told | {"fewest_people": "5"}, status=400)
    assert "not above the most people" in above.text
    keeper.post(here, told)
    session.expire_all()
    request = story.offer.request
    assert request.live_offer is not None
    assert request.live_offer.fewest_people == kept
