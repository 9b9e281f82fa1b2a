"""What is kept of searches: counts that name nobody, and wishes that somebody chose to send."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class SearchObserved(Base):
    """How many searches in a month, from an outcode, were for a kind of help. Nothing else.

    `unmet` of them found nothing.
    """

    __tablename__ = "search_observed"
    __table_args__ = (CheckConstraint("times > 0", name="times_positive"),)

    month: Mapped[date] = mapped_column(primary_key=True)
    outcode: Mapped[str] = mapped_column(primary_key=True)
    help_slug: Mapped[str] = mapped_column(primary_key=True)
    times: Mapped[int]
    unmet: Mapped[int] = mapped_column(default=0, server_default="0")


class SearchRequest(Base):
    """Somebody asked a patch's catalyst for what they did not find. It does not say who.

    The address is where an answer goes, where they left one; no catalyst sees it, and it goes when
    it is no longer needed (docs/data-protection.md).
    """

    __tablename__ = "search_request"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    patch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patch.id"), index=True)
    words: Mapped[str]
    help_slugs: Mapped[list[str]]
    place: Mapped[str]
    outcode: Mapped[str]
    asked_on: Mapped[date]
    email: Mapped[str | None]
