"""Who cannot come to a day that they promised a part of. No reason is asked, so none is kept."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base


class CannotCome(Base):
    """One person's own word, before the day is over. Taken back the row is gone."""

    __tablename__ = "cannot_come"

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_session.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, index=True)
    said_at: Mapped[datetime]
