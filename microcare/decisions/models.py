"""Proposals that never change, who decides, and every answer they gave."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from microcare.decisions.values import Share
from microcare.kernel.base import Base
from microcare.kernel.ids import new_id


class Proposal(Base):
    """One immutable version: its bytes, its hash and its rules, taken down when it opened (P21)."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint(
            "method IN ('everyone_agrees', 'consent', 'majority')", name="known_method"
        ),
        CheckConstraint(
            "outcome IN ('passed', 'short', 'expired', 'withdrawn', 'replaced', 'refused')",
            name="known_outcome",
        ),
        CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name="ended_with_outcome"),
        # One open proposal a subject, whoever presses at the same time.
        Index(
            "uq_proposal_open",
            "subject_id",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    subject_id: Mapped[uuid.UUID]
    document: Mapped[str]
    hash: Mapped[str]
    total_pence: Mapped[int]
    people: Mapped[int]
    method: Mapped[str]
    opened_by: Mapped[uuid.UUID]
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    thinking_seconds: Mapped[int]
    quorum: Mapped[int]
    threshold_percent: Mapped[int]
    more_seconds: Mapped[int]
    latest_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]

    electors: Mapped[list["Elector"]] = relationship(
        order_by="Elector.person_id", back_populates="proposal"
    )
    answers: Mapped[list["GivenAnswer"]] = relationship(
        order_by="GivenAnswer.number", back_populates="proposal"
    )
    asked_for_time: Mapped[list["AskedForTime"]] = relationship(order_by="AskedForTime.at")
    # Only of a question in a co-operative: what each voice counts, and whose each one is (P28).
    weights: Mapped[list["VoiceWeight"]] = relationship(order_by="VoiceWeight.voice")
    voices: Mapped[list["ElectorVoice"]] = relationship(order_by="ElectorVoice.person_id")

    @property
    def payers(self) -> list["Elector"]:
        """Those whose money is asked for; the others only decide whether."""
        return [elector for elector in self.electors if elector.pence > 0]


class Elector(Base):
    """Somebody who decides, with their share and its salt; a share of 0 is no money of theirs."""

    __tablename__ = "proposal_elector"
    __table_args__ = (CheckConstraint("pence >= 0", name="share_not_negative"),)

    proposal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    pence: Mapped[int]
    salt: Mapped[str]

    proposal: Mapped[Proposal] = relationship(back_populates="electors")

    @property
    def share(self) -> Share:
        """The share as a value."""
        return Share(person_id=self.person_id, pence=self.pence, salt=self.salt)


class VoiceWeight(Base):
    """What one voice counts in a question, taken down when it opened (P21, P28)."""

    __tablename__ = "proposal_weight"
    __table_args__ = (
        CheckConstraint("voice IN ('users', 'workers', 'investors')", name="known_voice"),
        CheckConstraint("percent BETWEEN 1 AND 100", name="of_all"),
        CheckConstraint("voice <> 'investors' OR percent <= 10", name="investors_at_most"),
    )

    proposal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    voice: Mapped[str] = mapped_column(primary_key=True)
    percent: Mapped[int]


class ElectorVoice(Base):
    """Whose voice one of those who decide has in a question, taken down when it opened."""

    __tablename__ = "proposal_voice"
    __table_args__ = (
        CheckConstraint("voice IN ('users', 'workers', 'investors')", name="known_voice"),
        ForeignKeyConstraint(
            ["proposal_id", "person_id"],
            ["proposal_elector.proposal_id", "proposal_elector.person_id"],
        ),
    )

    proposal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    voice: Mapped[str]


class GivenAnswer(Base):
    """An answer that one of the electors gave. A changed mind is a new row, never a change."""

    __tablename__ = "proposal_answer"
    __table_args__ = (
        CheckConstraint("answer IN ('yes', 'no', 'worry', 'aside')", name="known_answer"),
        ForeignKeyConstraint(
            ["proposal_id", "person_id"],
            ["proposal_elector.proposal_id", "proposal_elector.person_id"],
        ),
        Index(None, "proposal_id", "number", unique=True),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    proposal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proposal.id"))
    number: Mapped[int]
    person_id: Mapped[uuid.UUID] = mapped_column(index=True)
    answer: Mapped[str]
    sooner: Mapped[bool]
    at: Mapped[datetime]

    proposal: Mapped[Proposal] = relationship(back_populates="answers")
    worry: Mapped["Worry | None"] = relationship()
    recorded: Mapped["RecordedAnswer | None"] = relationship()


class AskedForTime(Base):
    """That one of those who decide asked for more time; once each, and never taken back (P24)."""

    __tablename__ = "proposal_more_time"
    __table_args__ = (
        ForeignKeyConstraint(
            ["proposal_id", "person_id"],
            ["proposal_elector.proposal_id", "proposal_elector.person_id"],
        ),
    )

    proposal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class ReminderChoice(Base):
    """How somebody wants to be reminded; by e-mail, where there is no row."""

    __tablename__ = "reminder_choice"
    __table_args__ = (
        CheckConstraint("format IN ('email', 'print', 'supporter')", name="known_format"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    format: Mapped[str]


class Reminded(Base):
    """That somebody was reminded of one closing time, so that a job run twice reminds once."""

    __tablename__ = "proposal_reminded"

    proposal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    closes_at: Mapped[datetime] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Question(Base):
    """What a group asks itself, where it is not about money. The words can be erased (P47)."""

    __tablename__ = "proposal_question"

    proposal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    asked_in: Mapped[uuid.UUID] = mapped_column(index=True)
    words: Mapped[str]

    proposal: Mapped[Proposal] = relationship()


class Worry(Base):
    """The words of a worry, kept apart from the answer so that they can be erased (P47)."""

    __tablename__ = "proposal_worry"

    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proposal_answer.id"), primary_key=True)
    words: Mapped[str]


class RecordedAnswer(Base):
    """An answer that somebody else wrote down: who, on what authority, how it was said (P31).

    Ids that mean nothing by themselves; what was said stands with the helper's deeds.
    """

    __tablename__ = "recorded_answer"
    __table_args__ = (
        CheckConstraint(
            "how IN ('in_person', 'telephone', 'sign', 'symbols', 'letter')", name="known_how"
        ),
    )

    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("proposal_answer.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(index=True)
    recorded_by: Mapped[uuid.UUID]
    how: Mapped[str]
