"""Reads about places: distances, and which patch a council belongs to."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from microcare.places.geometry import distance_m
from microcare.places.models import Patch, PatchCouncil

__all__ = [
    "distance_m",
    "patch_by_id",
    "patch_by_slug",
    "patch_for_council",
    "patch_named",
    "patches",
]

_WITH_COUNCILS = selectinload(Patch.councils)


def patches(session: Session) -> list[Patch]:
    """Every patch with its councils, by name."""
    return list(session.scalars(select(Patch).options(_WITH_COUNCILS).order_by(Patch.name)))


def patch_by_id(session: Session, patch_id: uuid.UUID) -> Patch | None:
    """The patch with its councils, or None."""
    return session.get(Patch, patch_id, options=[_WITH_COUNCILS])


def patch_by_slug(session: Session, slug: str) -> Patch | None:
    """The patch of that slug with its councils, or None."""
    return session.scalar(select(Patch).options(_WITH_COUNCILS).where(Patch.slug == slug))


def patch_named(session: Session, name: str) -> Patch | None:
    """The patch of that name or slug, or None: what `--patch NAME` means."""
    either = (Patch.name == name.strip()) | (Patch.slug == name.strip())
    return session.scalar(select(Patch).options(_WITH_COUNCILS).where(either))


def patch_for_council(session: Session, code: str | None) -> Patch | None:
    """The patch that a council belongs to, or None where no desk looks after it yet."""
    if code is None:
        return None
    return session.scalar(
        select(Patch)
        .join(PatchCouncil)
        .options(_WITH_COUNCILS)
        .where(PatchCouncil.council_code == code)
    )
