"""The provider's own bill as a file, beside what was written here."""

from sqlalchemy.orm import Session

from microcare.files.services import keep_file, let_go
from microcare.files.store import Store
from microcare.files.values import Clean
from microcare.groups.queries import locked_group
from microcare.kernel.clock import Clock
from microcare.spending.models import BillFile
from microcare.spending.policies import SharedBill, was_confirmed
from microcare.spending.queries import bill_by_id
from microcare.spending.values.evidence import InvoiceIsSealed


def add_bill_file(
    session: Session, shared: SharedBill, *, made: Clean, store: Store, clock: Clock
) -> None:
    """Keeps the provider's bill as a file, in place of one that is there.

    Everyone who shares it sees it, so it stays once two have looked. Raises InvoiceIsSealed,
    NotKept.
    """
    remove_bill_file(session, shared)
    bill = shared.bill
    file = keep_file(session, store, made, owner_id=bill.sent_by, clock=clock)
    session.add(BillFile(bill_id=bill.id, file_id=file.id, added_at=clock.now()))


def remove_bill_file(session: Session, shared: SharedBill) -> None:
    """Takes it away; where there is none, nothing happens. Raises InvoiceIsSealed."""
    locked_group(session, shared.group_id)
    fresh = bill_by_id(session, shared.bill.id) or shared
    if was_confirmed(fresh) or fresh.bill.withdrawn_at is not None:
        raise InvoiceIsSealed
    drop_bill_file(session, session.get(BillFile, shared.bill.id))


def drop_bill_file(session: Session, row: BillFile | None) -> None:
    """Removes the row with its file."""
    if row is None:
        return
    file_id = row.file_id
    session.delete(row)
    # The file goes only once nothing names it.
    session.flush()
    let_go(session, [file_id])
