"""Money back that has not come: each person's own part, and by when it should (pooling P38)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.commissioning.models import Agreement, Offer
from microcare.spending.models import Bill, Refund, RefundShare, SharePaid
from microcare.spending.values.refunds import OwedBack, due_back_on


def owed_back(session: Session, person_id: UUID | None = None) -> list[OwedBack]:
    """What one person is still owed back, the earliest day first; of everybody, for letters.

    Whoever has not paid is owed nothing.
    """
    rows = (
        select(RefundShare, Refund, SharePaid.paid_at, Agreement.group_id, Offer.provider)
        .join(Refund, Refund.id == RefundShare.refund_id)
        .join(Bill, Bill.id == Refund.bill_id)
        .join(
            SharePaid,
            (SharePaid.bill_id == Bill.id) & (SharePaid.person_id == RefundShare.person_id),
        )
        .join(Agreement, Agreement.id == Bill.agreement_id)
        .join(Offer, Offer.id == Agreement.offer_id)
        .where(RefundShare.came_at.is_(None), RefundShare.pence > 0)
    )
    if person_id is not None:
        rows = rows.where(RefundShare.person_id == person_id)
    found = [
        OwedBack(
            refund_id=refund.id,
            bill_id=refund.bill_id,
            group_id=group_id,
            person_id=share.person_id,
            provider=provider,
            pence=share.pence,
            due_on=due_back_on(made_at=refund.made_at, due_on=refund.due_on, paid_at=paid_at),
        )
        for share, refund, paid_at, group_id, provider in session.execute(rows)
    ]
    return sorted(found, key=lambda one: (one.due_on, one.refund_id, one.person_id))
