"""Reads of proposals, with who decides and what they said."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from microcare.decisions.models import GivenAnswer, Proposal
from microcare.decisions.values import ANSWER_WORDS, Answer
from microcare.kernel.words import N_
from microcare.people.values import HOW_WORDS, Held, How, Section

WHOLE = (
    selectinload(Proposal.electors),
    selectinload(Proposal.answers).selectinload(GivenAnswer.worry),
    selectinload(Proposal.answers).selectinload(GivenAnswer.recorded),
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


def open_proposals(session: Session) -> list[UUID]:
    """Ids of every proposal still open, the oldest first: what the late job looks through."""
    rows = select(Proposal.id).where(Proposal.outcome.is_(None))
    return list(session.scalars(rows.order_by(Proposal.opened_at, Proposal.id)))


def personal_data(session: Session, person_id: UUID) -> list[Section]:
    """What this feature holds about a person, for /my/data."""
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
    return [Section(name="answers", title=title, entries=entries, kept=kept)] if entries else []
