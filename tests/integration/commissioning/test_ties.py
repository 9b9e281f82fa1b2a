"""Whoever is close to the provider says so at the plan: all read it, and it goes on to bills."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.commissioning.models import PaidTie
from microcare.commissioning.queries import group_view
from microcare.commissioning.services import (
    choose_offer,
    settle,
    stop_plan,
    tie_to_plan,
    untie_from_plan,
)
from microcare.commissioning.values import HelperIsPaid, PlanView, TieStands
from microcare.decisions.values import Answer, Outcome
from microcare.directory.models import ListingKeeper
from microcare.groups.queries import group_by_id
from microcare.kernel.clock import FixedClock
from microcare.spending.policies import may_confirm
from microcare.spending.services import confirm_bill
from microcare.spending.values import PaidCannotConfirm
from tests.factories.groups import Story, everyone_says_yes, look_again, make_story, say
from tests.factories.spending import make_bill, money, shared, take_place


def put(session: Session, clock: FixedClock, *, tied: bool = False) -> Story:
    """A story in which the first puts it, and says so or not."""
    story = make_story(session, clock, chosen=False)
    me = story.people[0].id
    choose_offer(session, story.group, story.offer, person_id=me, clock=clock, tied=tied)
    return look_again(session, story)


def seen_by(session: Session, story: Story, who: int, clock: FixedClock) -> PlanView:
    group = group_by_id(session, story.group.id)
    assert group is not None
    plan = group_view(session, group, me=story.people[who].id, clock=clock).plan
    assert plan is not None
    return plan


def sealed(story: Story) -> object:
    assert story.proposal is not None
    return json.loads(story.proposal.document)["terms"]["put_by_somebody_tied"]


def agree(session: Session, story: Story, clock: FixedClock) -> None:
    everyone_says_yes(session, story, clock)
    clock.move(timedelta(days=3))
    assert story.proposal is not None
    settle(session, story.proposal.id, clock=clock)
    look_again(session, story)


def test_a_tie_is_sealed_read_by_all_and_stops_no_plan(session: Session, clock: FixedClock) -> None:
    story = put(session, clock, tied=True)
    assert sealed(story) is True
    assert seen_by(session, story, 1, clock).ties.put_by == "Amara"
    agree(session, story, clock)
    assert story.proposal is not None
    assert story.proposal.outcome == Outcome.PASSED, "their yes is for their own money (P19)"
    assert [m.held > 0 for m in money(session, story)] == [True, True, True]
    take_place(session, story, clock, 0)
    bill = shared(session, make_bill(session, story, clock, 0))
    found = [may_confirm(person.id, bill, on=clock.today()) for person in story.people]
    assert found == [False, True, True]
    with pytest.raises(PaidCannotConfirm):
        confirm_bill(session, bill, person_id=story.people[0].id, clock=clock)


def test_without_a_tie_nobody_is_named(session: Session, clock: FixedClock) -> None:
    story = put(session, clock)
    assert sealed(story) is False
    assert seen_by(session, story, 1, clock).ties.put_by is None


def test_who_looks_after_the_page_is_tied_without_a_word(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock, chosen=False)
    me = story.people[0].id
    session.add(ListingKeeper(listing_id=story.listing.id, person_id=me, since=clock.now()))
    session.flush()
    choose_offer(session, story.group, story.offer, person_id=me, clock=clock)
    assert sealed(look_again(session, story)) is True


def test_a_tie_said_later_by_who_put_it_asks_everyone_again(
    session: Session, clock: FixedClock
) -> None:
    """P20: what is sealed has changed, so each yes on the old version is void."""
    story = put(session, clock)
    first = story.proposal
    assert first is not None
    assert story.agreement is not None
    say(session, story, 1, Answer.YES, clock)
    clock.move(timedelta(minutes=1))
    assert tie_to_plan(session, story.agreement, person_id=story.people[0].id, clock=clock)
    look_again(session, story)
    assert first.outcome == Outcome.REPLACED
    assert story.proposal is not None
    assert (story.proposal.id != first.id, sealed(story)) == (True, True)
    assert seen_by(session, story, 1, clock).my_answer == ""
    assert story.proposal.opened_by == story.people[0].id
    # Taken back, it is as it was, and asked again once more.
    assert story.agreement is not None
    clock.move(timedelta(minutes=1))
    assert untie_from_plan(session, story.agreement, person_id=story.people[0].id, clock=clock)
    assert sealed(look_again(session, story)) is False


def test_a_tie_of_another_is_told_to_nobody_and_moves_nothing(
    session: Session, clock: FixedClock
) -> None:
    story = put(session, clock)
    assert story.agreement is not None
    me = story.people[1].id
    for _ in range(2):
        assert not tie_to_plan(session, story.agreement, person_id=me, clock=clock)
    assert len(session.scalars(select(PaidTie)).all()) == 1
    assert seen_by(session, story, 0, clock).ties.put_by is None
    assert seen_by(session, story, 1, clock).ties.is_mine
    # It is carried to whatever they put themself.
    stop_plan(session, story.group, person_id=story.people[0].id, clock=clock)
    clock.move(timedelta(minutes=1))
    choose_offer(session, story.group, story.offer, person_id=me, clock=clock)
    assert sealed(look_again(session, story)) is True


def test_a_tie_is_not_taken_back_once_something_was_promised(
    session: Session, clock: FixedClock
) -> None:
    story = put(session, clock, tied=True)
    agree(session, story, clock)
    assert story.agreement is not None
    me, before = story.people[0].id, money(session, story)
    with pytest.raises(TieStands):
        untie_from_plan(session, story.agreement, person_id=me, clock=clock)
    session.flush()
    # It was refused before anything was done, so a bill still finds them tied.
    assert session.scalars(select(PaidTie.person_id)).all() == [me]
    assert money(session, story) == before
    take_place(session, story, clock, 0)
    with pytest.raises(PaidCannotConfirm):
        bill = make_bill(session, story, clock, 0)
        confirm_bill(session, shared(session, bill), person_id=me, clock=clock)


def test_a_helper_who_is_tied_puts_nothing_for_somebody(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock, chosen=False)
    helper = story.people[1].id
    session.add(PaidTie(listing_id=story.listing.id, person_id=helper, declared_at=clock.now()))
    session.flush()
    me = story.people[0].id
    with pytest.raises(HelperIsPaid):
        choose_offer(session, story.group, story.offer, person_id=me, helper_id=helper, clock=clock)
