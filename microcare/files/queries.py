"""Reads of what is kept."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.files.models import StoredFile


def files_by_ids(session: Session, ids: Collection[UUID]) -> dict[UUID, StoredFile]:
    """These files' rows, by id; those that are gone left out."""
    rows = select(StoredFile).where(StoredFile.id.in_(list(ids)))
    return {row.id: row for row in session.scalars(rows)}


def files_of(session: Session, owner_id: UUID) -> list[StoredFile]:
    """Every file that is this person's, the oldest first."""
    rows = select(StoredFile).where(StoredFile.owner_id == owner_id)
    return list(session.scalars(rows.order_by(StoredFile.kept_at, StoredFile.id)))


def all_files(session: Session) -> list[StoredFile]:
    """Every file's row."""
    return list(session.scalars(select(StoredFile).order_by(StoredFile.id)))


def known_ids(session: Session) -> set[UUID]:
    """The id of every file that a row names."""
    return set(session.scalars(select(StoredFile.id)))
