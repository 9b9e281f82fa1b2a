"""Groups, who is in them, and who looks for one. Nothing here is public or can be searched."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microcare.groups.models.coops import Coop, MemberStake
from microcare.groups.values.coops import SPENDERS, Stake
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

    coop: Mapped[Coop | None] = relationship()
    stakes: Mapped[list[MemberStake]] = relationship()

    @property
    def spender_ids(self) -> list[uuid.UUID]:
        """Who decides on money and pays: all who are in it; of a co-operative, the users (P28)."""
        return [who for who in self.member_ids if self.stake_of(who) in SPENDERS]

    def stake_of(self, person_id: uuid.UUID) -> Stake:
        """Why somebody is in it: where it is no co-operative, or nothing was said, to be helped."""
        said = {one.person_id: one.value for one in self.stakes} if self.coop else {}
        return said.get(person_id, Stake.USES)

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


class Parting(Base):
    """Somebody is asked to leave, with the reason; they may reply before the others decide (P39).

    One at a time for each group. The words go when their time has come, and nothing else does.
    """

    __tablename__ = "parting"
    __table_args__ = (
        CheckConstraint("asked_by <> person_id", name="somebody_else"),
        CheckConstraint("outcome IN ('leaves', 'stays', 'withdrawn')", name="known_outcome"),
        CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name="ended_with_outcome"),
        Index(
            "uq_parting_open",
            "group_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_group.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    reason: Mapped[str]
    reply_by: Mapped[datetime]
    reply: Mapped[str]
    replied_at: Mapped[datetime | None]
    proposal_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("proposal.id"))
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]


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


class Introduction(Base):
    """Two who may want to meet. Each sees the other's first name once both said yes, not before.

    `one` is whichever has the lower id, so that two people are one pair whoever came first. A side
    whose account is deleted is emptied, and looks to the other like silence. The groups are those
    that either of the two looked for somebody for. `left` is a no after the names were seen.
    """

    __tablename__ = "introduction"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="in_order"),
        CheckConstraint("one_answer IN ('yes', 'no', 'left')", name="one_known"),
        CheckConstraint("other_answer IN ('yes', 'no', 'left')", name="other_known"),
        CheckConstraint(
            "met_on IS NULL OR (coalesce(one_answer, '') IN ('yes', 'left')"
            " AND coalesce(other_answer, '') IN ('yes', 'left'))",
            name="met_by_both",
        ),
        CheckConstraint(
            "met_on IS NOT NULL OR (coalesce(one_answer, '') <> 'left'"
            " AND coalesce(other_answer, '') <> 'left')",
            name="left_after_meeting",
        ),
        CheckConstraint("met_on IS NOT NULL OR group_id IS NULL", name="met_before_group"),
        CheckConstraint("ends_on >= made_on", name="ends_after_start"),
        Index(
            "uq_introduction_found",
            "one_id",
            "other_id",
            unique=True,
            sqlite_where=text("by_catalyst_id IS NULL"),
            postgresql_where=text("by_catalyst_id IS NULL"),
        ),
        Index(
            "uq_introduction_by_catalyst",
            "one_id",
            "other_id",
            unique=True,
            sqlite_where=text("by_catalyst_id IS NOT NULL"),
            postgresql_where=text("by_catalyst_id IS NOT NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    one_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    one_answer: Mapped[str | None]
    other_answer: Mapped[str | None]
    one_group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("care_group.id"))
    other_group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("care_group.id"))
    by_catalyst_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    helps: Mapped[list[str]]
    times: Mapped[list[str]]
    made_on: Mapped[date]
    ends_on: Mapped[date]
    met_on: Mapped[date | None]
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("care_group.id"))
    started_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    invitation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("group_invitation.id"))

    def answer_of(self, person_id: uuid.UUID) -> str | None:
        """What one of the two said."""
        return self.one_answer if person_id == self.one_id else self.other_answer

    def put_answer(self, person_id: uuid.UUID, answer: str) -> None:
        """Keeps what one of the two said."""
        setattr(self, "one_answer" if person_id == self.one_id else "other_answer", answer)

    def group_of(self, person_id: uuid.UUID) -> uuid.UUID | None:
        """The group that one of the two looked for somebody for."""
        return self.one_group_id if person_id == self.one_id else self.other_group_id

    def beside(self, person_id: uuid.UUID) -> uuid.UUID | None:
        """The other of the two, unless their account is gone."""
        return self.other_id if person_id == self.one_id else self.one_id


class Interest(Base):
    """What one person wants to do with others. It has no words of their own, and ends by itself.

    Marked with `wants_at` it waits for another that is marked; then it holds one introduction.
    Never both: so one at a time. The catalysts of a patch see it while they are asked to help.
    """

    __tablename__ = "interest"
    __table_args__ = (
        UniqueConstraint("person_id", "slot"),
        CheckConstraint("slot BETWEEN 1 AND 3", name="three_at_most"),
        CheckConstraint("wants_at IS NULL OR introduction_id IS NULL", name="one_at_a_time"),
        CheckConstraint("ends_on >= said_on", name="ends_after_start"),
        CheckConstraint(
            "(asked_patch_id IS NULL) = (asked_on IS NULL)"
            " AND (asked_on IS NULL) = (asked_until IS NULL)",
            name="asked_whole",
        ),
        CheckConstraint(
            "asked_until IS NULL OR asked_until <= ends_on", name="asked_while_it_lives"
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    slot: Mapped[int]
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("care_group.id"))
    outcode: Mapped[str] = mapped_column(index=True)
    said_on: Mapped[date]
    ends_on: Mapped[date]
    told_on: Mapped[date | None]
    wants_at: Mapped[datetime | None]
    introduction_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("introduction.id", ondelete="SET NULL")
    )
    asked_patch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("patch.id"), index=True)
    asked_on: Mapped[date | None]
    asked_until: Mapped[date | None]

    helps: Mapped[list["InterestHelp"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="InterestHelp.help_slug"
    )
    times: Mapped[list["InterestTime"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )


class InterestHelp(Base):
    """A kind of help that an interest is about."""

    __tablename__ = "interest_help"

    interest_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interest.id", ondelete="CASCADE"), primary_key=True
    )
    help_slug: Mapped[str] = mapped_column(ForeignKey("taxonomy_term.slug"), primary_key=True)


class InterestTime(Base):
    """A part of the week that would do."""

    __tablename__ = "interest_time"
    __table_args__ = (
        CheckConstraint(
            "part IN ('weekday_morning', 'weekday_afternoon', 'weekday_evening',"
            " 'weekend_morning', 'weekend_afternoon', 'weekend_evening')",
            name="known_part",
        ),
    )

    interest_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interest.id", ondelete="CASCADE"), primary_key=True
    )
    part: Mapped[str] = mapped_column(primary_key=True)


class InterestTurn(Base):
    """That a person said or changed an interest on a day, and not which. Three, a week each.

    The key allows three; a trigger lets each be taken again after seven days, not before.
    """

    __tablename__ = "interest_turn"
    __table_args__ = (CheckConstraint("number BETWEEN 1 AND 3", name="three_at_most"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    taken_on: Mapped[date]
