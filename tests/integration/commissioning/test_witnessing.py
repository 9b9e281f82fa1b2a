"""A yes before two witnesses counts when all of it is there, and not before (pooling P31a)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.commissioning.services import acting as acting_room
from microcare.commissioning.services import (
    ask_reviews,
    say_witnessed,
    take_back,
    tell_person,
)
from microcare.commissioning.services import counting as counting_room
from microcare.commissioning.values import (
    NotWaiting,
    Told,
    ToldWhen,
)
from microcare.decisions.policies import latest_answers
from microcare.decisions.values import Answer, Outcome
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.people.models import Deed
from microcare.people.queries.seen import seen_of
from microcare.people.services import stop_support
from microcare.people.values import AuthorityIsOver
from tests.factories.groups import Story, make_story, say
from tests.factories.witnessing import (
    OMAR,
    OVER,
    WORDS,
    answer_of,
    asked,
    both_confirm,
    fresh,
    letter_goes,
    make_trusted,
    others_said_yes,
    settled,
    spoken_by,
    write_down,
)


def kinds(session: Session) -> list[str]:
    """The letters that are owed about witnesses."""
    session.flush()
    rows = select(OutboxMessage.kind).order_by(OutboxMessage.created_at)
    return [kind for kind in session.scalars(rows) if "witness" in kind or "written" in kind]


def test_it_counts_after_both_and_the_letter_and_five_working_days(
    session: Session, clock: FixedClock
) -> None:
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock)
    yes = write_down(session, story, authority, clock)
    assert kinds(session).count("commissioning.witness") == 2
    assert kinds(session).count("commissioning.written_down") == 1
    letter_goes(session, yes, clock)
    both_confirm(session, clock)
    clock.at = OVER - timedelta(seconds=1)
    assert settled(session, story, clock) is None
    assert answer_of(story) is None
    clock.at = OVER
    assert settled(session, story, clock) is None
    assert answer_of(story) is Answer.YES
    # It is the last yes, so the time to think begins with it.
    clock.at = OVER + timedelta(days=3)
    assert settled(session, story, clock) is Outcome.PASSED


def test_a_late_job_dates_it_by_when_it_counted(session: Session, clock: FixedClock) -> None:
    story = others_said_yes(session, clock)
    yes = write_down(session, story, make_trusted(session, story.people[1], clock), clock)
    letter_goes(session, yes, clock)
    both_confirm(session, clock)
    clock.at = OVER + timedelta(days=25)
    assert settled(session, story, clock) is Outcome.PASSED
    assert story.proposal is not None
    assert latest_answers(story.proposal)[story.people[1].id].at == OVER


@pytest.mark.parametrize("lacks", ["first", "second", "letter"])
def test_what_lacks_lets_the_plan_expire(session: Session, clock: FixedClock, lacks: str) -> None:
    story = others_said_yes(session, clock)
    yes = write_down(session, story, make_trusted(session, story.people[1], clock), clock)
    if lacks != "letter":
        letter_goes(session, yes, clock)
    for number, name in enumerate(("first", "second")):
        if lacks != name:
            say_witnessed(session, asked(session, number), is_true=True, by=None, clock=clock)
    clock.at = OVER + timedelta(days=1)
    assert settled(session, story, clock) is None
    assert answer_of(story) is None
    clock.at = OVER + timedelta(days=7)
    assert settled(session, story, clock) is Outcome.EXPIRED


def test_one_that_counts_after_the_close_is_too_late(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, closes_on=date(2026, 11, 28))
    for who in (0, 2):
        say(session, story, who, Answer.YES, clock)
    yes = write_down(session, story, make_trusted(session, story.people[1], clock), clock)
    letter_goes(session, yes, clock)
    both_confirm(session, clock)
    clock.at = OVER + timedelta(hours=1)
    assert settled(session, story, clock) is Outcome.EXPIRED
    assert fresh(session, yes).answer_id is None


def test_a_call_counts_as_the_letter(session: Session, clock: FixedClock) -> None:
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock)
    yes = write_down(session, story, authority, clock)
    both_confirm(session, clock)
    assert story.agreement is not None
    told = {"person_id": story.people[1].id, "spoken": spoken_by(authority), "told": Told.CALL}
    for wrong in (date(2026, 11, 22), date(2026, 11, 24)):
        with pytest.raises(ToldWhen):
            tell_person(session, story.agreement, told_on=wrong, clock=clock, **told)
    tell_person(session, story.agreement, told_on=clock.today(), clock=clock, **told)
    assert fresh(session, yes).counts_at == OVER
    clock.at = OVER
    settled(session, story, clock)
    assert answer_of(story) is Answer.YES
    whats = session.scalars(select(Deed.what).where(Deed.person_id == story.people[1].id))
    assert "commissioning.tell_witnessed" in set(whats)


def test_a_no_of_a_witness_ends_it_and_both_are_told(session: Session, clock: FixedClock) -> None:
    story = others_said_yes(session, clock)
    yes = write_down(session, story, make_trusted(session, story.people[1], clock), clock)
    letter_goes(session, yes, clock)
    say_witnessed(session, asked(session, 0), is_true=True, by=None, clock=clock)
    say_witnessed(session, asked(session, 1), is_true=False, by=None, clock=clock)
    assert fresh(session, yes).ended_as == "witness"
    assert kinds(session).count("commissioning.not_witnessed") == 2
    with pytest.raises(NotWaiting):
        say_witnessed(session, asked(session, 0), is_true=True, by=None, clock=clock)
    clock.at = OVER + timedelta(days=1)
    assert settled(session, story, clock) is None
    assert answer_of(story) is None


def counted(session: Session, clock: FixedClock) -> tuple[Story, object]:
    """A story in which all agree, Gwen before witnesses, and the time to think is over."""
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock)
    yes = write_down(session, story, authority, clock)
    letter_goes(session, yes, clock)
    both_confirm(session, clock)
    clock.at = OVER
    settled(session, story, clock)
    assert answer_of(story) is Answer.YES
    clock.move(timedelta(days=3))
    return story, authority


@pytest.mark.parametrize("how", ["witness", "stopped", "ended"])
def test_what_falls_away_before_the_promise_makes_none(
    session: Session, clock: FixedClock, how: str
) -> None:
    story, authority = counted(session, clock)
    if how == "witness":
        # Taken back an hour before, with the plan still open to it.
        clock.move(timedelta(hours=-1))
        say_witnessed(session, asked(session, 0), is_true=False, by=None, clock=clock)
        clock.move(timedelta(hours=1))
    elif how == "stopped":
        stop_support(session, authority, clock=clock)  # type: ignore[arg-type]
    else:
        authority.ends_on = clock.today() - timedelta(days=1)  # type: ignore[attr-defined]
    assert settled(session, story, clock) is None
    ask_reviews(session, clock=clock)
    assert story.proposal is not None
    assert story.proposal.outcome is None
    # Gwen looks, and says yes by herself.
    say(session, story, 1, Answer.YES, clock)
    clock.move(timedelta(days=3, minutes=1))
    assert settled(session, story, clock) is Outcome.PASSED


def test_it_is_the_look_at_the_witnesses_that_holds_it_back(
    session: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    story, authority = counted(session, clock)
    stop_support(session, authority, clock=clock)  # type: ignore[arg-type]
    monkeypatch.setattr(acting_room, "still_counts", lambda *_args, **_more: True)
    assert settled(session, story, clock) is Outcome.PASSED


def test_it_is_the_predicate_that_makes_it_wait(
    session: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = others_said_yes(session, clock)
    yes = write_down(session, story, make_trusted(session, story.people[1], clock), clock)
    letter_goes(session, yes, clock)
    # Without the look at both witnesses the answer is tried, and the database refuses it.
    monkeypatch.setattr(counting_room, "counts_from", lambda _yes: clock.now())
    with pytest.raises(Exception, match="no yes that counts"), session.begin_nested():
        settled(session, story, clock)


def test_an_authority_that_ends_ends_what_waits(session: Session, clock: FixedClock) -> None:
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock)
    yes = write_down(session, story, authority, clock)
    stop_support(session, authority, clock=clock)
    settled(session, story, clock)
    assert fresh(session, yes).ended_as == "authority"
    with pytest.raises(AuthorityIsOver):
        write_down(session, story, authority, clock)


@pytest.mark.parametrize("answer", [Answer.YES, Answer.WORRY])
def test_the_persons_own_answer_takes_its_place(
    session: Session, clock: FixedClock, answer: Answer
) -> None:
    story = others_said_yes(session, clock)
    yes = write_down(session, story, make_trusted(session, story.people[1], clock), clock)
    letter_goes(session, yes, clock)
    both_confirm(session, clock)
    say(session, story, 1, answer, clock, reason="Not so sure")
    assert fresh(session, yes).ended_as == "answered"
    clock.at = OVER
    settled(session, story, clock)
    assert answer_of(story) is answer


def test_the_person_takes_it_back(session: Session, clock: FixedClock) -> None:
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock)
    yes = write_down(session, story, authority, clock)
    assert story.agreement is not None
    take_back(session, story.agreement, person_id=story.people[1].id, clock=clock)
    assert fresh(session, yes).ended_as == "taken_back"
    with pytest.raises(NotWaiting):
        take_back(session, story.agreement, person_id=story.people[1].id, clock=clock)
    # The helper can write down a new one.
    write_down(session, story, authority, clock)


def test_each_act_is_told_to_the_person(session: Session, clock: FixedClock) -> None:
    story = others_said_yes(session, clock)
    yes = write_down(session, story, make_trusted(session, story.people[1], clock), clock)
    both_confirm(session, clock)
    say_witnessed(session, asked(session, 1), is_true=False, by=None, clock=clock)
    lines, _ = seen_of(session, story.people[1].id)
    told = [(line.viewer.value, line.words) for line in lines]
    assert sorted(told) == [
        ("witness", "Said that it is not what happened"),
        ("witness", "Said that they were there and saw you say yes"),
        ("witness", "Said that they were there and saw you say yes"),
    ]
    deed = session.get_one(Deed, yes.deed_id)
    assert (deed.what, deed.words) == ("commissioning.write_witnessed", WORDS)
    # Nobody's address is kept once it is over.
    assert {one.email for one in fresh(session, yes).witnesses} == {None}


def test_an_address_goes_with_the_answer(session: Session, clock: FixedClock) -> None:
    story = others_said_yes(session, clock)
    yes = write_down(session, story, make_trusted(session, story.people[1], clock), clock)
    say_witnessed(session, asked(session, 0), is_true=True, by=None, clock=clock)
    assert [one.email for one in fresh(session, yes).witnesses] == [None, OMAR.email]
