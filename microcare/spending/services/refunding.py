"""Money back goes to whoever paid, in the proportions in which they paid (pooling P38)."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.queries import holds_of
from microcare.groups.queries import locked_group
from microcare.groups.services.news import tell
from microcare.kernel.clock import Clock
from microcare.kernel.money import pounds, split_by_weight
from microcare.ledger.queries import spent_of_holds
from microcare.ledger.services import owe_refund, settle_refund
from microcare.ledger.values import Act, Bucket, IdempotencyConflict
from microcare.spending.models import Bill, BillLine, Refund, RefundShare
from microcare.spending.policies import SharedBill
from microcare.spending.queries import bill_by_id
from microcare.spending.values import GroupHasClosed, MoneyBack, NotYours, RefundAboveBill

# Pence by hold.
Parts = dict[UUID, int]


def make_refund(
    session: Session, shared: SharedBill, *, back: MoneyBack, by: UUID, clock: Clock
) -> Refund:
    """Owes pence of one session back to those who paid for it; sent twice with one key, once.

    The last odd penny goes round by the number of the refund. Raises RefundAboveBill, NotYours,
    GroupHasClosed, IdempotencyConflict.
    """
    group = locked_group(session, shared.group_id)
    found = session.get(Refund, back.key)
    if found is not None:
        if (found.line_id, found.pence) != (back.line_id, back.pence):
            raise IdempotencyConflict
        return found
    if group is None or group.closed_at is not None:
        raise GroupHasClosed
    bill = (bill_by_id(session, shared.bill.id) or shared).bill
    spent = _spent(session, bill, back.line_id, shared.group_id)
    shares = _shared_out(back.pence, spent, turn=len(bill.refunds))
    refund = Refund(id=back.key, line_id=back.line_id, pence=back.pence, reason=back.reason)
    refund.made_by, refund.made_at = by, clock.now()
    refund.shares = [RefundShare(person_id=p, pence=part) for p, part in shares.items()]
    bill.refunds.append(refund)
    session.flush()  # the ledger's event names it
    owed = _taken((spent[person], part) for person, part in shares.items())
    owe_refund(session, parts=owed, act=Act(actor=by, key=f"refund {back.key}"), clock=clock)
    tell(session, shares, path=f"/my/bills/{bill.id}", clock=clock)
    return refund


def _spent(session: Session, bill: Bill, line_id: UUID, group_id: UUID) -> dict[UUID, Parts]:
    """By person and hold, what is still spent of one session. Raises NotYours."""
    line = next((one for one in bill.lines if one.id == line_id), None)
    if line is None:
        raise NotYours
    return {
        row.person_id: _in_bucket(session, row.person_id, line, group_id, Bucket.SPENT)
        for row in bill.paid
    }


def _shared_out(pence: int, spent: Mapping[UUID, Parts], *, turn: int) -> dict[UUID, int]:
    """Each one's part, as they paid. Raises RefundAboveBill."""
    people = sorted(spent)
    paid = [sum(spent[person].values()) for person in people]
    if not 1 <= pence <= sum(paid):
        raise RefundAboveBill(most=f"£{pounds(sum(paid)):,.2f}")
    return dict(zip(people, split_by_weight(pence, paid, turn=turn), strict=True))


def refund_came(
    session: Session, shared: SharedBill, *, refund_id: UUID, person_id: UUID, clock: Clock
) -> None:
    """A person says that their money came back: it is theirs to plan with again, as before.

    Pressed twice it is once. Raises NotYours.
    """
    locked_group(session, shared.group_id)
    bill = (bill_by_id(session, shared.bill.id) or shared).bill
    found = [
        (refund, share)
        for refund in bill.refunds
        for share in refund.shares
        if refund.id == refund_id and share.person_id == person_id and share.pence
    ]
    if not found:
        raise NotYours
    [(refund, share)] = found
    if share.came_at is not None:
        return
    line = next(one for one in bill.lines if one.id == refund.line_id)
    due = _in_bucket(session, person_id, line, shared.group_id, Bucket.REFUND_DUE)
    parts = _taken([(due, share.pence)])
    act = Act(actor=person_id, key=f"came {refund_id}")
    settle_refund(session, parts=parts, act=act, clock=clock)
    share.came_at = clock.now()


def _in_bucket(
    session: Session, person_id: UUID, line: BillLine, group_id: UUID, bucket: Bucket
) -> Parts:
    """Pence of each of one person's holds for this session that are in the bucket now."""
    mine = holds_of(session, person_id, book=group_id)
    holds = [hold.id for hold in mine if hold.ref == line.session_id]
    return {hold: there[bucket] for hold, there in spent_of_holds(session, holds).items()}


def _taken(wanted: Iterable[tuple[Parts, int]]) -> Parts:
    """From which holds these pence are taken, the first ones first."""
    taken: Parts = {}
    for there, pence in wanted:
        for hold in sorted(there):
            if part := min(pence, there[hold]):
                taken[hold] = part
                pence -= part
    return taken
