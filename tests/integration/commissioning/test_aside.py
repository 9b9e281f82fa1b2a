"""Consent (P22, P24): stand aside and the others go on, a worry stops it, more time is a rule."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.queries import money_of
from microcare.commissioning.models import OwnKey
from microcare.commissioning.queries import group_view
from microcare.commissioning.services import (
    give_more_time,
    join_in,
    leave,
    settle,
    stop_plan,
)
from microcare.commissioning.values import CannotJoinIn, NothingToPay, NotYoursToEnd, PlanView
from microcare.decisions.models import Proposal
from microcare.decisions.policies import closes_at
from microcare.decisions.queries import open_proposal_id
from microcare.decisions.values import Answer, NoMoreTime, NotAnAnswerHere, Outcome, Standing
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from tests.factories.groups import Story, everyone_says_yes, look_again, make_story, say

TODAY = date(2026, 11, 23)
THREE_DAYS = timedelta(days=3)
FAR = "It is too far for Gwen"


def promised(session: Session, story: Story) -> list[int]:
    return [money_of(session, p.id, today=TODAY).promised for p in story.people]


def plan_of(session: Session, story: Story, who: int, clock: FixedClock) -> PlanView:
    view = group_view(session, story.group, me=story.people[who].id, clock=clock)
    assert view.plan is not None
    return view.plan


def outcome(session: Session, story: Story, clock: FixedClock) -> str | None:
    assert story.proposal is not None
    settle(session, story.proposal.id, clock=clock)
    return look_again(session, story).proposal.outcome  # type: ignore[union-attr]


def test_who_stands_aside_pays_nothing_and_the_others_are_asked_again(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock, pence=[51_200] * 3)
    say(session, story, 0, Answer.YES, clock)
    first = story.proposal
    say(session, story, 1, Answer.ASIDE, clock)
    assert first is not None
    assert first.outcome == Outcome.REPLACED
    assert story.proposal is not None
    assert story.proposal.id != first.id
    assert story.proposal.answers == []
    assert {e.person_id: e.pence for e in story.proposal.electors} == {
        story.people[0].id: 32_400,
        story.people[1].id: 0,
        story.people[2].id: 32_400,
    }
    assert (story.proposal.quorum, story.proposal.people) == (2, 3)
    for who in (0, 2):
        say(session, story, who, Answer.YES, clock)
    clock.move(THREE_DAYS)
    assert outcome(session, story, clock) == Outcome.PASSED
    assert promised(session, story) == [32_400, 0, 32_400]


def test_standing_aside_moves_nobodys_money_without_a_new_yes(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock, pence=[51_200] * 3)
    everyone_says_yes(session, story, clock)
    say(session, story, 2, Answer.ASIDE, clock)
    clock.move(THREE_DAYS)
    assert outcome(session, story, clock) is None
    assert promised(session, story) == [0, 0, 0]
    assert story.agreement is not None
    mine = OwnKey.agreement_id == story.agreement.id
    assert list(session.scalars(select(OwnKey).where(mine))) == []


def test_the_last_but_one_to_stand_aside_ends_it(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, people=2)
    say(session, story, 1, Answer.ASIDE, clock)
    assert story.proposal is not None
    assert story.proposal.outcome == Outcome.WITHDRAWN
    assert open_proposal_id(session, story.group.id) is None


def test_whoever_stood_aside_can_take_part_after_all(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, pence=[51_200] * 3)
    say(session, story, 1, Answer.ASIDE, clock)
    say(session, story, 0, Answer.YES, clock)
    assert story.agreement is not None
    join_in(session, story.agreement, person_id=story.people[1].id, clock=clock)
    look_again(session, story)
    assert story.proposal is not None
    assert sorted(e.pence for e in story.proposal.electors) == [21_600] * 3
    assert story.proposal.answers == []
    with pytest.raises(CannotJoinIn):
        join_in(session, story.agreement, person_id=story.people[1].id, clock=clock)


def test_after_promises_nobody_joins_in(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, pence=[51_200] * 3)
    say(session, story, 1, Answer.ASIDE, clock)
    for who in (0, 2):
        say(session, story, who, Answer.YES, clock)
    clock.move(THREE_DAYS)
    assert story.agreement is not None
    with pytest.raises(CannotJoinIn):
        join_in(session, story.agreement, person_id=story.people[1].id, clock=clock)
    assert outcome(session, story, clock) == Outcome.PASSED


def test_a_worry_of_who_stands_aside_stops_it_too_until_taken_back(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock, pence=[51_200] * 3)
    say(session, story, 1, Answer.ASIDE, clock)
    for who in (0, 2):
        say(session, story, who, Answer.YES, clock)
    say(session, story, 1, Answer.WORRY, clock, reason=FAR)
    plan = plan_of(session, story, 0, clock)
    assert (plan.is_stopped, plan.worries) == (True, (FAR,))
    clock.move(THREE_DAYS)
    assert outcome(session, story, clock) is None
    say(session, story, 1, Answer.ASIDE, clock)
    assert not plan_of(session, story, 0, clock).is_stopped
    # Time to think begins when the last thing in the way has gone.
    clock.move(THREE_DAYS - timedelta(seconds=1))
    assert outcome(session, story, clock) is None
    clock.move(timedelta(seconds=1))
    assert outcome(session, story, clock) == Outcome.PASSED


def test_a_worry_has_its_reason_and_no_name(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    say(session, story, 1, Answer.WORRY, clock, reason=FAR)
    plan = plan_of(session, story, 0, clock)
    assert plan.worries == (FAR,)
    assert str(story.people[1].id) not in repr(plan)


def test_who_stands_aside_has_no_money_to_say_yes_with(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, pence=[51_200] * 3)
    say(session, story, 1, Answer.ASIDE, clock)
    with pytest.raises(NothingToPay):
        say(session, story, 1, Answer.YES, clock)
    plan = plan_of(session, story, 1, clock)
    assert (plan.is_aside, plan.mine, plan.my_days) == (True, None, ())
    assert not plan.waits_for_me


def test_a_bare_no_is_not_an_answer_to_a_plan(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    with pytest.raises(NotAnAnswerHere):
        say(session, story, 1, Answer.NO, clock)


def test_only_who_put_it_ends_it_unless_a_worry_stands(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    other = story.people[2].id
    with pytest.raises(NotYoursToEnd):
        stop_plan(session, story.group, person_id=other, clock=clock)
    assert not plan_of(session, story, 2, clock).may_end
    assert plan_of(session, story, 0, clock).may_end
    say(session, story, 1, Answer.WORRY, clock, reason=FAR)
    assert plan_of(session, story, 2, clock).may_end
    stop_plan(session, story.group, person_id=other, clock=clock)
    assert outcome(session, story, clock) == Outcome.WITHDRAWN


def test_it_still_ends_when_somebody_leaves(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, pence=[51_200] * 3)
    say(session, story, 1, Answer.ASIDE, clock)
    leave(session, story.group, person_id=story.people[1].id, clock=clock)
    assert outcome(session, story, clock) == Outcome.WITHDRAWN


def test_more_time_moves_the_end_for_all_and_is_asked_once(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock, closes_on=date(2026, 12, 20))
    assert story.proposal is not None
    assert story.agreement is not None
    first_end = closes_at(story.proposal)
    assert plan_of(session, story, 1, clock).answer_by == date(2026, 12, 3)
    give_more_time(session, story.agreement, person_id=story.people[1].id, clock=clock)
    look_again(session, story)
    assert closes_at(story.proposal) == first_end + timedelta(days=3)
    assert plan_of(session, story, 0, clock).may_ask_for_time
    assert not plan_of(session, story, 1, clock).may_ask_for_time
    with pytest.raises(NoMoreTime):
        give_more_time(session, story.agreement, person_id=story.people[1].id, clock=clock)
    clock.at = first_end
    assert plan_of(session, story, 0, clock).standing is Standing.WAITING
    assert outcome(session, story, clock) is None
    clock.move(timedelta(days=3))
    assert outcome(session, story, clock) == Outcome.EXPIRED


def test_more_time_never_passes_the_day_the_provider_set(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    assert story.proposal is not None
    assert story.agreement is not None
    give_more_time(session, story.agreement, person_id=story.people[1].id, clock=clock)
    look_again(session, story)
    assert plan_of(session, story, 0, clock).answer_by == date(2026, 12, 4)
    assert closes_at(story.proposal) == story.proposal.latest_at
    assert not plan_of(session, story, 0, clock).may_ask_for_time
    with pytest.raises(NoMoreTime):
        give_more_time(session, story.agreement, person_id=story.people[0].id, clock=clock)


def test_the_others_are_told_and_not_who(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    before = {m.id for m in session.scalars(select(OutboxMessage))}
    say(session, story, 1, Answer.ASIDE, clock)
    new = [m for m in session.scalars(select(OutboxMessage)) if m.id not in before]
    told = {m.payload["person_id"] for m in new}
    assert told == {str(story.people[n].id) for n in (0, 2)}
    assert all(set(m.payload) == {"person_id", "path"} for m in new)
    rows = session.scalars(select(Proposal).where(Proposal.subject_id == story.group.id))
    assert len(list(rows)) == 2
