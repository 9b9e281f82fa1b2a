"""What everybody may read: approved documents, one query each, and never a working copy."""

import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from microcare.directory.models import Listing, ListingStop, ListingVersion
from microcare.directory.policies import care_basis
from microcare.directory.values import CareBasis, PublicListing, PublicPatch, State, from_json
from microcare.places.models import Patch
from microcare.places.queries import patch_by_id

SHOWN = (State.PUBLIC.value, State.PAUSED.value)


def _documents(*states: str) -> Select[dict[str, Any]]:
    return (
        select(ListingVersion.document)
        .join(Listing, Listing.version_id == ListingVersion.id)
        .where(Listing.state.in_(states))
    )


def public_listing(session: Session, slug: str) -> PublicListing | None:
    """The approved document at `/listings/<slug>`; a paused one says so (`is_paused`)."""
    document = session.scalar(_documents(*SHOWN).where(Listing.slug == slug))
    return _with_its_patch(session, document) if document else None


def public_listing_by_id(session: Session, listing_id: uuid.UUID) -> PublicListing | None:
    """The approved document of a listing that is public or paused, else None."""
    document = session.scalar(_documents(*SHOWN).where(Listing.id == listing_id))
    return _with_its_patch(session, document) if document else None


def _with_its_patch(session: Session, document: dict[str, Any]) -> PublicListing:
    # A telephone number to ring about a worry must be today's, not that of the day of approval.
    listing = from_json(PublicListing, document)
    patch = patch_by_id(session, listing.patch.id)
    return replace(listing, patch=public_patch(patch)) if patch else listing


def public_listings_by_ids(
    session: Session, listing_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, PublicListing]:
    """The approved documents of several listings in one read, those that are shown."""
    query = _documents(*SHOWN).where(Listing.id.in_(list(listing_ids)))
    found = (from_json(PublicListing, document) for document in session.scalars(query))
    return {listing.id: listing for listing in found}


def public_listings(session: Session, *, batch: int = 500) -> Iterator[PublicListing]:
    """Every listing that search may find (public, not paused), streamed in batches by id."""
    query = _documents(State.PUBLIC.value).order_by(Listing.id)
    query = query.execution_options(yield_per=batch)
    for document in session.scalars(query):
        yield from_json(PublicListing, document)


def shown_documents(session: Session) -> Iterator[PublicListing]:
    """Every approved document that has a page now, paused ones too."""
    for document in session.scalars(_documents(*SHOWN).order_by(Listing.id)):
        yield from_json(PublicListing, document)


def is_open(session: Session, listing_id: uuid.UUID) -> bool:
    """Whether a listing is public and not paused at this moment."""
    state = session.scalar(select(Listing.state).where(Listing.id == listing_id))
    return state == State.PUBLIC


def is_stopped(session: Session, listing_id: uuid.UUID) -> bool:
    """Whether a catalyst stopped this page, and has not let it go on."""
    return bool(_stopped(session, [listing_id]))


def _stopped(session: Session, listing_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    rows = select(ListingStop.listing_id).where(ListingStop.listing_id.in_(list(listing_ids)))
    return set(session.scalars(rows.where(ListingStop.ended_at.is_(None))))


def out_of_work(
    session: Session, listing_ids: Collection[uuid.UUID], *, today: date
) -> set[uuid.UUID]:
    """Which of these cannot do what was promised to them: a catalyst stopped them, their page is
    closed, or care of the body is theirs to give no longer (pooling P42, P50).

    A provider who pauses their own page is not among them: that is for new people alone.
    """
    shown = public_listings_by_ids(session, listing_ids)
    no_care = {one.id for one in shown.values() if care_basis(one, today) is CareBasis.UNKNOWN}
    return _stopped(session, listing_ids) | (set(listing_ids) - shown.keys()) | no_care


def public_patch(patch: Patch) -> PublicPatch:
    """A patch as a listing's page shows it."""
    return PublicPatch(
        id=patch.id,
        name=patch.name,
        organisation=patch.organisation,
        contact_name=patch.contact_name,
        phone=patch.phone,
        safeguarding_name=patch.safeguarding_name,
        safeguarding_phone=patch.safeguarding_phone,
    )
