"""How long receipts are kept: the payment's year and one more, then only that there was one."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.budgets.values import end_of_funding_year
from microcare.commissioning.models import Agreement
from microcare.files.services import let_go
from microcare.kernel.clock import LONDON, Clock
from microcare.spending.models import Bill, BillFile, Evidence, SharePaid
from microcare.spending.services.bill_files import drop_bill_file
from microcare.spending.services.evidence import evidence_of_bills, forget_evidence
from microcare.spending.values.evidence import RECEIPT_YEARS


def receipt_kept_until(paid_at: datetime, *, years: int) -> date:
    """The last day that a receipt is kept: the end of its council year, and `years` more."""
    ends = end_of_funding_year(paid_at.astimezone(LONDON).date())
    return ends.replace(year=ends.year + years)


def forget_old_receipts(session: Session, *, clock: Clock, years: int = RECEIPT_YEARS) -> int:
    """Lets the files go whose years have run; how many. That there was one stays on statements.

    Safe late, twice or never.
    """
    today = clock.today()
    # Nothing younger can be due, so not every receipt is read each minute.
    before = clock.now() - timedelta(days=365 * years)
    # Of a payment that was taken back there is the day on which the receipt came.
    since = func.coalesce(SharePaid.paid_at, Evidence.added_at)
    rows = (
        select(Evidence, since)
        .outerjoin(
            SharePaid,
            (SharePaid.bill_id == Evidence.bill_id) & (SharePaid.person_id == Evidence.person_id),
        )
        .where(Evidence.file_id.is_not(None), since < before)
    )
    old = [
        row
        for row, paid_at in session.execute(rows)
        if receipt_kept_until(paid_at, years=years) < today
    ]
    files = [row.file_id for row in old if row.file_id]
    for row in old:
        row.file_id = None
    session.flush()
    let_go(session, files)
    sent = select(BillFile, Bill.sent_at).join(Bill, Bill.id == BillFile.bill_id)
    over = [
        row
        for row, sent_at in session.execute(sent.where(Bill.sent_at < before)).all()
        if receipt_kept_until(sent_at, years=years) < today
    ]
    for file in over:
        drop_bill_file(session, file)
    return len(files) + len(over)


def forget_evidence_of_group(session: Session, group_id: UUID) -> None:
    """Removes all that showed a group's payments, as its book goes (P47)."""
    bills = select(Bill.id).join(Agreement, Agreement.id == Bill.agreement_id)
    bill_ids = list(session.scalars(bills.where(Agreement.group_id == group_id)))
    forget_evidence(session, evidence_of_bills(session, bill_ids))
    for row in session.scalars(select(BillFile).where(BillFile.bill_id.in_(bill_ids))).all():
        drop_bill_file(session, row)
