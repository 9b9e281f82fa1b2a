"""What was approved, word for word, and everything that was done, by whom and when."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
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


class ListingStop(Base):
    """A catalyst stopped a page: nothing new is promised to its provider until it is over.

    Who did it and why stands in the history. The database lets no page be public meanwhile.
    """

    __tablename__ = "listing_stop"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"))
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_listing_stop_open",
            "listing_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
