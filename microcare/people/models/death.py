"""That somebody has died, as an admin was told it; and that it was wrong, where it was."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class DeathRecord(Base):
    """Who recorded it and how they know. One at a time stands; `person.died_at` goes with it."""

    __tablename__ = "death_record"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    basis: Mapped[str]
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    taken_back_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("recorded_by <> person_id", name="by_another"),
        CheckConstraint("length(basis) <= 600", name="basis_length"),
        CheckConstraint("(taken_back_by IS NULL) = (taken_back_at IS NULL)", name="by_somebody"),
        Index(
            "uq_death_record_open",
            "person_id",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )
