"""Somebody had to stop at once: without notice, and without a reason that is kept (pooling P37)."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class SuddenStop(Base):
    """One press. Why is not kept: where somebody is in hospital that is their own to tell."""

    __tablename__ = "sudden_stop"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(index=True)
    stopped_at: Mapped[datetime]


class ReturnedBudget(Base):
    """Money that its funder stopped: what is not owed goes back to them, now and later."""

    __tablename__ = "returned_budget"

    budget_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("budget.id"), primary_key=True)
    stop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sudden_stop.id"), index=True)
