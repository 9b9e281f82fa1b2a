"""A person shows that they paid: a receipt, or a look at their bank statement (pooling P4)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.files.services import keep_file, let_go
from microcare.files.store import Store
from microcare.files.values import Clean
from microcare.groups.queries import locked_group
from microcare.kernel.clock import Clock
from microcare.spending.models import Evidence
from microcare.spending.policies import OwnReceipt, SharedBill
from microcare.spending.queries import bill_by_id
from microcare.spending.queries.evidence import evidence_of
from microcare.spending.services.reminding import receipt_came, wait_for_receipt
from microcare.spending.values.evidence import (
    MOST_RECEIPTS,
    RECEIPT_TIMES,
    EvidenceKind,
    NotPaidYet,
    ReceiptIsSealed,
    ReceiptTimes,
    TooManyReceipts,
)


def add_receipt(
    session: Session,
    shared: SharedBill,
    *,
    person_id: UUID,
    made: Clean,
    store: Store,
    clock: Clock,
) -> Evidence:
    """Keeps a receipt of this person's own payment; it is missing no longer.

    Also after the group has closed. Raises NotPaidYet, TooManyReceipts, NotKept.
    """
    _has_paid(session, shared, person_id)
    if len(_standing(session, shared, person_id, EvidenceKind.RECEIPT)) >= MOST_RECEIPTS:
        raise TooManyReceipts(most=MOST_RECEIPTS)
    receipt_came(session, shared.bill.id, person_id)
    return _kept(session, shared, person_id=person_id, made=made, store=store, clock=clock)


def replace_receipt(
    session: Session, own: OwnReceipt, *, made: Clean, store: Store, clock: Clock
) -> Evidence:
    """Puts a receipt in the place of one. The old one is kept, as an earlier one.

    Raises ReceiptIsSealed, NotKept.
    """
    shared, old = own.shared, own.receipt
    _unsealed(session, shared)
    if old.ended_at is None:
        old.ended_at = clock.now()
    owner = old.person_id
    return _kept(session, shared, person_id=owner, made=made, store=store, clock=clock)


def remove_receipt(
    session: Session, own: OwnReceipt, *, clock: Clock, times: ReceiptTimes = RECEIPT_TIMES
) -> None:
    """Takes a receipt away with its file; that it was there is kept.

    Where it was the only one it is missing from now on. Raises ReceiptIsSealed.
    """
    shared, row, file_id = own.shared, own.receipt, own.file.id
    _unsealed(session, shared)
    was_standing = row.ended_at is None
    row.ended_at, row.file_id = row.ended_at or clock.now(), None
    # The file goes only once nothing names it.
    session.flush()
    let_go(session, [file_id])
    if was_standing and not _standing(session, shared, row.person_id, EvidenceKind.RECEIPT):
        wait_for_receipt(session, shared, person_id=row.person_id, clock=clock, times=times)


def say_on_statement(
    session: Session, shared: SharedBill, *, person_id: UUID, clock: Clock
) -> None:
    """A person found the payment on their bank statement. Twice is once. Raises NotPaidYet."""
    _has_paid(session, shared, person_id)
    if _standing(session, shared, person_id, EvidenceKind.STATEMENT):
        return
    session.add(
        Evidence(
            bill_id=shared.bill.id,
            person_id=person_id,
            kind=EvidenceKind.STATEMENT.value,
            added_at=clock.now(),
        )
    )


def take_back_on_statement(
    session: Session, shared: SharedBill, *, person_id: UUID, clock: Clock
) -> None:
    """They did not find it after all."""
    locked_group(session, shared.group_id)
    for row in _standing(session, shared, person_id, EvidenceKind.STATEMENT):
        row.ended_at = clock.now()


def _kept(
    session: Session,
    shared: SharedBill,
    *,
    person_id: UUID,
    made: Clean,
    store: Store,
    clock: Clock,
) -> Evidence:
    file = keep_file(session, store, made, owner_id=person_id, clock=clock)
    row = Evidence(
        bill_id=shared.bill.id,
        person_id=person_id,
        kind=EvidenceKind.RECEIPT.value,
        file_id=file.id,
        added_at=clock.now(),
    )
    session.add(row)
    # Flushed because the address of a receipt is its id.
    session.flush()
    return row


def _has_paid(session: Session, shared: SharedBill, person_id: UUID) -> None:
    """Asked once the group is locked: a payment may be taken back meanwhile."""
    locked_group(session, shared.group_id)
    fresh = bill_by_id(session, shared.bill.id) or shared
    if person_id not in {row.person_id for row in fresh.bill.paid}:
        raise NotPaidYet


def _unsealed(session: Session, shared: SharedBill) -> None:
    group = locked_group(session, shared.group_id)
    if group is None or group.closed_at is not None:
        raise ReceiptIsSealed


def _standing(
    session: Session, shared: SharedBill, person_id: UUID, kind: EvidenceKind
) -> list[Evidence]:
    rows = evidence_of(session, person_id, [shared.bill.id])
    return [row for row in rows if row.kind == kind and row.ended_at is None]


def forget_evidence(session: Session, rows: list[Evidence]) -> None:
    """Removes these whole, with their files."""
    files = [row.file_id for row in rows if row.file_id]
    for row in rows:
        session.delete(row)
    session.flush()
    let_go(session, files)


def evidence_of_bills(session: Session, bill_ids: list[UUID]) -> list[Evidence]:
    """All that anybody added for these bills."""
    return list(session.scalars(select(Evidence).where(Evidence.bill_id.in_(bill_ids))))
