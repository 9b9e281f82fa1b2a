"""Who looked at what is somebody's, or acted on it (pooling P49)."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class AccessRecord(Base):
    """That somebody looked at what is a person's, or acted on it. A trigger refuses a change.

    `by_id` is NULL for whoever runs the server. `what` is one of `people.values.seen.Seen`.
    """

    __tablename__ = "access_record"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    what: Mapped[str]
    # The day in London: looks are noted once a day.
    seen_on: Mapped[date] = mapped_column(index=True)
    seen_at: Mapped[datetime]

    __table_args__ = (Index("ix_access_record_person_id_seen_at", "person_id", "seen_at"),)
