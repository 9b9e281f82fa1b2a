"""A yes that two people saw and heard, until it counts; and what each of the two said of it."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class WitnessedYes(Base):
    """A yes written down for somebody, which becomes their answer once it counts (P31a).

    `counts_at` is when its working days are over, kept when the person was told; the words stand
    with the helper's deed. Never deleted: only its end, and what it became, are added.
    """

    __tablename__ = "witnessed_yes"
    __table_args__ = (
        CheckConstraint("how IN ('in_person', 'sign', 'symbols')", name="known_how"),
        CheckConstraint("told IN ('email', 'call', 'paper')", name="known_told"),
        CheckConstraint(
            "ended_as IN ('answered', 'taken_back', 'witness', 'authority')", name="known_end"
        ),
        CheckConstraint(
            "(told IS NULL) = (told_at IS NULL) AND (told IS NULL) = (counts_at IS NULL)",
            name="told_whole",
        ),
        CheckConstraint("counts_at > told_at", name="days_after"),
        CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name="ended_whole"),
        CheckConstraint("recorded_by <> person_id", name="somebody_else"),
        Index(
            "uq_witnessed_yes_open",
            "proposal_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    proposal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proposal.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    how: Mapped[str]
    # Taken away with the account; the words go with the deed.
    deed_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("deed.id"))
    # A row of the outbox, which goes by its own time.
    letter_id: Mapped[uuid.UUID]
    told: Mapped[str | None]
    told_at: Mapped[datetime | None]
    counts_at: Mapped[datetime | None]
    answer_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("proposal_answer.id"), unique=True
    )
    ended_at: Mapped[datetime | None]
    ended_as: Mapped[str | None]

    witnesses: Mapped[list["YesWitness"]] = relationship(
        order_by="YesWitness.number", back_populates="witnessed"
    )


class YesWitness(Base):
    """One of the two. Their e-mail goes once they have answered, their name with an account."""

    __tablename__ = "yes_witness"
    __table_args__ = (
        CheckConstraint("number IN (1, 2)", name="one_of_two"),
        CheckConstraint("said IN ('yes', 'no')", name="known_answer"),
        CheckConstraint("(said IS NULL) = (said_at IS NULL)", name="said_whole"),
        CheckConstraint("length(name) <= 80", name="name_length"),
        Index("uq_yes_witness_place", "witnessed_id", "number", unique=True),
        Index("uq_yes_witness_email", "witnessed_id", "email", unique=True),
        Index("uq_yes_witness_account", "witnessed_id", "person_id", unique=True),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    witnessed_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("witnessed_yes.id"))
    number: Mapped[int]
    name: Mapped[str]
    email: Mapped[str | None]
    # Where they have an account, found by the e-mail, or signed in when they answered.
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    said: Mapped[str | None]
    said_at: Mapped[datetime | None]

    witnessed: Mapped[WitnessedYes] = relationship(back_populates="witnesses")
