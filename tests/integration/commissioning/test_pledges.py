"""A yes names what its money is for, or it is no yes; looked at again when promises are made."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.budgets.models import Purpose
from microcare.budgets.services import end_agreement, end_purpose
from microcare.budgets.values import (
    About,
    AgreementIsOver,
    Funding,
    NotInCarePlan,
    PaysSomebodyClose,
    PickYourPurpose,
    Pledge,
)
from microcare.commissioning.models import OwnPurpose
from microcare.commissioning.services import settle
from microcare.commissioning.services.pledging import pledges_stand
from microcare.decisions.models import Proposal
from microcare.decisions.values import Answer, Outcome
from microcare.kernel.clock import FixedClock
from tests.factories.budgets import make_agreement, make_budget, make_purpose
from tests.factories.groups import Story, everyone_says_yes, look_again, make_story, say
from tests.factories.people import make_person
from tests.factories.spending import money


def yes(session: Session, story: Story, clock: FixedClock, pledge: Pledge) -> None:
    say(session, story, 0, Answer.YES, clock, pledge=pledge)


def mine(session: Session, story: Story) -> list[OwnPurpose]:
    rows = select(OwnPurpose).where(OwnPurpose.person_id == story.people[0].id)
    return list(session.scalars(rows))


def due(session: Session, story: Story, clock: FixedClock) -> str:
    clock.move(timedelta(days=3))
    assert story.proposal is not None
    settle(session, story.proposal.id, clock=clock)
    again = look_again(session, story).proposal
    assert again is not None
    return str(again.outcome)


def test_a_yes_without_a_purpose_is_refused(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    with pytest.raises(PickYourPurpose):
        yes(session, story, clock, Pledge())


def test_only_a_purpose_of_ones_own_plan_for_this_money_counts(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    me, other = story.people[0], make_person(session)
    ended = make_purpose(session, me, clock, words="An old thing")
    end_purpose(ended, clock=clock)
    for purpose in (
        make_purpose(session, other, clock),
        make_purpose(session, me, clock, funding=Funding.ISF),
        ended,
    ):
        with pytest.raises(PickYourPurpose):
            yes(session, story, clock, Pledge(purpose.id))
    assert mine(session, story) == []


def test_outside_the_plan_needs_a_reason_that_is_kept(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    yes(session, story, clock, Pledge(outside="My worker agreed by telephone"))
    [kept] = mine(session, story)
    assert (kept.purpose_id, kept.outside) == (None, "My worker agreed by telephone")
    purpose = make_purpose(session, story.people[0], clock)
    yes(session, story, clock, Pledge(purpose.id))
    [kept] = mine(session, story)
    assert (kept.purpose_id, kept.outside) == (purpose.id, "")


def test_own_money_needs_no_purpose(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    story.budgets[0] = make_budget(session, story.people[0], clock, funding=Funding.OWN, funder="")
    yes(session, story, clock, Pledge())
    assert [(p.purpose_id, p.outside) for p in mine(session, story)] == [(None, "")]


def test_health_money_pays_only_for_the_care_plan(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    make_agreement(session, story.people[0], About.PHB, clock)
    story.budgets[0] = make_budget(session, story.people[0], clock, funding=Funding.PHB)
    with pytest.raises(NotInCarePlan):
        yes(session, story, clock, Pledge(outside="It does me good"))
    purpose = make_purpose(session, story.people[0], clock, funding=Funding.PHB)
    yes(session, story, clock, Pledge(purpose.id))


@pytest.mark.parametrize(("funding", "about"), [("isf", About.ISF), ("phb", About.PHB)])
def test_held_money_is_promised_while_its_holder_agrees(
    session: Session, clock: FixedClock, funding: str, about: About
) -> None:
    """P14: the agreement is asked when a yes is said, and again when promises are made."""
    story = make_story(session, clock)
    me = story.people[0]
    agreed = make_agreement(session, me, about, clock)
    story.budgets[0] = make_budget(session, me, clock, funding=Funding(funding))
    pledge = Pledge(make_purpose(session, me, clock, funding=Funding(funding)).id)
    yes(session, story, clock, pledge)
    people = {me.id}
    assert pledges_stand(session, story.agreement, people)
    end_agreement(agreed, clock=clock)
    session.flush()
    assert not pledges_stand(session, story.agreement, people)
    with pytest.raises(AgreementIsOver):
        yes(session, story, clock, pledge)
    # The database refuses it too, for whoever goes past the services.
    [kept] = mine(session, story)
    row = {column.key: getattr(kept, column.key) for column in OwnPurpose.__table__.columns}
    session.execute(delete(OwnPurpose).where(OwnPurpose.person_id == me.id))
    with pytest.raises(DBAPIError, match="not what this money is for"), session.begin_nested():
        session.execute(insert(OwnPurpose).values(**row))
    # A new agreement is for the same money.
    make_agreement(session, me, about, clock)
    yes(session, story, clock, pledge)


@pytest.mark.parametrize("funding", [Funding.DIRECT_PAYMENT, Funding.PHB])
def test_somebody_close_is_paid_only_with_the_funders_agreement(
    session: Session, clock: FixedClock, funding: Funding
) -> None:
    """Care and Support (Direct Payments) Regulations 2014, regulation 3 (P14)."""
    story = make_story(session, clock)
    me = story.people[0]
    make_agreement(session, me, About.PHB, clock)
    story.budgets[0] = make_budget(session, me, clock, funding=funding)
    pledge = Pledge(make_purpose(session, me, clock, funding=funding).id, is_close=True)
    with pytest.raises(PaysSomebodyClose):
        yes(session, story, clock, pledge)
    other = make_person(session)
    make_agreement(session, other, About.CLOSE, clock, listing_id=story.listing.id)
    with pytest.raises(PaysSomebodyClose):
        yes(session, story, clock, pledge)
    make_agreement(session, me, About.CLOSE, clock, listing_id=story.listing.id)
    yes(session, story, clock, pledge)
    # Own money, and a fund that somebody else holds and pays from, may pay whom they like.
    story.budgets[0] = make_budget(session, me, clock, funding=Funding.OWN, funder="")
    yes(session, story, clock, Pledge(is_close=True))


def plan_ends(session: Session, story: Story, clock: FixedClock) -> None:
    for purpose in session.scalars(select(Purpose)):
        end_purpose(purpose, clock=clock)


def nothing_changes(session: Session, story: Story, clock: FixedClock) -> None:
    """For comparison."""


@pytest.mark.parametrize(
    ("change", "outcome"), [(plan_ends, "withdrawn"), (nothing_changes, "passed")]
)
def test_it_is_looked_at_again_when_promises_are_made(
    session: Session, clock: FixedClock, change: Callable[..., None], outcome: str
) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    change(session, story, clock)
    assert due(session, story, clock) == outcome
    assert sum(m.held for m in money(session, story)) == (64_800 if outcome == "passed" else 0)


def test_an_agreement_that_ended_stops_the_promise(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    me = story.people[0]
    agreed = make_agreement(session, me, About.CLOSE, clock, listing_id=story.listing.id)
    everyone_says_yes(session, story, clock)
    purpose = make_purpose(session, me, clock)
    yes(session, story, clock, Pledge(purpose.id, is_close=True))
    end_agreement(agreed, clock=clock)
    assert due(session, story, clock) == "withdrawn"


def refused(session: Session, statement: Any) -> None:
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(statement)


def test_the_database_refuses_what_money_is_not_for(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    me, other = story.people[0], make_person(session)
    assert story.agreement is not None
    row = {
        "agreement_id": story.agreement.id,
        "person_id": me.id,
        "budget_id": story.budgets[0].id,
        "purpose_id": make_purpose(session, me, clock).id,
        "outside": "",
        "is_close": False,
        "at": clock.now(),
    }
    ended = make_purpose(session, me, clock, words="An old thing")
    end_purpose(ended, clock=clock)
    session.flush()
    insert = OwnPurpose.__table__.insert()  # type: ignore[attr-defined]
    for wrong in (
        {"purpose_id": None},
        {"purpose_id": make_purpose(session, other, clock).id},
        {"purpose_id": make_purpose(session, me, clock, funding=Funding.PHB).id},
        {"purpose_id": ended.id},
        {"budget_id": story.budgets[1].id},
        {"person_id": other.id},
        {"is_close": True},
    ):
        refused(session, insert.values(**(row | wrong)))
    session.execute(insert.values(**row))


def test_a_plan_cannot_pass_on_a_yes_that_names_no_purpose(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    assert story.proposal is not None
    passed = (
        update(Proposal)
        .where(Proposal.id == story.proposal.id)
        .values(outcome=Outcome.PASSED.value, ended_at=clock.now())
    )
    without = session.begin_nested()
    session.execute(delete(OwnPurpose).where(OwnPurpose.person_id == story.people[0].id))
    refused(session, passed)
    without.rollback()
    session.execute(passed)
    # And what it was promised for stays, but for the words, which go with the account.
    session.flush()
    refused(session, delete(OwnPurpose))
    refused(session, update(OwnPurpose).values(purpose_id=None))
    refused(session, update(OwnPurpose).values(outside="Something else"))
    session.execute(update(OwnPurpose).values(outside=""))
