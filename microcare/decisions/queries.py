"""Reads of proposals, with who decides and what they said."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from microcare.decisions.models import Proposal

_WHOLE = (selectinload(Proposal.electors), selectinload(Proposal.answers))


def proposal_by_id(session: Session, proposal_id: UUID) -> Proposal | None:
    """A proposal with its electors and answers."""
    return session.scalar(select(Proposal).options(*_WHOLE).where(Proposal.id == proposal_id))


def open_proposal_of(session: Session, subject_id: UUID) -> Proposal | None:
    """What a subject is deciding now, or None."""
    rows = select(Proposal).options(*_WHOLE)
    return session.scalar(rows.where(Proposal.subject_id == subject_id, Proposal.outcome.is_(None)))


def locked_proposal(session: Session, proposal_id: UUID) -> Proposal | None:
    """The same, locked, so that one process decides it (pooling P23)."""
    rows = select(Proposal).options(*_WHOLE).where(Proposal.id == proposal_id)
    rows = rows.with_for_update().execution_options(populate_existing=True)
    return session.scalar(rows)


def open_proposals(session: Session, *, limit: int = 500) -> list[UUID]:
    """Ids of proposals still open, the oldest first: what the late job looks through."""
    rows = select(Proposal.id).where(Proposal.outcome.is_(None))
    return list(session.scalars(rows.order_by(Proposal.opened_at, Proposal.id).limit(limit)))


def ended_after(session: Session, subject_id: UUID, since: datetime) -> list[Proposal]:
    """What a subject decided since, the newest first."""
    rows = select(Proposal).options(*_WHOLE).where(Proposal.subject_id == subject_id)
    rows = rows.where(Proposal.ended_at >= since).order_by(Proposal.ended_at.desc())
    return list(session.scalars(rows))
