"""Consensus with block, beside the consent that is the default: a bare no stops it (P22)."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.commissioning.services import (
    choose_offer,
    settle,
    stop_plan,
    tie_to_plan,
)
from microcare.commissioning.values import NotYoursToEnd, Split, Way
from microcare.decisions.values import Answer, Method, NotAnAnswerHere, OneAtATime, Outcome
from microcare.kernel.clock import FixedClock
from tests.factories.groups import Story, everyone_says_yes, look_again, make_story, say
from tests.factories.spending import money

BY_ALL = Method.EVERYONE_AGREES


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    """Three who are asked what all of them must say yes to."""
    story = make_story(session, clock, chosen=False)
    put(session, story, clock, BY_ALL)
    return look_again(session, story)


def put(session: Session, story: Story, clock: FixedClock, method: Method) -> None:
    me = story.people[0].id
    choose_offer(session, story.group, story.offer, person_id=me, method=method, clock=clock)


def outcome(session: Session, story: Story) -> str | None:
    proposal = look_again(session, story).proposal
    assert proposal is not None
    return proposal.outcome


def test_all_say_yes_and_it_is_promised(session: Session, clock: FixedClock, story: Story) -> None:
    assert story.proposal is not None
    assert json.loads(story.proposal.document)["rules"]["method"] == "everyone_agrees"
    everyone_says_yes(session, story, clock)
    clock.move(timedelta(days=3))
    assert settle(session, story.proposal.id, clock=clock) is Outcome.PASSED
    assert [m.held for m in money(session, story)] == [21_600] * 3


@pytest.mark.parametrize("word", [Answer.NO, Answer.WORRY])
def test_one_word_stops_it_until_its_owner_changes_it(
    session: Session, clock: FixedClock, story: Story, word: Answer
) -> None:
    """A no needs no reason; nobody else can take it away, and nobody is left out by it."""
    assert story.proposal is not None
    everyone_says_yes(session, story, clock)
    reason = "It is too late in the day" if word is Answer.WORRY else ""
    say(session, story, 1, word, clock, reason=reason)
    clock.move(timedelta(days=4))
    assert settle(session, story.proposal.id, clock=clock) is None
    assert len(story.proposal.electors) == 3
    say(session, story, 1, Answer.YES, clock)
    clock.move(timedelta(days=3))
    assert settle(session, story.proposal.id, clock=clock) is Outcome.PASSED


def test_who_still_says_no_at_the_end_has_ended_it(
    session: Session, clock: FixedClock, story: Story
) -> None:
    everyone_says_yes(session, story, clock)
    say(session, story, 1, Answer.NO, clock)
    clock.move(timedelta(days=20))
    assert story.proposal is not None
    assert settle(session, story.proposal.id, clock=clock) is Outcome.EXPIRED
    assert [m.held for m in money(session, story)] == [0, 0, 0]


def test_nobody_stands_aside_from_what_all_must_agree_to(
    session: Session, clock: FixedClock, story: Story
) -> None:
    with pytest.raises(NotAnAnswerHere):
        say(session, story, 1, Answer.ASIDE, clock)
    assert outcome(session, story) is None


def test_anybody_ends_it_while_a_no_stands_and_otherwise_who_put_it(
    session: Session, clock: FixedClock, story: Story
) -> None:
    other = {"person_id": story.people[2].id, "clock": clock}
    with pytest.raises(NotYoursToEnd):
        stop_plan(session, story.group, **other)
    say(session, story, 1, Answer.NO, clock)
    stop_plan(session, story.group, **other)
    assert outcome(session, story) == Outcome.WITHDRAWN


def test_how_it_is_decided_stays_with_its_next_version(
    session: Session, clock: FixedClock, story: Story
) -> None:
    assert story.agreement is not None
    tie_to_plan(session, story.agreement, person_id=story.people[0].id, clock=clock)
    look_again(session, story)
    assert story.proposal is not None
    assert (story.proposal.outcome, story.proposal.method) == (None, BY_ALL)
    with pytest.raises(OneAtATime):
        put(session, story, clock, Method.CONSENT)


def test_the_database_takes_no_outcome_that_one_stops(
    session: Session, clock: FixedClock, story: Story
) -> None:
    everyone_says_yes(session, story, clock)
    say(session, story, 1, Answer.NO, clock)
    passed = "UPDATE proposal SET outcome = 'passed', ended_at = closes_at"
    with pytest.raises(DBAPIError, match="not everyone agrees"), session.begin_nested():
        session.execute(text(passed))


def test_other_ways_to_share_go_by_consent(session: Session, clock: FixedClock) -> None:
    """Whoever has no part in them could not say yes, so nobody is asked for one."""
    story = make_story(session, clock, chosen=False)
    hours = dict(zip((p.id for p in story.people), (4, 4, 0), strict=True))
    told = {"person_id": story.people[0].id, "split": Split(Way.HOURS, parts=hours)}
    choose_offer(session, story.group, story.offer, **told, clock=clock)
    proposal = look_again(session, story).proposal
    assert proposal is not None
    assert proposal.method == Method.CONSENT
