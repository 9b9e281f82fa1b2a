"""Who said that they are paid by a provider, or close to who is (pooling P26)."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base


class PaidTie(Base):
    """A person's own word. They confirm no bill of this provider, and whoever decides on a plan
    that they put is told."""

    __tablename__ = "paid_tie"

    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    declared_at: Mapped[datetime]
