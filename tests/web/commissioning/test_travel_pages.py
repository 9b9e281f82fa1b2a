"""What an offer says of travel: side by side, in the plan as it was sealed, and on paper."""

import json

import pytest
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from tests.client import Client
from tests.factories.directory import keeper_of
from tests.factories.groups import Story, another_offer, make_story

OURS = "We come by bus, and the fare is in the price."


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    return make_story(session, clock, travel=OURS)


@pytest.mark.parametrize("paper", ["plan", "plan/easier", "plan/letter"])
def test_a_plan_says_it_wherever_it_is_read(
    client: Client, session: Session, story: Story, paper: str
) -> None:
    member = Client(client.app, session).sign_in(story.people[0])
    assert OURS in member.get(f"/groups/{story.group.id}/{paper}").text


def test_it_is_sealed_with_the_rest(story: Story) -> None:
    assert story.proposal is not None
    assert json.loads(story.proposal.document)["terms"]["travel"] == OURS


def test_offers_stand_side_by_side_with_it(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock, chosen=False, travel=OURS)
    # As an offer of before it was asked for.
    another_offer(session, story, clock, travel="")
    session.flush()
    page = Client(client.app, session).sign_in(story.people[0])
    offers = page.get(f"/groups/{story.group.id}/offers").soup.select("section.mc-offer")
    said = [
        row.dd.text
        for offer in offers
        for row in offer.select("dl > div")
        if row.dt.text == "Travel"
    ]
    assert sorted(said) == ["Nothing is said about it", OURS]


def test_whoever_offers_is_asked(client: Client, session: Session, story: Story) -> None:
    provider = Client(client.app, session).sign_in(keeper_of(session, story.listing))
    page = provider.get(f"/my/requests/{story.offer.request.id}")
    assert page.soup.select_one("label[for=travel]").text.strip().startswith("Who travels")
