"""Money back goes to whoever shares a line, in the proportions in which they do (pooling P38).

Who has paid so far makes no difference to anybody's part, or parts would tell who has not (P48).
Whoever pays later is owed theirs from that moment on.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_of_all
from microcare.groups.queries import locked_group
from microcare.groups.services.news import MORNING, tell
from microcare.kernel.clock import LONDON, Clock
from microcare.kernel.money import pounds, split_by_weight
from microcare.ledger.queries import holds_of_refs, spent_of_holds
from microcare.ledger.services import owe_refund, return_refund, settle_refund
from microcare.ledger.values import Act, Bucket, IdempotencyConflict
from microcare.people.values import Spoken, acts_as
from microcare.spending.models import Bill, BillLine, Refund, RefundShare
from microcare.spending.policies import SharedBill, left_of_line, was_confirmed
from microcare.spending.queries import bill_by_id
from microcare.spending.services.closing import close_group
from microcare.spending.values import (
    GroupHasClosed,
    MoneyBack,
    NotYours,
    RefundAboveBill,
    RefundTooSoon,
)
from microcare.spending.values.refunds import REFUND_DAYS

# Pence by hold.
Parts = dict[UUID, int]


def make_refund(
    session: Session,
    shared: SharedBill,
    *,
    back: MoneyBack,
    by: UUID,
    clock: Clock,
    days: int = REFUND_DAYS,
) -> Refund:
    """Owes pence of one session back to those who share it; sent twice with one key, once.

    It should be back after `days`. The last odd penny goes round by the number of the refund.
    Raises RefundTooSoon, RefundAboveBill, NotYours, GroupHasClosed, IdempotencyConflict.
    """
    group = locked_group(session, shared.group_id)
    found = session.get(Refund, back.key)
    if found is not None:
        if (found.line_id, found.pence) != (back.line_id, back.pence):
            raise IdempotencyConflict
        return found
    if group is None or group.closed_at is not None:
        raise GroupHasClosed
    fresh = bill_by_id(session, shared.bill.id) or shared
    bill = fresh.bill
    if bill.withdrawn_at is not None or not was_confirmed(fresh):
        raise RefundTooSoon
    refund = _refund(bill, back, by=by, clock=clock)
    refund.due_on = clock.today() + timedelta(days=days)
    session.flush()  # the ledger's event names it
    paid = {row.person_id for row in bill.paid}
    _owe(session, fresh, refund, paid, act=Act(by, f"refund {back.key}"), clock=clock)
    _return_of_who_is_gone(session, fresh, refund, paid & fresh.gone_ids, by=by, clock=clock)
    _tell_of(session, fresh, refund, clock=clock)
    close_group(session, fresh.group_id, clock=clock)
    return refund


def _tell_of(session: Session, shared: SharedBill, refund: Refund, *, clock: Clock) -> None:
    """Tells those who share it; and on its day the provider, whatever has come by then (P48)."""
    bill = shared.bill
    people = [share.person_id for share in refund.shares]
    tell(session, people, path=f"/my/bills/{bill.id}", clock=clock)
    then = datetime.combine(refund.due_on or clock.today(), MORNING, tzinfo=LONDON)
    path = f"/my/requests/{shared.request_id}/bills/{bill.id}"
    tell(session, shared.keeper_ids, path=path, clock=clock, not_before=then)


def _refund(bill: Bill, back: MoneyBack, *, by: UUID, clock: Clock) -> Refund:
    """The refund with each one's part. Raises RefundAboveBill, NotYours."""
    shares = _shared_out(back.pence, bill, _line(bill, back.line_id))
    refund = Refund(id=back.key, line_id=back.line_id, pence=back.pence, reason=back.reason)
    refund.made_by, refund.made_at = by, clock.now()
    refund.shares = [RefundShare(person_id=p, pence=part) for p, part in shares.items()]
    bill.refunds.append(refund)
    return refund


def owe_late(
    session: Session, shared: SharedBill, *, person_id: UUID, actor: UUID, clock: Clock
) -> None:
    """Whoever pays after money was given back is owed their part of it from now on."""
    for refund in shared.bill.refunds:
        act = Act(actor, f"late refund {refund.id}")
        _owe(session, shared, refund, [person_id], act=act, clock=clock)


def _line(bill: Bill, line_id: UUID) -> BillLine:
    """The line of a bill. Raises NotYours."""
    found = next((one for one in bill.lines if one.id == line_id), None)
    if found is None:
        raise NotYours
    return found


def _shared_out(pence: int, bill: Bill, line: BillLine) -> dict[UUID, int]:
    """Each one's part, as they share the line. Raises RefundAboveBill."""
    left = left_of_line(line, bill.refunds)
    people = sorted(left)
    weights = [left[person] for person in people]
    if not 1 <= pence <= sum(weights):
        raise RefundAboveBill(most=f"£{pounds(sum(weights)):,.2f}")
    parts = split_by_weight(pence, weights, turn=len(bill.refunds))
    return dict(zip(people, parts, strict=True))


def _owe(
    session: Session,
    shared: SharedBill,
    refund: Refund,
    people: Collection[UUID],
    *,
    act: Act,
    clock: Clock,
) -> None:
    """Marks what these people paid of it as owed back: those who have paid, and no others."""
    parts = _parts(session, shared, refund, people, bucket=Bucket.SPENT)
    if parts:
        owe_refund(session, parts=parts, act=act, clock=clock)


def _return_of_who_is_gone(
    session: Session,
    shared: SharedBill,
    refund: Refund,
    people: Collection[UUID],
    *,
    by: UUID,
    clock: Clock,
) -> None:
    """Nobody is left who could say that it came: it goes to who pays their budget (P37)."""
    parts = _parts(session, shared, refund, people, bucket=Bucket.REFUND_DUE)
    if not parts:
        return
    return_refund(session, parts=parts, act=Act(by, f"gone refund {refund.id}"), clock=clock)
    for share in refund.shares:
        if share.person_id in people:
            share.came_at = clock.now()


def refund_came(
    session: Session,
    shared: SharedBill,
    *,
    refund_id: UUID,
    person_id: UUID,
    clock: Clock,
    spoken: Spoken | None = None,
) -> None:
    """A person says that their money came back: it is theirs to plan with again, as before.

    What was the last thing open closes a group that winds down. Pressed twice it is once. The
    ledger names the authority where a helper says it. Raises NotYours, also before they have paid.
    """
    locked_group(session, shared.group_id)
    fresh = bill_by_id(session, shared.bill.id) or shared
    found = [
        (refund, share)
        for refund in fresh.bill.refunds
        for share in refund.shares
        if refund.id == refund_id and share.person_id == person_id and share.pence
    ]
    if not found or person_id not in {row.person_id for row in fresh.bill.paid}:
        raise NotYours
    [(refund, share)] = found
    if share.came_at is not None:
        return
    parts = _parts(session, fresh, refund, [person_id], bucket=Bucket.REFUND_DUE)
    act = Act(acts_as(person_id, spoken), key=f"came {refund_id}")
    settle_refund(session, parts=parts, act=act, clock=clock)
    share.came_at = clock.now()
    close_group(session, fresh.group_id, clock=clock)


def _parts(
    session: Session,
    shared: SharedBill,
    refund: Refund,
    people: Collection[UUID],
    *,
    bucket: Bucket,
) -> Parts:
    """Which of these people's holds for the session give their parts of a refund, from a bucket."""
    line = _line(shared.bill, refund.line_id)
    whose = budgets_of_all(session, people)
    holds = holds_of_refs(session, shared.group_id, [line.session_id])
    mine = {hold.id: whose[hold.purse] for hold in holds if hold.purse in whose}
    there = spent_of_holds(session, list(mine))
    parts: Parts = {}
    for share in refund.shares:
        if share.person_id in people:
            own = [hold for hold, person_id in mine.items() if person_id == share.person_id]
            parts |= _taken({hold: there[hold][bucket] for hold in own}, share.pence)
    return parts


def _taken(there: Mapping[UUID, int], pence: int) -> Parts:
    """From which holds these pence are taken, the first ones first."""
    taken: Parts = {}
    for hold in sorted(there):
        if part := min(pence, there[hold]):
            taken[hold] = part
            pence -= part
    return taken
