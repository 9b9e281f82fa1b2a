"""What took place and what was billed for it. Pence are resolved once and never change (P16)."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id
from microcare.spending.models.coming import CannotCome
from microcare.spending.models.looking import LookAsked
from microcare.spending.models.paying import PaymentTakenBack, RefundReminder, SharePaid
from microcare.spending.models.showing import StatementLink
from microcare.spending.models.sudden import ReturnedBudget, SuddenStop

__all__ = [
    "Attendance",
    "Bill",
    "BillFile",
    "BillLine",
    "BillOutcome",
    "BillShare",
    "CalendarLink",
    "CannotCome",
    "Confirmation",
    "Departure",
    "Evidence",
    "LookAsked",
    "MissingReceipt",
    "PartLetGo",
    "PaymentTakenBack",
    "Refund",
    "RefundReminder",
    "RefundShare",
    "ReturnedBudget",
    "SessionMark",
    "SessionWaived",
    "SharePaid",
    "StatementLink",
    "SuddenStop",
]

_LIVE = text("is_live")


class SessionMark(Base):
    """What somebody said became of a session. Said once: what took place stays so (P3)."""

    __tablename__ = "session_mark"
    __table_args__ = (
        CheckConstraint("outcome IN ('took_place', 'called_off', 'called_off_late')", name="known"),
    )

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_session.id"), primary_key=True)
    outcome: Mapped[str]
    marked_by: Mapped[uuid.UUID]
    marked_at: Mapped[datetime]


class SessionWaived(Base):
    """The provider's word that nothing is to pay for a session that was said to be owed (P3)."""

    __tablename__ = "session_waived"

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_session.id"), primary_key=True)
    said_by: Mapped[uuid.UUID]
    said_at: Mapped[datetime]


class PartLetGo(Base):
    """One person's word that a session did not take place. With the provider's, theirs is free."""

    __tablename__ = "part_let_go"

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_session.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    said_at: Mapped[datetime]


class Attendance(Base):
    """Whether one person came, by their own word."""

    __tablename__ = "attendance"

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_session.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    came: Mapped[bool]
    said_at: Mapped[datetime]


class Bill(Base):
    """What a provider asks for sessions that took place: a total, and each session's part."""

    __tablename__ = "bill"
    __table_args__ = (CheckConstraint("total_pence >= 0", name="not_negative"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    reference: Mapped[str]
    total_pence: Mapped[int]
    sent_by: Mapped[uuid.UUID]
    sent_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    lines: Mapped[list["BillLine"]] = relationship(back_populates="bill", order_by="BillLine.day")
    confirmations: Mapped[list["Confirmation"]] = relationship(order_by="Confirmation.at")
    paid: Mapped[list["SharePaid"]] = relationship()
    refunds: Mapped[list["Refund"]] = relationship(
        back_populates="bill", order_by="Refund.made_at, Refund.id"
    )


class BillLine(Base):
    """One session on a bill. A session stands on one live bill at most."""

    __tablename__ = "bill_line"
    __table_args__ = (
        CheckConstraint("pence >= 0", name="not_negative"),
        Index(
            "uq_bill_line_live",
            "session_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bill.id"), index=True)
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_session.id"))
    day: Mapped[date]
    pence: Mapped[int]
    is_live: Mapped[bool] = mapped_column(default=True)

    bill: Mapped[Bill] = relationship(back_populates="lines")
    shares: Mapped[list["BillShare"]] = relationship()


class BillShare(Base):
    """One person's pence of one session on a bill."""

    __tablename__ = "bill_share"
    __table_args__ = (CheckConstraint("pence >= 0", name="not_negative"),)

    line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bill_line.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, index=True)
    pence: Mapped[int]


class Confirmation(Base):
    """Somebody who is not paid by it says that the total is right (P26).

    `is_member` is False for somebody whom one of those who share it trusts. It counts for nothing
    as long as whoever said it is tied to the provider.
    """

    __tablename__ = "bill_confirmation"

    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bill.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    is_member: Mapped[bool] = mapped_column(default=True)


class Refund(Base):
    """Pence of one session that the provider owes back, to whoever paid them."""

    __tablename__ = "refund"
    __table_args__ = (CheckConstraint("pence > 0", name="some_pence"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bill.id"), index=True)
    line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bill_line.id"))
    pence: Mapped[int]
    reason: Mapped[str]
    made_by: Mapped[uuid.UUID]
    made_at: Mapped[datetime]
    # By when it should be back (P38). None for what was owed before there was such a day.
    due_on: Mapped[date | None]

    bill: Mapped[Bill] = relationship(back_populates="refunds")
    line: Mapped[BillLine] = relationship()
    shares: Mapped[list["RefundShare"]] = relationship()


class RefundShare(Base):
    """One person's pence of a refund, until they say that it came."""

    __tablename__ = "refund_share"
    __table_args__ = (CheckConstraint("pence >= 0", name="not_negative"),)

    refund_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("refund.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, index=True)
    pence: Mapped[int]
    came_at: Mapped[datetime | None]


class Departure(Base):
    """Somebody left after promises were made: until when they still owe their share (P35)."""

    __tablename__ = "departure"

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    left_at: Mapped[datetime]
    last_on: Mapped[date]
    capped_pence: Mapped[int]


class Evidence(Base):
    """What one person added to show that they paid their share: a receipt, or a look (P4).

    `ended_at` is when it was replaced or removed. The file goes before the row does: when it is
    removed, and when its years have run.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("kind IN ('receipt', 'statement')", name="known"),
        CheckConstraint("kind = 'receipt' OR file_id IS NULL", name="file_of_receipt"),
        Index("ix_evidence_bill_id_person_id", "bill_id", "person_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bill.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(index=True)
    kind: Mapped[str]
    file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stored_file.id"))
    added_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class MissingReceipt(Base):
    """One payment that has no receipt yet, since when, and what was done about it (P45).

    There is a row exactly while it is missing. `reminded` counts the times that have passed.
    """

    __tablename__ = "missing_receipt"
    __table_args__ = (
        UniqueConstraint("bill_id", "person_id"),
        CheckConstraint("(asked_at IS NULL) = (patch_id IS NULL)", name="asked_of_somebody"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bill.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime]
    reminded: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None]
    patch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("patch.id"), index=True)


class BillFile(Base):
    """The provider's own bill as a file. Everyone who shares the bill sees it."""

    __tablename__ = "bill_file"

    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bill.id"), primary_key=True)
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stored_file.id"))
    added_at: Mapped[datetime]


class CalendarLink(Base):
    """The secret address of one person's calendar."""

    __tablename__ = "calendar_link"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]


class BillOutcome(Base):
    """What a payment did for somebody's plan, in their words. Said again it is a new row (P43)."""

    __tablename__ = "bill_outcome"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    bill_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bill.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(index=True)
    words: Mapped[str]
    said_at: Mapped[datetime]
