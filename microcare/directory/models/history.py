"""What was approved, word for word, and everything that was done, by whom and when."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class ListingVersion(Base):
    """One immutable public document. A trigger on both engines refuses UPDATE and DELETE."""

    __tablename__ = "listing_version"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"))
    number: Mapped[int]
    cause: Mapped[str]
    document: Mapped[dict[str, Any]]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("listing_id", "number"),)


class ListingEvent(Base):
    """Something was done to a listing: who, what, when, and the kind words that went with it."""

    __tablename__ = "listing_event"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), index=True)
    act: Mapped[str]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str]
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(default="")
    # Which answer or check it was about.
    about: Mapped[str] = mapped_column(default="")
