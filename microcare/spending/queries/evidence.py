"""What shows one person's payments, for them alone; and who asks a catalyst for help with it."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.files.models import StoredFile
from microcare.files.queries import files_by_ids
from microcare.kernel.clock import LONDON
from microcare.people.models import Person
from microcare.spending.models import BillFile, Evidence, MissingReceipt
from microcare.spending.policies import OwnReceipt, SentFile, SharedBill
from microcare.spending.queries.working import bill_by_id, kept_bill_by_id
from microcare.spending.values.evidence import (
    EvidenceKind,
    MissingView,
    MyProof,
    ReceiptHelp,
    ReceiptTimes,
    ReceiptView,
)


def evidence_of(
    session: Session, person_id: UUID, bill_ids: Collection[UUID] | None = None
) -> list[Evidence]:
    """All that one person added for these bills, or for any, the oldest first."""
    rows = select(Evidence).where(Evidence.person_id == person_id)
    if bill_ids is not None:
        rows = rows.where(Evidence.bill_id.in_(list(bill_ids)))
    return list(session.scalars(rows.order_by(Evidence.added_at, Evidence.id)))


def receipt_by_id(
    session: Session, bill_id: UUID, receipt_id: UUID, **_rest: UUID
) -> OwnReceipt | None:
    """A receipt whose file is still kept, with its bill; whose it is, the policy asks."""
    row = session.get(Evidence, receipt_id)
    if row is None or row.bill_id != bill_id or row.file_id is None:
        return None
    file, shared = session.get(StoredFile, row.file_id), bill_by_id(session, bill_id)
    return OwnReceipt(row, file, shared) if file and shared else None


def bill_file_by_id(session: Session, bill_id: UUID, **_rest: UUID) -> SentFile | None:
    """The provider's own bill as a file, with who may see it."""
    return _with_file(session, bill_by_id(session, bill_id))


def kept_bill_file_by_id(
    session: Session, request_id: UUID, bill_id: UUID, **_rest: UUID
) -> SentFile | None:
    """The same, for whoever sent it."""
    return _with_file(session, kept_bill_by_id(session, request_id, bill_id))


def _with_file(session: Session, shared: SharedBill | None) -> SentFile | None:
    row = session.get(BillFile, shared.bill.id) if shared else None
    file = session.get(StoredFile, row.file_id) if row else None
    return SentFile(shared, file) if shared and file else None


def has_bill_file(session: Session, bill_id: UUID) -> bool:
    """Whether the provider added their own bill as a file."""
    return session.get(BillFile, bill_id) is not None


def my_proof(
    session: Session, person_id: UUID, bill_id: UUID, *, times: ReceiptTimes, now: datetime
) -> MyProof:
    """What shows one person's payment of one bill, and whether something is missing."""
    rows = evidence_of(session, person_id, [bill_id])
    files = files_by_ids(session, [row.file_id for row in rows if row.file_id])
    receipts = [
        ReceiptView(
            id=row.id,
            added_at=row.added_at,
            ended_at=row.ended_at,
            is_picture=row.file_id in files and files[row.file_id].is_picture,
            has_file=row.file_id is not None,
        )
        for row in rows
        if row.kind == EvidenceKind.RECEIPT
    ]
    ticks = [row for row in rows if row.kind == EvidenceKind.STATEMENT and row.ended_at is None]
    return MyProof(
        receipts=tuple(one for one in receipts if one.ended_at is None),
        earlier=tuple(one for one in receipts if one.ended_at is not None),
        is_on_statement=bool(ticks),
        missing=missing_of(session, person_id, times=times, now=now).get(bill_id),
    )


def missing_of(
    session: Session, person_id: UUID, *, times: ReceiptTimes, now: datetime
) -> dict[UUID, MissingView]:
    """One person's missing receipts, by bill."""
    rows = select(MissingReceipt).where(MissingReceipt.person_id == person_id)
    found = {}
    for row in session.scalars(rows):
        begins_at = row.since + timedelta(days=times.pause)
        found[row.bill_id] = MissingView(
            pause_on=begins_at.astimezone(LONDON).date(),
            is_paused=row.asked_at is None and begins_at <= now,
            asked_at=row.asked_at,
        )
    return found


def standing_at(rows: Iterable[Evidence], kind: EvidenceKind, end: datetime) -> set[UUID]:
    """The bills that had such evidence at an instant, whatever became of it later."""
    return {
        row.bill_id
        for row in rows
        if row.kind == kind and row.added_at < end and (row.ended_at is None or row.ended_at >= end)
    }


def receipt_help(session: Session, patch_ids: Collection[UUID]) -> list[ReceiptHelp]:
    """Those who ask the catalysts of these patches for help with a receipt, the longest first."""
    rows = (
        select(MissingReceipt, Person)
        .join(Person, Person.id == MissingReceipt.person_id)
        .where(MissingReceipt.patch_id.in_(list(patch_ids)), Person.deleted_at.is_(None))
        .order_by(MissingReceipt.asked_at, MissingReceipt.id)
    )
    return [
        ReceiptHelp(
            id=row.id,
            person_id=row.person_id,
            first_name=person.first_name,
            email=person.email,
            asked_at=row.asked_at or row.since,
        )
        for row, person in session.execute(rows)
    ]


def receipt_help_count(session: Session, patch_ids: Collection[UUID]) -> int:
    """How many they are."""
    rows = select(func.count(MissingReceipt.id))
    return session.scalar(rows.where(MissingReceipt.patch_id.in_(list(patch_ids)))) or 0


def receipt_help_by_id(session: Session, help_id: UUID) -> MissingReceipt | None:
    """One who asks, or None once nobody does."""
    row = session.get(MissingReceipt, help_id)
    return row if row is not None and row.patch_id is not None else None
