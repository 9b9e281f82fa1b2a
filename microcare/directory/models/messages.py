"""Questions passed on without anybody's address, reports that something is wrong, and links."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class ListingQuestion(Base):
    """A question to a listing. Whoever answers never sees the asker's address, nor the reverse.

    Both links' tokens are kept as hashes only. The asker's address goes when it is no longer
    needed (docs/data-protection.md).
    """

    __tablename__ = "listing_question"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), index=True)
    words: Mapped[str]
    asker_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    asker_name: Mapped[str]
    asker_email: Mapped[str | None]
    asked_at: Mapped[datetime]
    answer_token_hash: Mapped[str] = mapped_column(unique=True)
    read_token_hash: Mapped[str | None] = mapped_column(unique=True)
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_once"),
    )


class ListingReport(Base):
    """Somebody says what is wrong on a listing's page."""

    __tablename__ = "listing_report"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), index=True)
    words: Mapped[str]
    email: Mapped[str | None]
    reported_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    # What the catalyst wrote to whoever reported it.
    answer: Mapped[str | None]


class ListingLink(Base):
    """A link in a letter that opens one listing's "is this still right?" page for its keeper."""

    __tablename__ = "listing_link"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
