"""A provider bills sessions that took place, up to what everyone agreed (pooling P18)."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.commissioning.models import Agreement, CareSession
from microcare.groups.queries import locked_group
from microcare.groups.services.news import tell
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.kernel.money import pounds
from microcare.ledger.queries import holds_of_refs
from microcare.ledger.values import IdempotencyConflict
from microcare.spending.models import Bill, BillLine, BillShare, SharePaid
from microcare.spending.policies import SharedBill, shares_of_line
from microcare.spending.queries import billable_sessions
from microcare.spending.values import (
    AlreadyBilled,
    BillAboveAgreed,
    BillIsSettled,
    NothingToBill,
)


def send_bill(
    session: Session,
    agreement: Agreement,
    *,
    pence: Mapping[UUID, int],
    reference: str,
    by: UUID,
    key: UUID,
    clock: Clock,
) -> Bill:
    """Bills `pence` by session, each shared out once among those whose promise still stands.

    Sent twice with one key it is sent once. Raises NothingToBill, AlreadyBilled, BillAboveAgreed,
    IdempotencyConflict.
    """
    locked_group(session, agreement.group_id)
    if not pence:
        raise NothingToBill
    found = session.get(Bill, key)
    if found is not None:
        return _same(found, agreement, pence)
    sessions = {one.id: one for one in billable_sessions(session, agreement.id)}
    if not pence.keys() <= sessions.keys():
        raise AlreadyBilled
    lines = [
        _line(session, sessions[session_id], amount, group_id=agreement.group_id)
        for session_id, amount in pence.items()
    ]
    bill = Bill(id=key, agreement_id=agreement.id, reference=reference, sent_by=by, lines=lines)
    bill.total_pence, bill.sent_at = sum(pence.values()), clock.now()
    session.add(bill)
    # The letters below say where it is.
    session.flush()
    people = {share.person_id for line in lines for share in line.shares}
    tell(session, people, path=f"/my/bills/{bill.id}", clock=clock)
    return bill


def _same(found: Bill, agreement: Agreement, pence: Mapping[UUID, int]) -> Bill:
    lines = {line.session_id: line.pence for line in found.lines}
    if found.agreement_id != agreement.id or lines != dict(pence):
        raise IdempotencyConflict
    return found


def _line(session: Session, one: CareSession, pence: int, *, group_id: UUID) -> BillLine:
    """A line shared out among whose promises are still open. Raises BillAboveAgreed."""
    standing = {
        (hold.purse, hold.pence)
        for hold in holds_of_refs(session, group_id, [one.id])
        if hold.ended is None
    }
    owners = _owners(session, {purse for purse, _ in standing})
    agreed = {s.person_id: s.pence for s in one.shares if s.person_id in owners}
    most = sum(agreed.values())
    if pence > most:
        raise BillAboveAgreed(most=f"£{pounds(most):,.2f}")
    shares = shares_of_line(pence, agreed, number=one.number)
    return BillLine(
        id=new_id(),
        session_id=one.id,
        day=one.day,
        pence=pence,
        shares=[BillShare(person_id=p, pence=part) for p, part in shares.items()],
    )


def _owners(session: Session, purses: set[UUID]) -> set[UUID]:
    rows = select(Budget.person_id).where(Budget.id.in_(purses))
    return set(session.scalars(rows))


def withdraw_bill(session: Session, shared: SharedBill, *, clock: Clock) -> None:
    """Takes a bill back, as long as nobody has paid it. Raises BillIsSettled."""
    locked_group(session, shared.group_id)
    bill = shared.bill
    paid = select(SharePaid.bill_id).where(SharePaid.bill_id == bill.id).limit(1)
    if bill.withdrawn_at is not None or session.scalar(paid) is not None:
        raise BillIsSettled
    bill.withdrawn_at = clock.now()
    # The lines' guard looks at the bill.
    session.flush()
    for line in bill.lines:
        line.is_live = False
    tell(session, shared.sharer_ids, path=f"/my/bills/{bill.id}", clock=clock)
