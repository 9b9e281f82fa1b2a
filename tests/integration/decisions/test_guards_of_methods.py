"""The database holds each way to decide: consent, a majority, and more time (P21, P22, P24)."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.decisions.models import AskedForTime, GivenAnswer, Proposal
from microcare.decisions.services import ask_for_time, end_proposal, give_answer
from microcare.decisions.values import Answer, Method, NoMoreTime, Outcome
from microcare.kernel.clock import FixedClock
from tests.factories.decisions import make_proposal

WEEK = timedelta(days=7)
MAJORITY = {"method": Method.MAJORITY, "quorum": 2, "threshold_percent": 50}


def drop(session: Session, name: str, table: str) -> None:
    sqlite = session.get_bind().dialect.name == "sqlite"
    session.execute(text(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}")))


def says(session: Session, proposal: Proposal, who: int, answer: Answer, clock: FixedClock) -> None:
    person = sorted(proposal.electors, key=lambda e: (-e.pence, e.person_id))[who].person_id
    told = {"answer": answer, "reason": "It is too far", "clock": clock}
    give_answer(session, proposal.id, person_id=person, **told)


def ends(session: Session, proposal: Proposal, outcome: Outcome, clock: FixedClock) -> None:
    nested = session.begin_nested()
    try:
        end_proposal(session, proposal, outcome=outcome, clock=clock)
    except DBAPIError:
        nested.rollback()
        session.refresh(proposal)
        raise
    nested.commit()


def test_consent_passes_with_who_pays_and_not_over_a_worry(
    session: Session, clock: FixedClock
) -> None:
    proposal = make_proposal(session, clock, people=2, aside=1)
    says(session, proposal, 0, Answer.YES, clock)
    with pytest.raises(DBAPIError, match="not everyone agrees"):
        ends(session, proposal, Outcome.PASSED, clock)
    says(session, proposal, 1, Answer.YES, clock)
    says(session, proposal, 2, Answer.WORRY, clock)
    with pytest.raises(DBAPIError, match="not everyone agrees"):
        ends(session, proposal, Outcome.PASSED, clock)
    says(session, proposal, 2, Answer.ASIDE, clock)
    ends(session, proposal, Outcome.PASSED, clock)


def test_without_the_guard_a_worry_would_be_passed_over(
    session: Session, clock: FixedClock
) -> None:
    proposal = make_proposal(session, clock, people=2, aside=1)
    for who in (0, 1):
        says(session, proposal, who, Answer.YES, clock)
    says(session, proposal, 2, Answer.WORRY, clock)
    drop(session, "proposal_everyone", "proposal")
    ends(session, proposal, Outcome.PASSED, clock)


@pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.REFUSED])
def test_a_majority_ends_as_it_was_counted(
    session: Session, clock: FixedClock, outcome: Outcome
) -> None:
    proposal = make_proposal(session, clock, people=3, **MAJORITY)
    with pytest.raises(DBAPIError, match="not everyone agrees"):
        ends(session, proposal, Outcome.PASSED, clock)
    most = Answer.YES if outcome is Outcome.PASSED else Answer.NO
    for who in (0, 1):
        says(session, proposal, who, most, clock)
    wrong = Outcome.REFUSED if outcome is Outcome.PASSED else Outcome.PASSED
    with pytest.raises(DBAPIError, match="not everyone agrees"):
        ends(session, proposal, wrong, clock)
    ends(session, proposal, outcome, clock)


def test_half_is_not_a_majority(session: Session, clock: FixedClock) -> None:
    proposal = make_proposal(session, clock, people=2, **MAJORITY)
    says(session, proposal, 0, Answer.YES, clock)
    says(session, proposal, 1, Answer.NO, clock)
    with pytest.raises(DBAPIError, match="not everyone agrees"):
        ends(session, proposal, Outcome.PASSED, clock)
    ends(session, proposal, Outcome.REFUSED, clock)


def _born(clock: FixedClock, **changes: object) -> Proposal:
    facts = {
        "subject_id": uuid.uuid4(),
        "document": "{}",
        "hash": "x",
        "total_pence": 0,
        "people": 1,
        "method": "majority",
        "opened_by": uuid.uuid4(),
        "opened_at": clock.now(),
        "closes_at": clock.now() + WEEK,
        "latest_at": clock.now() + WEEK,
        "thinking_seconds": 0,
        "quorum": 1,
        "threshold_percent": 50,
        "more_seconds": 0,
    }
    return Proposal(**(facts | changes))


@pytest.mark.parametrize("wrong", [{"total_pence": 1}, {"latest_at": 0}])
def test_a_majority_is_never_for_money_and_no_end_lies_behind_the_close(
    session: Session, clock: FixedClock, wrong: dict[str, int]
) -> None:
    changes = {"latest_at": clock.now()} if "latest_at" in wrong else wrong
    nested = session.begin_nested()
    session.add(_born(clock, **changes))
    with pytest.raises(DBAPIError, match="opens open"):
        session.flush()
    nested.rollback()
    drop(session, "proposal_opens_open", "proposal")
    session.add(_born(clock, **changes))
    session.flush()


@pytest.mark.parametrize(
    ("rules", "answer"), [({}, Answer.NO), (MAJORITY, Answer.WORRY)], ids=["consent", "majority"]
)
def test_each_way_has_its_own_answers(
    session: Session, clock: FixedClock, rules: dict[str, object], answer: Answer
) -> None:
    proposal = make_proposal(session, clock, **rules)

    def put() -> None:
        session.add(
            GivenAnswer(
                proposal_id=proposal.id,
                number=1,
                person_id=proposal.opened_by,
                answer=answer.value,
                sooner=False,
                at=clock.now(),
            )
        )
        session.flush()

    nested = session.begin_nested()
    with pytest.raises(DBAPIError, match="not an answer to this"):
        put()
    nested.rollback()
    drop(session, "proposal_answer_known", "proposal_answer")
    put()


def _ask(session: Session, proposal: Proposal, clock: FixedClock) -> None:
    row = {"proposal_id": proposal.id, "person_id": proposal.opened_by, "at": clock.now()}
    session.add(AskedForTime(**row))
    session.flush()


@pytest.mark.parametrize("more", [timedelta(0), timedelta(days=3)])
def test_no_more_time_where_the_rules_have_none_or_it_has_ended(
    session: Session, clock: FixedClock, more: timedelta
) -> None:
    proposal = make_proposal(session, clock, more_time=more, latest_at=clock.now() + 3 * WEEK)
    if more:
        end_proposal(session, proposal, outcome=Outcome.WITHDRAWN, clock=clock)
    with pytest.raises(NoMoreTime):
        ask_for_time(session, proposal.id, person_id=proposal.opened_by, clock=clock)
    nested = session.begin_nested()
    with pytest.raises(DBAPIError, match="has ended"):
        _ask(session, proposal, clock)
    nested.rollback()
    drop(session, "proposal_more_time_open", "proposal_more_time")
    _ask(session, proposal, clock)


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_that_somebody_asked_is_never_taken_back(
    session: Session, clock: FixedClock, verb: str
) -> None:
    more = {"more_time": timedelta(days=3), "latest_at": clock.now() + 3 * WEEK}
    proposal = make_proposal(session, clock, **more)
    ask_for_time(session, proposal.id, person_id=proposal.opened_by, clock=clock)
    attack = {
        "update": "UPDATE proposal_more_time SET at = at",
        "delete": "DELETE FROM proposal_more_time",
    }[verb]
    nested = session.begin_nested()
    with pytest.raises(DBAPIError, match="never"):
        session.execute(text(attack))
    nested.rollback()
    drop(session, f"proposal_more_time_no_{verb}", "proposal_more_time")
    session.execute(text(attack))
