"""Bills as one of those who share them sees them, and as the provider does."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.spending.models import Bill, BillLine, BillShare
from microcare.spending.policies import SharedBill, is_confirmed, may_confirm
from microcare.spending.queries.working import bills_of_agreements, shared_bills
from microcare.spending.values import BillView, MyBill, MyRefund


def bills_of(session: Session, person_id: UUID) -> list[MyBill]:
    """Every bill that asks something of this person, the newest first."""
    mine = (
        select(BillLine.bill_id)
        .join(BillShare, BillShare.line_id == BillLine.id)
        .where(BillShare.person_id == person_id)
    )
    found = shared_bills(session, session.scalars(mine.distinct()).all())
    return [my_bill(shared, me=person_id) for shared in found]


def my_bill(shared: SharedBill, *, me: UUID) -> MyBill:
    """One bill with this person's own part, and what they may do about it."""
    bill = shared.bill
    days = tuple(
        (line.day, line.pence, sum(s.pence for s in line.shares if s.person_id == me))
        for line in bill.lines
    )
    return MyBill(
        id=bill.id,
        group_name=shared.group_name,
        provider=shared.provider,
        reference=bill.reference,
        sent_at=bill.sent_at,
        total_pence=bill.total_pence,
        days=days,
        confirmations=len(bill.confirmations),
        may_confirm=not is_confirmed(bill) and may_confirm(me, shared),
        is_confirmed=is_confirmed(bill),
        has_paid=me in {row.person_id for row in bill.paid},
        is_withdrawn=bill.withdrawn_at is not None,
        refunds=tuple(_my_refunds(bill, me)),
    )


def _my_refunds(bill: Bill, me: UUID) -> list[MyRefund]:
    return [
        MyRefund(
            id=refund.id,
            day=refund.line.day,
            pence=share.pence,
            reason=refund.reason,
            has_come=share.came_at is not None,
        )
        for refund in bill.refunds
        for share in refund.shares
        if share.person_id == me and share.pence
    ]


def provider_bills(session: Session, agreement_ids: Collection[UUID]) -> list[BillView]:
    """The bills of these agreements as the provider sees them, the newest first."""
    return [
        BillView(
            id=bill.id,
            reference=bill.reference,
            sent_at=bill.sent_at,
            total_pence=bill.total_pence,
            days=tuple((line.id, line.day, line.pence) for line in bill.lines),
            is_confirmed=is_confirmed(bill),
            is_withdrawn=bill.withdrawn_at is not None,
            may_withdraw=bill.withdrawn_at is None and not is_confirmed(bill),
            refunded_pence=sum(refund.pence for refund in bill.refunds),
        )
        for bill in bills_of_agreements(session, agreement_ids)
    ]
