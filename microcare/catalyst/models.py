"""What the desk itself keeps: pages offered to owners, wishes dealt with, contacts changed."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base, Json
from microcare.kernel.ids import new_id


class Handover(Base):
    """A link that lets its owner take up a page. The address goes once it is used or over."""

    __tablename__ = "listing_handover"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), index=True)
    given_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    email: Mapped[str | None]
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taken_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        CheckConstraint("(taken_at IS NULL) = (taken_by_id IS NULL)", name="taken_by_somebody"),
    )


class WishSettled(Base):
    """A catalyst has dealt with what somebody asked for. Goes when the wish itself goes."""

    __tablename__ = "wish_settled"

    request_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("search_request.id", ondelete="CASCADE"), primary_key=True
    )
    settled_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime]
    # What the catalyst wrote to whoever asked, where they wanted to hear back.
    answer: Mapped[str | None]


class ContactChange(Base):
    """Whom to ring in an area was changed: by whom, when, to what."""

    __tablename__ = "contact_change"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    patch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patch.id"), index=True)
    changed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
    became: Mapped[dict[str, Any]] = mapped_column(Json)
