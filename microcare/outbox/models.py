"""The one table of the outbox."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id

_WAITS = text("sent_at IS NULL AND given_up_at IS NULL")


class OutboxMessage(Base):
    """A letter owed: its kind, and the ids and tokens needed to write it when it is sent."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts_counted"),
        CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="ends_one_way"),
        Index(
            "ix_outbox_message_waits",
            "not_before",
            postgresql_where=_WAITS,
            sqlite_where=_WAITS,
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error_kind: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
