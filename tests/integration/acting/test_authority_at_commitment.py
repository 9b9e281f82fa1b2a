"""A yes that a helper gave makes promises only while they could still give it (P30)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.commissioning.models import PaidTie
from microcare.commissioning.services import answer_plan, ask_reviews, settle
from microcare.commissioning.services import settling as settling_room
from microcare.decisions.models import RecordedAnswer
from microcare.decisions.values import Answer, Outcome, ProposalHasEnded
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.people.models import Authority
from microcare.people.services import stop_support
from microcare.people.values import AuthorityIsOver, BeyondAuthority, How, Spoken
from tests.factories.budgets import pledge_for
from tests.factories.groups import Story, look_again, make_story, say
from tests.factories.people import make_authority, make_person


def spoken_by(authority: Authority, how: How = How.TELEPHONE) -> Spoken:
    """What a service is handed when this helper passes something on."""
    assert authority.supporter_id is not None
    return Spoken(authority.id, authority.supporter_id, how, "Yes to that")


def all_said_yes(session: Session, clock: FixedClock) -> tuple[Story, Authority]:
    """Everyone agreed, Gwen through her nominated person, and the time to think is over."""
    story = make_story(session, clock)
    authority = make_authority(
        session, story.people[1], make_person(session, name="Sue Porter"), clock=clock
    )
    for who in (0, 2):
        say(session, story, who, Answer.YES, clock)
    say(session, story, 1, Answer.YES, clock, spoken=spoken_by(authority))
    clock.move(timedelta(days=3, minutes=1))
    return story, authority


def settled(session: Session, story: Story, clock: FixedClock) -> Outcome | None:
    """What settling comes to now."""
    assert story.proposal is not None
    return settle(session, story.proposal.id, clock=clock)


def letters_of(session: Session, kind: str) -> list[dict[str, str]]:
    """What letters of a kind are owed."""
    session.flush()
    rows = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind))
    return [dict(row.payload) for row in rows]


def test_while_it_lasts_the_promises_are_made(session: Session, clock: FixedClock) -> None:
    story, _ = all_said_yes(session, clock)
    assert settled(session, story, clock) is Outcome.PASSED


@pytest.mark.parametrize("how", ["stopped", "ended", "lowered", "paid"])
def test_what_ended_freezes_the_promise_until_somebody_looks(
    session: Session, clock: FixedClock, how: str
) -> None:
    story, authority = all_said_yes(session, clock)
    gwen = story.people[1]
    if how == "stopped":
        stop_support(session, authority, clock=clock)
    elif how == "ended":
        authority.ends_on = clock.today() - timedelta(days=1)
    elif how == "lowered":
        authority.limit_pence = 100
    else:
        helper, listing_id = authority.supporter_id, story.listing.id
        session.add(PaidTie(listing_id=listing_id, person_id=helper, declared_at=clock.now()))
    assert settled(session, story, clock) is None
    # Asked once, however often it is looked at.
    assert settled(session, story, clock) is None
    ask_reviews(session, clock=clock)
    asked = letters_of(session, "commissioning.look_again")
    assert asked == [{"person_id": str(gwen.id), "group_id": str(story.group.id)}]


def test_it_is_the_look_at_the_authority_that_freezes(
    session: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    story, authority = all_said_yes(session, clock)
    stop_support(session, authority, clock=clock)
    monkeypatch.setattr(settling_room, "unlooked_at", lambda *_args, **_more: [])
    assert settled(session, story, clock) is Outcome.PASSED


def test_another_authority_is_asked_to_look_too(session: Session, clock: FixedClock) -> None:
    story, authority = all_said_yes(session, clock)
    other = make_authority(session, story.people[1], make_person(session), clock=clock)
    stop_support(session, authority, clock=clock)
    ask_reviews(session, clock=clock)
    asked = letters_of(session, "commissioning.look_again")
    assert {one.get("authority_id") for one in asked} == {None, str(other.id)}


@pytest.mark.parametrize("answer", [Answer.YES, Answer.ASIDE])
def test_the_person_looks_when_the_time_is_over_and_is_heard(
    session: Session, clock: FixedClock, answer: Answer
) -> None:
    story, authority = all_said_yes(session, clock)
    stop_support(session, authority, clock=clock)
    assert settled(session, story, clock) is None
    # Nobody else may answer again by now.
    with pytest.raises(ProposalHasEnded):
        say(session, story, 0, Answer.ASIDE, clock)
    say(session, story, 1, answer, clock)
    # It is a new last yes, with time to think of its own.
    clock.move(timedelta(days=3, minutes=1))
    outcome = settled(session, story, clock)
    assert outcome is (Outcome.PASSED if answer is Answer.YES else None)


def test_a_new_answer_before_the_time_is_over_frees_it(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    authority = make_authority(session, story.people[1], make_person(session), clock=clock)
    for who in (0, 2):
        say(session, story, who, Answer.YES, clock)
    say(session, story, 1, Answer.YES, clock, spoken=spoken_by(authority))
    stop_support(session, authority, clock=clock)
    ask_reviews(session, clock=clock)
    assert len(letters_of(session, "commissioning.look_again")) == 1
    say(session, story, 1, Answer.YES, clock)
    clock.move(timedelta(days=3, minutes=1))
    assert settled(session, story, clock) is Outcome.PASSED


def test_a_yes_above_the_limit_or_after_the_end_is_refused(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    assert story.agreement is not None
    helper = make_person(session)
    authority = make_authority(session, story.people[1], helper, clock=clock, limit_pence=21_599)
    more = {
        "person_id": story.people[1].id,
        "answer": Answer.YES,
        "budgets": [story.budgets[1]],
        "pledge": pledge_for(session, story.budgets[1], clock),
        "spoken": spoken_by(authority),
        "clock": clock,
    }
    with pytest.raises(BeyondAuthority):
        answer_plan(session, story.agreement, **more)  # type: ignore[arg-type]
    authority.limit_pence = 21_600
    stop_support(session, authority, clock=clock)
    with pytest.raises(AuthorityIsOver):
        answer_plan(session, story.agreement, **more)  # type: ignore[arg-type]
    authority.revoked_at = None
    answer_plan(session, story.agreement, **more)  # type: ignore[arg-type]
    look_again(session, story)
    assert session.scalars(select(RecordedAnswer)).one().how == "telephone"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE recorded_answer SET how = 'letter'",
        "DELETE FROM recorded_answer",
        "INSERT INTO recorded_answer (answer_id, authority_id, recorded_by, how)"
        " SELECT a.id, a.id, a.person_id, 'letter' FROM proposal_answer a WHERE a.number = 2",
    ],
)
def test_the_database_keeps_who_passed_it_on(
    session: Session, clock: FixedClock, statement: str
) -> None:
    story = make_story(session, clock)
    authority = make_authority(session, story.people[1], make_person(session), clock=clock)
    spoken = spoken_by(authority)
    say(session, story, 1, Answer.WORRY, clock, reason="Is it warm?", spoken=spoken)
    say(session, story, 0, Answer.WORRY, clock, reason="Is it dry?")
    with pytest.raises(DBAPIError, match="recorded_answer|never changed"):
        session.execute(text(statement))
