"""A provider bills sessions that took place, up to what everyone agreed (pooling P18)."""

from collections.abc import Collection, Mapping
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
from microcare.ledger.services import expire_holds
from microcare.ledger.values import IdempotencyConflict
from microcare.spending.models import Bill, BillLine, BillShare
from microcare.spending.policies import SharedBill, may_withdraw, shares_of_line
from microcare.spending.queries import bill_by_id, billable_sessions
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

    Sessions of every plan that became of the same request can stand on one bill. Sent twice with
    one key it is sent once. Raises NothingToBill, AlreadyBilled, BillAboveAgreed,
    IdempotencyConflict.
    """
    locked_group(session, agreement.group_id)
    if not pence:
        raise NothingToBill
    request_id = agreement.offer.request_id
    found = session.get(Bill, key)
    if found is not None:
        return _same(session, found, agreement, pence)
    _end_what_ran_out(session, agreement.group_id, pence, clock=clock)
    sessions = {one.id: one for one in billable_sessions(session, request_id, now=clock.now())}
    if not pence.keys() <= sessions.keys():
        raise AlreadyBilled
    owners = _owners_of_promises(session, agreement.group_id, pence)
    lines = [_line(sessions[one], part, owners=owners[one]) for one, part in pence.items()]
    bill = Bill(id=key, agreement_id=agreement.id, reference=reference, sent_by=by, lines=lines)
    bill.total_pence, bill.sent_at = sum(pence.values()), clock.now()
    session.add(bill)
    # The letters below say where it is.
    session.flush()
    people = {share.person_id for line in lines for share in line.shares}
    tell(session, people, path=f"/my/bills/{bill.id}", clock=clock)
    return bill


def _same(session: Session, found: Bill, agreement: Agreement, pence: Mapping[UUID, int]) -> Bill:
    """The bill that this key sent before, if it was the same. Raises IdempotencyConflict."""
    request_id = session.get_one(Agreement, found.agreement_id).offer.request_id
    lines = {line.session_id: line.pence for line in found.lines}
    if request_id != agreement.offer.request_id or lines != dict(pence):
        raise IdempotencyConflict
    return found


def _end_what_ran_out(
    session: Session, group_id: UUID, session_ids: Collection[UUID], *, clock: Clock
) -> None:
    """A promise past its time is nobody's to bill, however late the job is (P3)."""
    purses = {hold.purse for hold in holds_of_refs(session, group_id, session_ids)}
    expire_holds(session, clock=clock, purses=purses)


def _owners_of_promises(
    session: Session, group_id: UUID, session_ids: Collection[UUID]
) -> dict[UUID, set[UUID]]:
    """By session, whose promise for it still stands."""
    holds = [h for h in holds_of_refs(session, group_id, session_ids) if h.ended is None]
    rows = select(Budget.id, Budget.person_id).where(Budget.id.in_({h.purse for h in holds}))
    whose = dict(session.execute(rows).all())
    found: dict[UUID, set[UUID]] = {session_id: set() for session_id in session_ids}
    for hold in holds:
        found[hold.ref].add(whose[hold.purse])
    return found


def _line(one: CareSession, pence: int, *, owners: set[UUID]) -> BillLine:
    """A line shared out among whose promises are still open. Raises BillAboveAgreed."""
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


def withdraw_bill(session: Session, shared: SharedBill, *, clock: Clock) -> None:
    """Takes a bill back, as long as two have not found it right. Raises BillIsSettled."""
    locked_group(session, shared.group_id)
    fresh = bill_by_id(session, shared.bill.id) or shared
    bill = fresh.bill
    if not may_withdraw(fresh):
        raise BillIsSettled
    bill.withdrawn_at = clock.now()
    # The lines' guard looks at the bill.
    session.flush()
    for line in bill.lines:
        line.is_live = False
    tell(session, fresh.sharer_ids, path=f"/my/bills/{bill.id}", clock=clock)
