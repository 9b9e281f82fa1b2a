"""A receipt that is missing: asked for twice, then new promises wait (pooling P45).

When the waiting begins is written down as the receipt goes missing, so it begins on its day whether
or not a chore runs. Only letters depend on the chore, and one that comes late sends one for all.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from microcare.budgets.services import pause_money, resume_money
from microcare.directory.models import Listing
from microcare.groups.queries import locked_group
from microcare.kernel.clock import Clock
from microcare.outbox.services import queue
from microcare.search.values import NobodyToAsk
from microcare.spending.models import MissingReceipt
from microcare.spending.policies import SharedBill
from microcare.spending.values.evidence import RECEIPT_TIMES, NothingMissing, ReceiptTimes


def wait_for_receipt(
    session: Session,
    shared: SharedBill,
    *,
    person_id: UUID,
    clock: Clock,
    times: ReceiptTimes = RECEIPT_TIMES,
) -> None:
    """From now on a receipt is missing; after `times.pause` days new promises wait for it."""
    bill_id = shared.bill.id
    receipt_came(session, bill_id, person_id)
    session.add(MissingReceipt(bill_id=bill_id, person_id=person_id, since=clock.now()))
    begins_at = clock.now() + timedelta(days=times.pause)
    pause_money(session, person_id, cause_id=bill_id, begins_at=begins_at)


def receipt_came(session: Session, bill_id: UUID, person_id: UUID) -> None:
    """Nothing is missing any more, and no promise waits for it."""
    these = (MissingReceipt.bill_id == bill_id, MissingReceipt.person_id == person_id)
    session.execute(delete(MissingReceipt).where(*these))
    resume_money(session, person_id, cause_id=bill_id)


def ask_for_receipt_help(
    session: Session, shared: SharedBill, *, person_id: UUID, clock: Clock
) -> None:
    """Lets the catalysts of the provider's area see that this person wants help with a receipt.

    They see a first name and an e-mail: no sum, no bill, no group. The days stop meanwhile. Raises
    NothingMissing, and NobodyToAsk where nobody looks after the area.
    """
    row = _missing(session, shared, person_id)
    listing = session.get(Listing, shared.listing_id)
    if listing is None or listing.patch_id is None:
        raise NobodyToAsk
    if row.asked_at is None:
        row.asked_at, row.patch_id = clock.now(), listing.patch_id
        resume_money(session, person_id, cause_id=shared.bill.id)


def take_back_receipt_help(
    session: Session,
    shared: SharedBill,
    *,
    person_id: UUID,
    clock: Clock,
    times: ReceiptTimes = RECEIPT_TIMES,
) -> None:
    """Ends that asking. The days begin anew. Raises NothingMissing."""
    if _missing(session, shared, person_id).asked_at is not None:
        wait_for_receipt(session, shared, person_id=person_id, clock=clock, times=times)


def end_receipt_help(
    session: Session, row: MissingReceipt, *, clock: Clock, times: ReceiptTimes = RECEIPT_TIMES
) -> None:
    """A catalyst has helped. The days begin anew, and the person is told to look. Twice is once."""
    if row.asked_at is None:
        return
    row.since, row.reminded, row.asked_at, row.patch_id = clock.now(), 0, None, None
    begins_at = clock.now() + timedelta(days=times.pause)
    pause_money(session, row.person_id, cause_id=row.bill_id, begins_at=begins_at)
    _write(session, row, clock=clock)


def remind_of_receipts(
    session: Session, *, clock: Clock, times: ReceiptTimes = RECEIPT_TIMES
) -> int:
    """Writes to whoever's receipt has been missing for one of the times; how many letters.

    Safe late, twice or never: each time is counted once, and several that passed are one letter.
    """
    sent = 0
    long_ago = clock.now() - timedelta(days=times.first)
    rows = select(MissingReceipt).where(
        MissingReceipt.asked_at.is_(None), MissingReceipt.since <= long_ago
    )
    for row in session.scalars(rows).all():
        passed = times.passed((clock.now() - row.since).days)
        if passed > row.reminded and _counted(session, row, passed):
            _write(session, row, clock=clock)
            sent += 1
    return sent


def _counted(session: Session, row: MissingReceipt, passed: int) -> bool:
    """Writes down that these times have passed, unless somebody did a moment ago."""
    same = (MissingReceipt.id == row.id, MissingReceipt.reminded == row.reminded)
    told = update(MissingReceipt).where(*same).values(reminded=passed)
    found = session.execute(told.execution_options(synchronize_session=False))
    session.expire(row)
    return bool(found.rowcount)  # type: ignore[attr-defined]


def _write(session: Session, row: MissingReceipt, *, clock: Clock) -> None:
    payload = {"person_id": str(row.person_id), "bill_id": str(row.bill_id)}
    queue(session, kind="spending.receipt_missing", payload=payload, clock=clock)


def _missing(session: Session, shared: SharedBill, person_id: UUID) -> MissingReceipt:
    locked_group(session, shared.group_id)
    row = session.scalar(
        select(MissingReceipt).where(
            MissingReceipt.bill_id == shared.bill.id, MissingReceipt.person_id == person_id
        )
    )
    if row is None:
        raise NothingMissing
    return row
