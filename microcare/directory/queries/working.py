"""Working copies: for their keepers and the catalysts of their patch, never for everybody."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from microcare.directory.models import (
    DeclaredInterest,
    Listing,
    ListingEvent,
    ListingKeeper,
    ListingQuestion,
    ListingVersion,
    Organization,
    PrivatePlace,
)
from microcare.directory.policies import missing_checks, required_checks
from microcare.directory.queries.answers import answers_of, checks_seen
from microcare.directory.values import (
    Answers,
    CheckSeen,
    Edit,
    PublicListing,
    RequiredCheck,
    Rules,
    State,
)
from microcare.directory.values.codec import from_json
from microcare.kernel.clock import Clock
from microcare.places.councils import nation_of

_PARTS = (
    Listing.contacts,
    Listing.location,
    Listing.service_area,
    Listing.schedules,
    Listing.cost_options,
    Listing.languages,
    Listing.accessibilities,
    Listing.phones,
    Listing.helps,
    Listing.keepers,
)


def _whole() -> Select[Listing]:
    return select(Listing).options(*(selectinload(part) for part in _PARTS))


def listing_by_id(session: Session, listing_id: uuid.UUID) -> Listing | None:
    """A listing with everything that hangs on it."""
    return session.scalar(_whole().where(Listing.id == listing_id))


def listing_to_answer(session: Session, listing_id: uuid.UUID, question: str) -> Listing | None:
    """The listing that a question of this name belongs to; every question belongs to every one."""
    del question
    return listing_by_id(session, listing_id)


def listing_asked(
    session: Session, listing_id: uuid.UUID, question_id: uuid.UUID
) -> Listing | None:
    """The listing that a visitor's question was put to, or None when it was put to another."""
    asked = session.get(ListingQuestion, question_id)
    return listing_by_id(session, listing_id) if asked and asked.listing_id == listing_id else None


def listings_kept_by(session: Session, person_id: uuid.UUID) -> list[Listing]:
    """The listings a person looks after, the last changed first."""
    query = (
        _whole()
        .join(ListingKeeper, ListingKeeper.listing_id == Listing.id)
        .where(ListingKeeper.person_id == person_id)
        .order_by(Listing.saved_at.desc(), Listing.id)
    )
    return list(session.scalars(query))


def organizations_kept_by(session: Session, person_id: uuid.UUID) -> list[Organization]:
    """Who runs the listings that a person looks after, by name; not of what is closed."""
    kept = (
        select(Listing.organization_id)
        .join(ListingKeeper, ListingKeeper.listing_id == Listing.id)
        .where(ListingKeeper.person_id == person_id, Listing.state != State.CLOSED)
    )
    query = select(Organization).where(Organization.id.in_(kept))
    return list(session.scalars(query.order_by(Organization.name, Organization.id)))


def is_read_elsewhere(session: Session, listing: Listing) -> bool:
    """Whether a catalyst is reading another listing of the same organization."""
    query = select(Listing.id).where(
        Listing.organization_id == listing.organization_id,
        Listing.id != listing.id,
        or_(Listing.state == State.SENT, Listing.edit == Edit.SENT),
    )
    return session.scalar(query.limit(1)) is not None


def keeper_ids(session: Session, listing_id: uuid.UUID) -> list[uuid.UUID]:
    """Who looks after a listing, the longest first."""
    query = (
        select(ListingKeeper.person_id)
        .where(ListingKeeper.listing_id == listing_id)
        .order_by(ListingKeeper.since, ListingKeeper.person_id)
    )
    return list(session.scalars(query))


def keepers_of(
    session: Session, listing_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    """Who looks after each of these listings."""
    rows = select(ListingKeeper.listing_id, ListingKeeper.person_id)
    found: dict[uuid.UUID, set[uuid.UUID]] = {listing_id: set() for listing_id in listing_ids}
    for listing_id, person_id in session.execute(
        rows.where(ListingKeeper.listing_id.in_(list(listing_ids)))
    ):
        found[listing_id].add(person_id)
    return {listing_id: frozenset(people) for listing_id, people in found.items()}


def is_kept_by(session: Session, listing_id: uuid.UUID, *, person_id: uuid.UUID) -> bool:
    """Whether this person looks after this listing now."""
    return session.get(ListingKeeper, (listing_id, person_id)) is not None


def answered_by(patch_ids: Collection[uuid.UUID]) -> ColumnElement[bool]:
    """That what is sent is answered in these patches: an edit that moves it, where it goes."""
    held = list(patch_ids)
    stays = and_(Listing.patch_id.in_(held), Listing.is_moving.is_(False))
    return or_(stays, Listing.next_patch_id.in_(held))


def listings_waiting(session: Session, patch_ids: Collection[uuid.UUID]) -> list[Listing]:
    """What waits for a catalyst in these patches, oldest first: new ones sent, and edits sent."""
    edits = Listing.state.in_((State.PUBLIC, State.PAUSED)) & (Listing.edit == Edit.SENT)
    query = (
        _whole()
        .where(answered_by(patch_ids), or_(Listing.state == State.SENT, edits))
        .order_by(Listing.sent_at, Listing.id)
    )
    return list(session.scalars(query))


def listings_of_patches(
    session: Session, patch_ids: Collection[uuid.UUID], *, states: Collection[State]
) -> list[Listing]:
    """Listings of these patches in these states, by name: ideas, drafts, what is public."""
    query = (
        _whole()
        .where(Listing.patch_id.in_(list(patch_ids)), Listing.state.in_(list(states)))
        .order_by(Listing.name, Listing.id)
    )
    return list(session.scalars(query))


def interested_ids(session: Session, listing_id: uuid.UUID) -> set[uuid.UUID]:
    """Who declared that they are too close to this listing to decide."""
    query = select(DeclaredInterest.person_id).where(DeclaredInterest.listing_id == listing_id)
    return set(session.scalars(query))


def listing_with_interest(
    session: Session, listing_id: uuid.UUID, person_id: uuid.UUID
) -> Listing | None:
    """The listing that this person stood aside from, or None where they did not."""
    is_so = person_id in interested_ids(session, listing_id)
    return listing_by_id(session, listing_id) if is_so else None


def history_of(session: Session, listing_id: uuid.UUID) -> list[ListingEvent]:
    """All that was done to a listing, the newest first."""
    query = (
        select(ListingEvent)
        .where(ListingEvent.listing_id == listing_id)
        .order_by(ListingEvent.at.desc(), ListingEvent.id)
    )
    return list(session.scalars(query))


def versions_of(session: Session, listing_id: uuid.UUID) -> list[ListingVersion]:
    """Every public document a listing ever had, the newest first."""
    query = (
        select(ListingVersion)
        .where(ListingVersion.listing_id == listing_id)
        .order_by(ListingVersion.number.desc())
    )
    return list(session.scalars(query))


def private_postcode(session: Session, listing_id: uuid.UUID) -> str | None:
    """The exact postcode of a home, for its own keeper's form and for nobody else."""
    place = session.get(PrivatePlace, listing_id)
    return place.postcode if place else None


def private_postcodes(session: Session, listing_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The same of several listings in one read; those that are no home are left out."""
    query = select(PrivatePlace.listing_id, PrivatePlace.postcode)
    rows = session.execute(query.where(PrivatePlace.listing_id.in_(list(listing_ids))))
    return {listing_id: postcode for listing_id, postcode in rows}


@dataclass(frozen=True, slots=True)
class Review:
    """All a catalyst needs on one page: the answers beside the checks they call for."""

    listing: Listing
    answers: Answers
    needed: tuple[RequiredCheck, ...]
    seen: tuple[CheckSeen, ...]
    missing: tuple[RequiredCheck, ...]
    history: tuple[ListingEvent, ...]
    public: PublicListing | None


def checks_needed(
    listing: Listing, answers: Answers, *, rules: Rules | None = None
) -> list[RequiredCheck]:
    """What must be seen before these answers may be public, by the law of where it is.

    An edit that would move it goes by the law of there once it was sent; until then it is a draft,
    and what is public is looked at by the law that it was approved under.
    """
    was_sent = listing.edit in (Edit.SENT, Edit.CHANGES_ASKED)
    council = listing.desk_council_code if was_sent else listing.council_code
    nation = nation_of(council or " ")
    return required_checks(answers, nation=nation, rules=rules)


def listing_for_review(
    session: Session, listing_id: uuid.UUID, *, clock: Clock, rules: Rules | None = None
) -> Review | None:
    """A listing as its catalyst reviews it, or None where there is no such listing."""
    listing = listing_by_id(session, listing_id)
    if listing is None:
        return None
    answers = answers_of(listing)
    needed = checks_needed(listing, answers, rules=rules)
    seen = checks_seen(session, listing_id)
    version = session.get(ListingVersion, listing.version_id) if listing.version_id else None
    return Review(
        listing=listing,
        answers=answers,
        needed=tuple(needed),
        seen=tuple(seen),
        missing=tuple(missing_checks(needed, seen, today=clock.today())),
        history=tuple(history_of(session, listing_id)),
        public=from_json(PublicListing, version.document) if version else None,
    )
