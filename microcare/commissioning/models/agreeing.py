"""What is wanted, asked, offered and agreed. Shares are kept in pence and never change (P16)."""

import uuid
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microcare.commissioning.values import FEWEST_MEMBERS, OfferTerms, Wants
from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class Brief(Base):
    """What a group wants, written by any of its members."""

    __tablename__ = "brief"

    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_group.id"), primary_key=True)
    wants: Mapped[str]
    times: Mapped[str]
    place: Mapped[str]
    changed_at: Mapped[datetime]

    @property
    def value(self) -> Wants:
        """The words as one value."""
        return Wants(wants=self.wants, times=self.times, place=self.place)


class OfferRequest(Base):
    """A group asked a listing for an offer."""

    __tablename__ = "offer_request"
    __table_args__ = (UniqueConstraint("group_id", "listing_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_group.id"))
    listing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("listing.id"), index=True)
    asked_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]

    offers: Mapped[list["Offer"]] = relationship(
        back_populates="request", order_by="Offer.made_at.desc()"
    )

    @property
    def live_offer(self) -> "Offer | None":
        """The newest offer that was not taken back."""
        return next((o for o in self.offers if o.withdrawn_at is None), None)


class Offer(Base):
    """What a provider can do for a group. A change is a new offer."""

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint("session_pence > 0", name="some_pence"),
        CheckConstraint("sessions BETWEEN 1 AND 104", name="some_sessions"),
        CheckConstraint("every_weeks BETWEEN 1 AND 8", name="weeks"),
        CheckConstraint("most_people >= 2", name="two_or_more"),
        CheckConstraint("fewest_people BETWEEN 1 AND most_people", name="fewest"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("offer_request.id"), index=True)
    provider: Mapped[str]
    session_pence: Mapped[int]
    sessions: Mapped[int]
    first_on: Mapped[date]
    every_weeks: Mapped[int]
    times: Mapped[str]
    includes: Mapped[str]
    travel: Mapped[str] = mapped_column(default="")
    cancelling: Mapped[str]
    leaving: Mapped[str]
    closes_on: Mapped[date]
    most_people: Mapped[int]
    # How long somebody who leaves still owes their share of what takes place (pooling P35).
    notice_weeks: Mapped[int] = mapped_column(Integer, default=0)
    # From how many people who share it on it goes ahead (pooling P20).
    fewest_people: Mapped[int] = mapped_column(Integer, default=FEWEST_MEMBERS)
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    request: Mapped[OfferRequest] = relationship(back_populates="offers")

    @property
    def terms(self) -> OfferTerms:
        """What is offered, as one value."""
        names = OfferTerms.__dataclass_fields__
        return OfferTerms(**{name: getattr(self, name) for name in names})


class Agreement(Base):
    """An offer put to everyone: the proposal decides, this holds what it means for whom."""

    __tablename__ = "agreement"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_group.id"), index=True)
    offer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("offer.id"))
    proposal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proposal.id"), unique=True)
    opened_at: Mapped[datetime]

    offer: Mapped[Offer] = relationship()
    sessions: Mapped[list["CareSession"]] = relationship(order_by="CareSession.number")
    keys: Mapped[list["OwnKey"]] = relationship()
    notes: Mapped[list["PrivateNote"]] = relationship()
    replaces: Mapped[list["SessionReplacement"]] = relationship(
        order_by="SessionReplacement.session_id"
    )

    @property
    def people(self) -> set[uuid.UUID]:
        """Everybody whose money it is."""
        return {share.person_id for one in self.sessions for share in one.shares}

    @property
    def replaced_ids(self) -> set[uuid.UUID]:
        """The sessions that were promised before, and that this takes the place of."""
        return {one.session_id for one in self.replaces}

    def dearest(self, person_id: uuid.UUID) -> int:
        """Pence of one person's dearest session."""
        mine = (s for one in self.sessions for s in one.shares if s.person_id == person_id)
        return max((share.pence for share in mine), default=0)


class CareSession(Base):
    """One meeting, numbered from 0: the odd penny goes round by the number (P15)."""

    __tablename__ = "care_session"
    __table_args__ = (UniqueConstraint("agreement_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"))
    number: Mapped[int]
    day: Mapped[date]

    shares: Mapped[list["SessionShare"]] = relationship()


class SessionReplacement(Base):
    """A promised session that a newer plan takes the place of, once that one is promised (P20).

    Written when the newer plan opens, so that everyone decides on it too. Without effect while that
    plan is open, and for ever if it does not pass.
    """

    __tablename__ = "session_replacement"

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    session_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("care_session.id"), primary_key=True, index=True
    )


class SessionShare(Base):
    """One person's pence of one meeting, resolved once."""

    __tablename__ = "session_share"
    __table_args__ = (CheckConstraint("pence >= 0", name="not_negative"),)

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_session.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    pence: Mapped[int]


class OwnKey(Base):
    """The second key: a person's own money, named by that person (P19)."""

    __tablename__ = "own_key"

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]

    budgets: Mapped[list["OwnKeyBudget"]] = relationship(
        cascade="all, delete-orphan", order_by="OwnKeyBudget.budget_id"
    )

    @property
    def budget_ids(self) -> set[uuid.UUID]:
        """The money that it was said with."""
        return {named.budget_id for named in self.budgets}


class OwnKeyBudget(Base):
    """One budget that a yes names. A trigger lets nobody name another's."""

    __tablename__ = "own_key_budget"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agreement_id", "person_id"], ["own_key.agreement_id", "own_key.person_id"]
        ),
    )

    agreement_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    budget_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("budget.id"), primary_key=True)


class OwnMost(Base):
    """The most that a member says they can pay a week. Theirs alone, and gone when they leave."""

    __tablename__ = "own_most"
    __table_args__ = (CheckConstraint("week_pence >= 0", name="not_negative"),)

    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_group.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("person.id"), primary_key=True, index=True
    )
    # None once it was taken back: that it was said today still counts.
    week_pence: Mapped[int | None]
    said_at: Mapped[datetime]


class PrivateNote(Base):
    """What one person is told of their own part, and nobody else (P23)."""

    __tablename__ = "private_note"

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    short_pence: Mapped[int]


class ReviewAsked(Base):
    """Somebody was asked to look at a yes again, because whoever gave it may no longer (P30)."""

    __tablename__ = "answer_review"

    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proposal_answer.id"), primary_key=True)
    asked_at: Mapped[datetime]


class Budding(Base):
    """A member proposes that some of a group begin a second one. One at a time for each group.

    It is deleted when somebody says no or its day has gone. What is kept is that a group began
    from another, and that each who moved said yes for themself: a trigger asks for that.
    """

    __tablename__ = "budding"
    __table_args__ = (
        CheckConstraint("new_group_id IS NULL OR ended_at IS NOT NULL", name="ends_once"),
        CheckConstraint("new_group_id IS NULL OR new_group_id <> group_id", name="two_groups"),
        Index(
            "uq_budding_open",
            "group_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("care_group.id"))
    name: Mapped[str]
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    closes_on: Mapped[date]
    ended_at: Mapped[datetime | None]
    new_group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("care_group.id"), unique=True)

    movers: Mapped[list["BuddingMover"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="BuddingMover.person_id"
    )

    @property
    def mover_ids(self) -> set[uuid.UUID]:
        """Who would go."""
        return {mover.person_id for mover in self.movers}


class BuddingMover(Base):
    """Somebody who would go to the new group, and when they said yes to it themself."""

    __tablename__ = "budding_mover"

    budding_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("budding.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    said_yes_at: Mapped[datetime | None]
