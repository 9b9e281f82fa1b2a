"""What a person told us of one budget. Its pence are in the ledger, in the purse of the same id."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microcare.budgets.values import BudgetPlan, Funding
from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class Budget(Base):
    """Part of a budget that its owner set aside to use here, by their own word."""

    __tablename__ = "budget"
    __table_args__ = (
        CheckConstraint(
            "funding IN ('direct_payment', 'own')"
            " OR (funding IN ('isf', 'phb') AND agreement_id IS NOT NULL)",
            name="shareable",
        ),
        CheckConstraint("pence > 0", name="some_pence"),
        CheckConstraint("every_weeks BETWEEN 1 AND 52", name="weeks"),
        CheckConstraint("starts_on <= ends_on", name="days_in_order"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    funding: Mapped[str]
    funder: Mapped[str]
    pence: Mapped[int]
    every_weeks: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    recorded_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    # What whoever holds the money agreed to, for the two kinds that need it (pooling P14).
    agreement_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("funding_agreement.id"))

    @property
    def plan(self) -> BudgetPlan:
        """What was told, as one value."""
        return BudgetPlan(
            funding=Funding(self.funding),
            funder=self.funder,
            pence=self.pence,
            every_weeks=self.every_weeks,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
        )


class Freeze(Base):
    """A person stopped new promises of their own money, for a reason that is theirs (P33)."""

    __tablename__ = "spending_freeze"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    frozen_at: Mapped[datetime]


class Pause(Base):
    """From an instant on, new promises of a person's money wait for something of theirs (P45).

    `cause_id` says for what: an id of whoever put it here, and takes it away again.
    """

    __tablename__ = "spending_pause"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    cause_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    begins_at: Mapped[datetime]
