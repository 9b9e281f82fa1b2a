"""A person's own word that they paid, and that they had not after all; what is late to come."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base


class SharePaid(Base):
    """One person's own word that they paid their own share. Nobody else sees it (P26)."""

    __tablename__ = "share_paid"

    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bill.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    paid_at: Mapped[datetime]


class PaymentTakenBack(Base):
    """Somebody said that they paid and took it back. To write it takes the SharePaid away (P8)."""

    __tablename__ = "payment_taken_back"

    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bill.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    paid_at: Mapped[datetime]
    taken_back_at: Mapped[datetime]


class RefundReminder(Base):
    """How many letters one person had about money back that has not come (P38)."""

    __tablename__ = "refund_reminder"

    refund_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("refund.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id"), primary_key=True, index=True
    )
    sent: Mapped[int] = mapped_column(Integer, default=0)
    last_at: Mapped[datetime]
