"""Who was asked in to look at totals, where a group has not enough of its own."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base
from microcare.kernel.clock import LONDON
from microcare.kernel.ids import new_id


class LookAsked(Base):
    """That one who shares a group's bills asked somebody they trust in, to look at totals (P26).

    All of the group are told, and it counts from `counts_from` on. `ended_at` is when whoever
    asked took it back. Asked again it is a new row, which waits again.
    """

    __tablename__ = "look_asked"
    __table_args__ = (
        CheckConstraint("counts_from > asked_at", name="counts_later"),
        Index(
            "uq_look_asked_live",
            "group_id",
            "authority_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_group.id"))
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    asked_at: Mapped[datetime]
    counts_from: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @property
    def counts_on(self) -> date:
        """The first day, in London, on which it counts."""
        return self.counts_from.astimezone(LONDON).date()
