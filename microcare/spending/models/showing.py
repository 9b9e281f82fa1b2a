"""A statement that a person lets whoever pays their budget read, at a secret address (P29)."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class StatementLink(Base):
    """One statement of one budget, as it stood at the end of a day. Stopped, the row is gone."""

    __tablename__ = "statement_link"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    budget_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("budget.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    closes_on: Mapped[date]
    as_of: Mapped[date]
    since: Mapped[date | None]
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
