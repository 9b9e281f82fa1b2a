"""What the database refuses of a yes before witnesses; and two who confirm at the same moment."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.commissioning.models import WitnessedYes, YesWitness
from microcare.commissioning.queries.witnessing import asked_witness
from microcare.commissioning.services import say_witnessed, settle
from microcare.decisions.models import GivenAnswer, RecordedAnswer
from microcare.decisions.values import Answer
from microcare.extensions import db
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from tests.factories.groups import make_story, say
from tests.factories.witnessing import (
    OVER,
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
from tests.together import Deed, together

ATTACKS = {
    "UPDATE witnessed_yes SET counts_at = told_at": ("witnessed_yes_same", "never changed"),
    "UPDATE witnessed_yes SET told = 'call'": ("witnessed_yes_same", "never changed"),
    "UPDATE witnessed_yes SET how = 'sign'": ("witnessed_yes_same", "never changed"),
    "DELETE FROM yes_witness": ("yes_witness_no_delete", "never (deleted|changed)"),
    "UPDATE yes_witness SET said = NULL, said_at = NULL": ("yes_witness_same", "never changed"),
    "UPDATE yes_witness SET name = 'Ann'": ("yes_witness_same", "never changed"),
    "UPDATE yes_witness SET email = 'a@example.org'": ("yes_witness_same", "never changed"),
}


def drop(session: Session, trigger: str, table: str) -> None:
    """Takes one guard away."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    session.execute(text(f"DROP TRIGGER {trigger}" + ("" if sqlite else f" ON {table}")))


def confirmed(session: Session, clock: FixedClock) -> WitnessedYes:
    """A yes that the person was told of, and that both say is so."""
    story = others_said_yes(session, clock)
    yes = write_down(session, story, make_trusted(session, story.people[1], clock), clock)
    letter_goes(session, yes, clock)
    both_confirm(session, clock)
    settled(session, story, clock)
    session.flush()
    return yes


@pytest.mark.parametrize(("attack", "told"), ATTACKS.items())
def test_what_was_witnessed_cannot_be_changed(
    session: Session, clock: FixedClock, attack: str, told: tuple[str, str]
) -> None:
    confirmed(session, clock)
    with pytest.raises(DBAPIError, match=told[1]), session.begin_nested():
        session.execute(text(attack))


@pytest.mark.parametrize(("attack", "told"), list(ATTACKS.items())[1:5])
def test_without_the_trigger_it_could_be(
    session: Session, clock: FixedClock, attack: str, told: tuple[str, str]
) -> None:
    confirmed(session, clock)
    drop(session, told[0], attack.split()[2 if attack.startswith("DELETE") else 1])
    session.execute(text(attack))


def record(session: Session, yes: WitnessedYes, clock: FixedClock) -> None:
    """An answer of the person's that nobody asked the service for."""
    found = select(GivenAnswer).where(GivenAnswer.proposal_id == yes.proposal_id)
    given = GivenAnswer(
        proposal_id=yes.proposal_id,
        number=len(session.scalars(found).all()) + 1,
        person_id=yes.person_id,
        answer="yes",
        sooner=False,
        at=clock.now(),
    )
    told = {"authority_id": yes.authority_id, "recorded_by": yes.recorded_by, "how": yes.how}
    with session.begin_nested():
        session.add(given)
        session.flush()
        session.add(RecordedAnswer(answer_id=given.id, **told))
        session.flush()


@pytest.mark.parametrize("lacks", ["witness", "told", "days", "ended", "nothing"])
def test_no_yes_of_a_supporter_is_recorded_before_it_counts(
    session: Session, clock: FixedClock, lacks: str
) -> None:
    story = others_said_yes(session, clock)
    yes = write_down(session, story, make_trusted(session, story.people[1], clock), clock)
    if lacks != "told":
        letter_goes(session, yes, clock)
    for number in (0,) if lacks == "witness" else (0, 1):
        say_witnessed(session, asked(session, number), is_true=True, by=None, clock=clock)
    assert story.proposal is not None
    settle(session, story.proposal.id, clock=clock)
    yes = fresh(session, yes)
    if lacks == "ended":
        yes.ended_at, yes.ended_as = clock.now(), "taken_back"
        session.flush()
    clock.at = OVER - timedelta(seconds=1) if lacks == "days" else OVER
    if lacks == "nothing":
        record(session, yes, clock)
        return
    with pytest.raises(DBAPIError, match="no yes that counts"):
        record(session, yes, clock)
    # It is the trigger that refuses.
    drop(session, "recorded_answer_witnessed", "recorded_answer")
    record(session, yes, clock)


def test_no_promise_is_made_of_one_that_was_ended(session: Session, clock: FixedClock) -> None:
    yes = confirmed(session, clock)
    clock.at = OVER
    settle(session, yes.proposal_id, clock=clock)
    yes = fresh(session, yes)
    assert yes.answer_id is not None
    say_witnessed(session, asked(session, 1), is_true=False, by=None, clock=clock)
    passed = "UPDATE proposal SET outcome = 'passed', ended_at = opened_at WHERE outcome IS NULL"
    with pytest.raises(DBAPIError, match="counts for nothing"), session.begin_nested():
        session.execute(text(passed))
    drop(session, "proposal_witnessed", "proposal")
    session.execute(text(passed))


def test_whoever_wrote_it_down_is_no_witness_in_the_database(
    session: Session, clock: FixedClock
) -> None:
    story = others_said_yes(session, clock)
    authority = make_trusted(session, story.people[1], clock)
    yes = write_down(session, story, authority, clock)
    for number, account in enumerate((authority.supporter_id, story.people[1].id), start=1):
        row = {"witnessed_id": yes.id, "number": number, "name": "X", "person_id": account}
        with pytest.raises(DBAPIError), session.begin_nested():
            session.add(YesWitness(**row))
            session.flush()


def confirming(number: int, clock: FixedClock, *, is_true: bool = True) -> Deed:
    """One witness's press, in a transaction of its own."""

    def deed(session: Session) -> None:
        rows = select(OutboxMessage).where(OutboxMessage.kind == "commissioning.witness")
        found = [asked_witness(session, r.payload["token"]) for r in session.scalars(rows)]
        mine = next(one for one in found if one is not None and one.witness.number == number)
        say_witnessed(session, mine, is_true=is_true, by=None, clock=clock)

    return deed


@pytest.mark.parametrize("second", [True, False])
def test_two_who_answer_at_the_same_moment(
    committed_app: Flask, clock: FixedClock, second: bool
) -> None:
    with Session(db.engine) as making:
        story = make_story(making, clock)
        for who in (0, 2):
            say(making, story, who, Answer.YES, clock)
        authority = make_trusted(making, story.people[1], clock)
        yes = write_down(making, story, authority, clock)
        letter_goes(making, yes, clock)
        yes_id = yes.id
        making.commit()
    # The days are over: whoever is second makes it count, or ends it.
    late = FixedClock(OVER)
    deeds = confirming(1, late), confirming(2, late, is_true=second), confirming(1, late)
    ended = together(db.engine, *deeds)
    assert set(ended) <= {"done", "NotWaiting"}
    with Session(db.engine) as after:
        found = after.get_one(WitnessedYes, yes_id)
        answers = after.scalars(select(RecordedAnswer)).all()
        if second:
            assert ended == ["done"] * 3
            assert found.answer_id is not None
            assert len(answers) == 1
        else:
            assert found.ended_as == "witness"
            assert answers == []


def test_what_is_passed_on_at_once_needs_no_witness(session: Session, clock: FixedClock) -> None:
    """A worry of a supporter's is recorded as before."""
    story = make_story(session, clock)
    spoken = spoken_by(make_trusted(session, story.people[1], clock))
    say(session, story, 1, Answer.WORRY, clock, spoken=spoken, reason="Too late for me")
    assert len(session.scalars(select(RecordedAnswer)).all()) == 1
