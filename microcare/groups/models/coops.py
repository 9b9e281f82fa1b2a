"""That a group is a co-operative, what its classes count, and who is in which (pooling P28)."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microcare.decisions.values.classes import Weights
from microcare.groups.values.coops import Stake
from microcare.kernel.base import Base

_WHOLE = (
    "users_percent >= 1 AND workers_percent >= 1 AND investors_percent >= 0"
    " AND users_percent + workers_percent + investors_percent = 100"
)
_INVESTORS = "investors_percent <= 10"


class Coop(Base):
    """A group that said so, with the weights that it agreed on."""

    __tablename__ = "coop"
    __table_args__ = (
        CheckConstraint(_WHOLE, name="whole"),
        CheckConstraint(_INVESTORS, name="investors_at_most"),
    )

    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_group.id"), primary_key=True)
    users_percent: Mapped[int]
    workers_percent: Mapped[int]
    investors_percent: Mapped[int]
    since: Mapped[datetime]

    @property
    def weights(self) -> Weights:
        """What each class counts."""
        return Weights(self.users_percent, self.workers_percent, self.investors_percent)


class CoopAsked(Base):
    """A question whose yes makes the group a co-operative with these weights."""

    __tablename__ = "coop_asked"
    __table_args__ = (
        CheckConstraint(_WHOLE, name="whole"),
        CheckConstraint(_INVESTORS, name="investors_at_most"),
    )

    proposal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_group.id"), index=True)
    users_percent: Mapped[int]
    workers_percent: Mapped[int]
    investors_percent: Mapped[int]

    @property
    def weights(self) -> Weights:
        """What each class would count."""
        return Weights(self.users_percent, self.workers_percent, self.investors_percent)


class MemberStake(Base):
    """Why somebody is in a co-operative, by their own word."""

    __tablename__ = "member_stake"
    __table_args__ = (
        CheckConstraint("stake IN ('uses', 'speaks', 'works', 'invests')", name="known_stake"),
    )

    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_group.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    stake: Mapped[str]
    said_at: Mapped[datetime]

    @property
    def value(self) -> Stake:
        """The stake as a value."""
        return Stake(self.stake)
