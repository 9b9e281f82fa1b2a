"""A person said that they paid, and had not: it is promised again, and what was said stays (P8)."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.budgets.queries import holds_of
from microcare.groups.queries import locked_group
from microcare.kernel.clock import Clock
from microcare.ledger.queries import spent_of_holds
from microcare.ledger.services import unpost_holds
from microcare.ledger.values import Act, Bucket
from microcare.people.values import Spoken, acts_as
from microcare.spending.models import Bill, PaymentTakenBack, SharePaid
from microcare.spending.policies import SharedBill
from microcare.spending.queries import bill_by_id
from microcare.spending.queries.evidence import evidence_of
from microcare.spending.services.reminding import receipt_came
from microcare.spending.values import (
    NOT_PAID,
    MoneyCameBack,
    PaymentIsSealed,
    SaidBefore,
    ShownAsPaid,
)


def take_back_payment(
    session: Session,
    shared: SharedBill,
    *,
    person_id: UUID,
    clock: Clock,
    spoken: Spoken | None = None,
    turn: int | None = None,
) -> None:
    """Their share is promised again, from the same money, until they pay or it is let go.

    Nothing where they did not say that they paid, so twice is once. A receipt is missing no
    longer. Raises SaidBefore, PaymentIsSealed, MoneyCameBack, ShownAsPaid, BookInDoubt.
    """
    group = locked_group(session, shared.group_id)
    fresh = bill_by_id(session, shared.bill.id) or shared
    bill = fresh.bill
    said = next((row for row in bill.paid if row.person_id == person_id), None)
    if said is None:
        return
    check_turn(session, bill.id, person_id, turn)
    if group is None or group.closed_at is not None:
        raise PaymentIsSealed
    _check_nothing_says_otherwise(session, bill, person_id)
    receipt_came(session, bill.id, person_id)
    before = times_taken_back(session, bill.id, person_id)
    _take_back_word(session, bill, said, number=before + 1, clock=clock)
    if holds := _spent(session, fresh, person_id):
        act = Act(acts_as(person_id, spoken), key=f"not paid {before} {bill.id}")
        unpost_holds(session, holds=holds, reason=NOT_PAID, act=act, clock=clock)


def _check_nothing_says_otherwise(session: Session, bill: Bill, person_id: UUID) -> None:
    """Raises MoneyCameBack, ShownAsPaid."""
    parts = [part for refund in bill.refunds for part in refund.shares]
    if any(part.person_id == person_id and part.pence for part in parts):
        raise MoneyCameBack
    if any(row.ended_at is None for row in evidence_of(session, person_id, [bill.id])):
        raise ShownAsPaid


def _take_back_word(
    session: Session, bill: Bill, said: SharePaid, *, number: int, clock: Clock
) -> None:
    session.add(
        PaymentTakenBack(
            bill_id=bill.id,
            person_id=said.person_id,
            number=number,
            paid_at=said.paid_at,
            taken_back_at=clock.now(),
        )
    )
    # The database takes the word away as this is written.
    session.flush()
    session.expunge(said)
    session.expire(bill, ["paid"])


def pay_key(session: Session, bill_id: UUID, person_id: UUID) -> str:
    """The key under which this person pays a bill now: another one after each slip."""
    before = times_taken_back(session, bill_id, person_id)
    return f"pay {before} {bill_id}" if before else f"pay {bill_id}"


def check_turn(session: Session, bill_id: UUID, person_id: UUID, turn: int | None) -> None:
    """Refuses what was sent from a page of before the last slip (P9). Raises SaidBefore."""
    if turn is not None and turn != times_taken_back(session, bill_id, person_id):
        raise SaidBefore


def times_taken_back(session: Session, bill_id: UUID, person_id: UUID) -> int:
    """How often this person took back that they paid a bill."""
    mine = (PaymentTakenBack.bill_id == bill_id, PaymentTakenBack.person_id == person_id)
    return session.scalar(select(func.count()).where(*mine)) or 0


def _spent(session: Session, shared: SharedBill, person_id: UUID) -> list[UUID]:
    """What is spent now of this person's promises for each session of the bill."""
    sessions = {line.session_id for line in shared.bill.lines}
    mine = holds_of(session, person_id, book=shared.group_id)
    there = spent_of_holds(session, [hold.id for hold in mine if hold.ref in sessions])
    return [hold for hold, pence in there.items() if pence[Bucket.SPENT] > 0]
