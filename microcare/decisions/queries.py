"""Reads of proposals, with who decides and what they said."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from microcare.decisions.models import (
    AskedForTime,
    GivenAnswer,
    Proposal,
    Question,
    Reminded,
    ReminderChoice,
)
from microcare.decisions.values import ANSWER_WORDS, FORMAT_WORDS, Answer, Method, ReminderFormat
from microcare.kernel.words import N_
from microcare.people.values import HOW_WORDS, Held, How, Section

WHOLE = (
    selectinload(Proposal.electors),
    selectinload(Proposal.answers).selectinload(GivenAnswer.worry),
    selectinload(Proposal.answers).selectinload(GivenAnswer.recorded),
    selectinload(Proposal.asked_for_time),
    selectinload(Proposal.weights),
    selectinload(Proposal.voices),
)


def proposal_by_id(session: Session, proposal_id: UUID) -> Proposal | None:
    """A proposal with its electors and answers."""
    return session.scalar(select(Proposal).options(*WHOLE).where(Proposal.id == proposal_id))


def open_proposal_id(session: Session, subject_id: UUID) -> UUID | None:
    """What a subject is deciding now, or None."""
    rows = select(Proposal.id).where(Proposal.subject_id == subject_id)
    return session.scalar(rows.where(Proposal.outcome.is_(None)))


def locked_proposal(session: Session, proposal_id: UUID) -> Proposal | None:
    """The same, locked, so that one process decides it (pooling P23)."""
    rows = select(Proposal).options(*WHOLE).where(Proposal.id == proposal_id)
    rows = rows.with_for_update().execution_options(populate_existing=True)
    return session.scalar(rows)


def open_proposals(session: Session, *, questions: bool = False) -> list[UUID]:
    """Ids of plans still open, or of questions, the oldest first: what a late job looks through."""
    rows = select(Proposal.id).where(Proposal.outcome.is_(None))
    if questions:
        rows = rows.join(Question, Question.proposal_id == Proposal.id)
    else:
        rows = rows.where(Proposal.method != Method.MAJORITY.value)
    return list(session.scalars(rows.order_by(Proposal.opened_at, Proposal.id)))


_WHOLE_QUESTION = (
    selectinload(Question.proposal).selectinload(Proposal.electors),
    selectinload(Question.proposal).selectinload(Proposal.answers).selectinload(GivenAnswer.worry),
    selectinload(Question.proposal)
    .selectinload(Proposal.answers)
    .selectinload(GivenAnswer.recorded),
    selectinload(Question.proposal).selectinload(Proposal.asked_for_time),
    selectinload(Question.proposal).selectinload(Proposal.weights),
    selectinload(Question.proposal).selectinload(Proposal.voices),
)


def questions_in(session: Session, asked_in: UUID) -> list[Question]:
    """What was asked there, the newest first, with who decides and what they said."""
    rows = select(Question).join(Proposal).options(*_WHOLE_QUESTION)
    rows = rows.where(Question.asked_in == asked_in)
    rows = rows.order_by(Proposal.opened_at.desc(), Proposal.id)
    return list(session.scalars(rows.execution_options(populate_existing=True)))


def question_in(session: Session, asked_in: UUID, question_id: UUID) -> Question | None:
    """One question that was asked there."""
    rows = select(Question).options(*_WHOLE_QUESTION)
    rows = rows.where(Question.asked_in == asked_in, Question.proposal_id == question_id)
    return session.scalar(rows.execution_options(populate_existing=True))


def question_of(session: Session, question_id: UUID) -> Question | None:
    """A question by itself, wherever it was asked."""
    rows = select(Question).options(*_WHOLE_QUESTION).where(Question.proposal_id == question_id)
    return session.scalar(rows.execution_options(populate_existing=True))


def reminder_format(session: Session, person_id: UUID) -> ReminderFormat:
    """How a person wants to be reminded: by e-mail unless they said otherwise."""
    row = session.get(ReminderChoice, person_id)
    return ReminderFormat(row.format) if row else ReminderFormat.EMAIL


def reminded_of(session: Session, proposal: Proposal, closing: datetime) -> set[UUID]:
    """Who was reminded of this closing time already."""
    rows = select(Reminded.person_id).where(Reminded.proposal_id == proposal.id)
    return set(session.scalars(rows.where(Reminded.closes_at == closing)))


def personal_data(session: Session, person_id: UUID) -> list[Section]:
    """What this feature holds about a person, for /my/data."""
    parts = (
        _answers(session, person_id),
        _time(session, person_id),
        _asked(session, person_id),
        _reminders(session, person_id),
    )
    return [part for part in parts if part is not None]


def _reminders(session: Session, person_id: UUID) -> Section | None:
    choice = session.get(ReminderChoice, person_id)
    sent = select(Reminded.at).where(Reminded.person_id == person_id).order_by(Reminded.at)
    how = FORMAT_WORDS[ReminderFormat(choice.format)] if choice else ""
    entries: list[Mapping[str, Held]] = [{N_("How we remind you"): how}] if choice else []
    entries += [{N_("We reminded you"): at} for at in session.scalars(sent)]
    title = N_("Reminders")
    return Section(name="reminders", title=title, entries=tuple(entries)) if entries else None


def _asked(session: Session, person_id: UUID) -> Section | None:
    rows = select(Question.words, Proposal.opened_at).join(Proposal)
    rows = rows.where(Proposal.opened_by == person_id).order_by(Proposal.opened_at)
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {N_("You asked"): words, N_("When"): at} for words, at in session.execute(rows)
    )
    kept = N_("That somebody asked stays, under a random number. Words do not.")
    title = N_("What you asked your groups")
    return Section(name="asked", title=title, entries=entries, kept=kept) if entries else None


def _time(session: Session, person_id: UUID) -> Section | None:
    rows = select(AskedForTime.at).where(AskedForTime.person_id == person_id)
    entries = tuple({N_("When"): at} for at in session.scalars(rows.order_by(AskedForTime.at)))
    kept = N_("That somebody asked stays, under a random number.")
    title = N_("When you asked for more time")
    return Section(name="more_time", title=title, entries=entries, kept=kept) if entries else None


def _answers(session: Session, person_id: UUID) -> Section | None:
    rows = select(GivenAnswer).options(
        selectinload(GivenAnswer.worry), selectinload(GivenAnswer.recorded)
    )
    rows = rows.where(GivenAnswer.person_id == person_id).order_by(GivenAnswer.at)
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {
            N_("You answered"): ANSWER_WORDS[Answer(row.answer)],
            N_("Your worry"): row.worry.words if row.worry else "",
            N_("When"): row.at,
            N_("How it reached us"): HOW_WORDS[How(row.recorded.how)] if row.recorded else "",
        }
        for row in session.scalars(rows)
    )
    kept = N_("Yes and no stay, under a random number, as proof of what was agreed. Words do not.")
    title = N_("What you answered in your groups")
    return Section(name="answers", title=title, entries=entries, kept=kept) if entries else None
