"""What a yes said its money is for (pooling P13)."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base


class OwnPurpose(Base):
    """What one yes said its money is for, one row a budget. For its owner's eyes (P13).

    `outside` is why it is right although the plan does not name it; it stands on the statement.
    """

    __tablename__ = "own_purpose"

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    budget_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("budget.id"), primary_key=True)
    purpose_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("purpose.id"))
    outside: Mapped[str]
    is_close: Mapped[bool]
    at: Mapped[datetime]
