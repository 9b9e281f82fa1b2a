"""A newer plan on the pages: offered as a change, told beside what is promised, or gone again."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from microcare.budgets.services import stop_budget
from microcare.commissioning.services import choose_offer, make_offer, settle_group
from microcare.kernel.clock import FixedClock
from tests.client import Client
from tests.factories.directory import keeper_of
from tests.factories.groups import Story, everyone_says_yes, look_again, make_story, make_terms


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    """Twelve Tuesdays promised, and the provider's change to them put to everyone."""
    story = make_story(session, clock, pence=[2_000] * 3)
    everyone_says_yes(session, story, clock, sooner=True)
    clock.move(date(2027, 1, 20) - clock.today())
    terms = make_terms(
        session_pence=7_200, sessions=6, first_on=date(2027, 2, 16), closes_on=date(2027, 2, 5)
    )
    ids = story.group.member_ids
    offer = make_offer(session, story.offer.request, terms=terms, member_ids=ids, clock=clock)
    choose_offer(session, story.group, offer, person_id=story.people[0].id, clock=clock)
    return look_again(session, story)


@pytest.fixture
def browsers(client: Client, session: Session, story: Story) -> list[Client]:
    return [Client(client.app, session).sign_in(person) for person in story.people]


def test_both_are_told_while_it_is_decided_and_after(
    session: Session, clock: FixedClock, browsers: list[Client], story: Story
) -> None:
    here = f"/groups/{story.group.id}"
    assert "goes on meanwhile" in browsers[0].get(here).text
    plan = browsers[0].get(f"{here}/plan").text
    assert "this takes the place of what you promised" in plan
    assert "Comes free of what you promised" in plan
    assert "+ £126.00" in plan
    everyone_says_yes(session, story, clock, sooner=True)
    assert "You are going ahead" in browsers[0].get(here).text
    sessions = browsers[0].get(f"{here}/sessions").text
    assert sessions.count("no longer promised") == 7


def test_what_did_not_add_up_leaves_what_was_promised(
    client: Client, session: Session, clock: FixedClock, story: Story
) -> None:
    everyone_says_yes(session, story, clock)
    stop_budget(session, story.budgets[1], clock=clock)
    clock.move(date(2027, 1, 24) - clock.today())
    settle_group(session, story.group.id, clock=clock)
    # Days have passed, so each signs in again.
    again = [Client(client.app, session).sign_in(person) for person in story.people]
    pages = [browser.get(f"/groups/{story.group.id}").text for browser in again]
    for page in pages:
        assert "You are going ahead" in page
        assert "did not add up. What you promised stands." in page
    assert ["Only you see this." in page for page in pages] == [False, True, False]


def test_the_provider_offers_a_change_and_keeps_the_sessions(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock, sooner=True)
    request = story.offer.request
    clock.move(timedelta(hours=1))
    provider = Client(client.app, session).sign_in(keeper_of(session, story.listing))
    found = provider.get(f"/my/requests/{request.id}")
    assert "Offer a change" in found.text
    told = {
        "session_pence": "60",
        "sessions": "4",
        "first_on": "2027-03-02",
        "every_weeks": "1",
        "most_people": "3",
        "times": "5pm to 7pm",
        "includes": "Cooking",
        "travel": "I come to you",
        "cancelling": "Free the day before",
        "notice_weeks": "1",
        "leaving": "Tell me",
        "closes_on": "2027-02-05",
    }
    provider.submit(found, told)
    after = provider.get(f"/my/requests/{request.id}")
    assert "What they promised before stands" in after.text
    assert after.soup.select_one(f"a[href='/my/requests/{request.id}/sessions']")
    assert provider.get(f"/my/requests/{request.id}/sessions").text.count("to come") == 12
    member = Client(client.app, session).sign_in(story.people[0])
    group = member.get(f"/groups/{story.group.id}")
    assert "There is a new offer." in group.text
    offers = member.get(f"/groups/{story.group.id}/offers")
    assert "this would take the place of what you promised" in offers.text
