"""Groups, who is in them, and invitations. Nothing here is public or can be searched."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microcare.kernel.base import Base
from microcare.kernel.ids import new_id

_STILL_IN = text("left_at IS NULL")


class Group(Base):
    """A handful of people who want the same thing. Its id is its book in the ledger."""

    __tablename__ = "care_group"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    created_at: Mapped[datetime]
    # Winding down: nothing new is chosen; closed: nothing is held, owed or unsettled (P40).
    winding_since: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="group", order_by="Membership.joined_at, Membership.id"
    )

    @property
    def members(self) -> list["Membership"]:
        """Who is in it now, the longest first."""
        return [m for m in self.memberships if m.left_at is None]

    @property
    def member_ids(self) -> list[uuid.UUID]:
        """Ids of who is in it now."""
        return [m.person_id for m in self.members]


class Membership(Base):
    """Somebody's time in a group, with what they said they could bring."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_now",
            "group_id",
            "person_id",
            unique=True,
            sqlite_where=_STILL_IN,
            postgresql_where=_STILL_IN,
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_group.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    brings: Mapped[str] = mapped_column(default="")
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship(back_populates="memberships")


class Invitation(Base):
    """A link sent to one address. The address is forgotten once it is answered."""

    __tablename__ = "group_invitation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_group.id"), index=True)
    invited_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    email: Mapped[str | None]
    token_hash: Mapped[str] = mapped_column(unique=True)
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
