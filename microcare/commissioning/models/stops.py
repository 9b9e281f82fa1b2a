"""What is promised cannot go on: the provider is stopped, or too few are left (P36, P42)."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class WorkStop(Base):
    """Since when a group's provider cannot work, as it was told; what people choose is not here."""

    __tablename__ = "work_stop"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_group.id"))
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"))
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_work_stop_open",
            "group_id",
            "listing_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class PlanWait(Base):
    """From which day on fewer people are promised than a plan needs (pooling P36).

    Never changed: nobody's promise comes back, so what waits goes on waiting. Where more people
    leave and an earlier day waits too, that is a row of its own.
    """

    __tablename__ = "plan_wait"

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    from_on: Mapped[date] = mapped_column(primary_key=True)
    noted_at: Mapped[datetime]
