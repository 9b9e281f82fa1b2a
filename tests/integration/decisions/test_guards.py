"""The database itself refuses what the rules do not allow, and each refusal is its trigger's."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.decisions.models import Proposal
from microcare.decisions.services import end_proposal, give_answer
from microcare.decisions.values import Answer, Outcome
from microcare.kernel.clock import FixedClock
from tests.factories.decisions import make_proposal

INTO_ELECTORS = (
    "INSERT INTO proposal_elector (proposal_id, person_id, pence, salt)"
    " SELECT id, opened_by, 0, '' FROM proposal"
)
# What somebody with the database in their hands might try, and the trigger in the way.
ATTACKS = {
    "UPDATE proposal SET document = '{}'": ["proposal_same_terms"],
    "UPDATE proposal SET hash = 'x'": ["proposal_same_terms"],
    "UPDATE proposal SET closes_at = opened_at": ["proposal_same_terms"],
    "UPDATE proposal SET thinking_seconds = 0": ["proposal_same_terms"],
    "UPDATE proposal SET people = 1": ["proposal_same_terms"],
    "UPDATE proposal SET outcome = 'passed', ended_at = opened_at": ["proposal_everyone"],
    "DELETE FROM proposal_worry; DELETE FROM proposal_answer": ["proposal_answer_no_delete"],
    "UPDATE proposal_elector SET pence = 1": ["proposal_elector_no_update"],
    "UPDATE proposal_answer SET answer = 'yes'": ["proposal_answer_no_update"],
    "UPDATE proposal_worry SET words = 'I am glad'": ["proposal_worry_no_update"],
}


def attack(session: Session, statements: str) -> None:
    for statement in statements.split("; "):
        session.execute(text(statement))


def drop(session: Session, names: list[str]) -> None:
    sqlite = session.get_bind().dialect.name == "sqlite"
    tables = {"proposal_same_terms": "proposal", "proposal_everyone": "proposal"}
    for name in names:
        table = tables.get(name) or name.rsplit("_no_", 1)[0]
        session.execute(text(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}")))


def worried(session: Session, clock: FixedClock) -> Proposal:
    proposal = make_proposal(session, clock)
    give_answer(
        session,
        proposal.id,
        person_id=proposal.opened_by,
        answer=Answer.WORRY,
        reason="It is too far",
        clock=clock,
    )
    return proposal


@pytest.mark.parametrize("statements", ATTACKS)
def test_what_was_agreed_cannot_be_changed(
    session: Session, clock: FixedClock, statements: str
) -> None:
    worried(session, clock)
    nested = session.begin_nested()
    with pytest.raises(DBAPIError, match="never|not everyone"):
        attack(session, statements)
    nested.rollback()


@pytest.mark.parametrize(("statements", "triggers"), ATTACKS.items(), ids=list(ATTACKS))
def test_each_refusal_is_its_triggers(
    session: Session, clock: FixedClock, statements: str, triggers: list[str]
) -> None:
    worried(session, clock)
    drop(session, triggers)
    attack(session, statements)


def test_it_passes_on_everybodys_yes_and_not_before(session: Session, clock: FixedClock) -> None:
    proposal = make_proposal(session, clock)
    people = [elector.person_id for elector in proposal.electors]
    for person in people[:2]:
        give_answer(session, proposal.id, person_id=person, answer=Answer.YES, clock=clock)
    nested = session.begin_nested()
    with pytest.raises(DBAPIError, match="not everyone agrees"):
        end_proposal(session, proposal, outcome=Outcome.PASSED, clock=clock)
    nested.rollback()
    session.refresh(proposal)
    give_answer(session, proposal.id, person_id=people[2], answer=Answer.YES, clock=clock)
    give_answer(session, proposal.id, person_id=people[0], answer=Answer.ASIDE, clock=clock)
    nested = session.begin_nested()
    with pytest.raises(DBAPIError, match="not everyone agrees"):
        end_proposal(session, proposal, outcome=Outcome.PASSED, clock=clock)
    nested.rollback()
    session.refresh(proposal)
    give_answer(session, proposal.id, person_id=people[0], answer=Answer.YES, clock=clock)
    end_proposal(session, proposal, outcome=Outcome.PASSED, clock=clock)
    assert proposal.outcome == Outcome.PASSED


@pytest.mark.parametrize("pence", [0, 1, 21_600])
def test_nobody_joins_those_who_decide(session: Session, clock: FixedClock, pence: int) -> None:
    proposal = make_proposal(session, clock)
    row = {"proposal": proposal.id, "person": uuid.uuid4(), "pence": pence}
    into = text(
        "INSERT INTO proposal_elector (proposal_id, person_id, pence, salt)"
        " SELECT id, :person, :pence, '' FROM proposal WHERE hash = :hash"
    )
    nested = session.begin_nested()
    with pytest.raises(DBAPIError, match="nobody joins"):
        session.execute(into, {"person": row["person"].hex, "pence": pence, "hash": proposal.hash})
    nested.rollback()


def test_no_answer_comes_after_the_end(session: Session, clock: FixedClock) -> None:
    proposal = worried(session, clock)
    end_proposal(session, proposal, outcome=Outcome.WITHDRAWN, clock=clock)
    again = text(
        "INSERT INTO proposal_answer (id, proposal_id, number, person_id, answer, sooner, at)"
        " SELECT person_id, proposal_id, 9, person_id, 'yes', sooner, at FROM proposal_answer"
    )
    nested = session.begin_nested()
    with pytest.raises(DBAPIError, match="has ended"):
        session.execute(again)
    nested.rollback()
    nested = session.begin_nested()
    with pytest.raises(DBAPIError, match="never changed"):
        session.execute(text("UPDATE proposal SET outcome = NULL, ended_at = NULL"))
    nested.rollback()


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("table", ["proposal", "proposal_elector", "proposal_answer"])
def test_insert_or_replace_does_not_slip_past(
    session: Session, clock: FixedClock, table: str
) -> None:
    worried(session, clock)
    nested = session.begin_nested()
    with pytest.raises(DBAPIError, match="already there|nobody joins"):
        session.execute(text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))
    nested.rollback()


@pytest.mark.parametrize("engine_name", ["postgresql"])
@pytest.mark.parametrize("table", ["proposal", "proposal_elector", "proposal_answer"])
def test_tables_cannot_be_emptied(session: Session, clock: FixedClock, table: str) -> None:
    worried(session, clock)
    nested = session.begin_nested()
    with pytest.raises(DBAPIError, match="never"):
        session.execute(text(f"TRUNCATE {table} CASCADE"))
    nested.rollback()


def test_a_proposal_is_not_born_decided(session: Session, clock: FixedClock) -> None:
    session.add(
        Proposal(
            subject_id=uuid.uuid4(),
            document="{}",
            hash="x",
            total_pence=0,
            people=0,
            method="everyone_agrees",
            opened_by=uuid.uuid4(),
            opened_at=clock.now(),
            closes_at=clock.now() + timedelta(days=1),
            thinking_seconds=0,
            quorum=0,
            threshold_percent=100,
            more_seconds=0,
            latest_at=clock.now() + timedelta(days=1),
            ended_at=clock.now(),
            outcome="passed",
        )
    )
    with pytest.raises(DBAPIError, match="opens open"):
        session.flush()
    session.rollback()
