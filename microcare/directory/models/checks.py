"""What was looked at before a listing became public, and who is too close to decide."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from microcare.directory.values import CheckKind
from microcare.kernel.base import Base
from microcare.kernel.ids import new_id

KINDS = "', '".join(CheckKind)


class ListingCheck(Base):
    """A paper that a catalyst looked at. Never the paper itself, nor a certificate's number."""

    __tablename__ = "listing_check"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), index=True)
    kind: Mapped[str]
    about: Mapped[str | None]
    level: Mapped[str | None]
    seen_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    seen_by: Mapped[str]
    how: Mapped[str] = mapped_column(default="")
    seen_on: Mapped[date]
    ends_on: Mapped[date | None]
    noted_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(f"kind IN ('{KINDS}')", name="known_kind"),
        CheckConstraint("ends_on IS NULL OR ends_on >= seen_on", name="ends_after_seen"),
    )


class DeclaredInterest(Base):
    """A catalyst said they are too close to this listing: a relative's, employer's or client's."""

    __tablename__ = "declared_interest"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), index=True)
    tie: Mapped[str]
    declared_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("person_id", "listing_id"),
        CheckConstraint("tie IN ('relative', 'employer', 'client', 'other')", name="known_tie"),
    )
