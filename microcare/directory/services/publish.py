"""Makes the public document of a listing, and puts it where everybody looks.

A document is made only when a catalyst approves. What takes effect at once afterwards (room,
pausing, "still right") copies the last one with that one thing changed, so that no unapproved
answer can slip in with it.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from microcare.directory.models import Listing, ListingVersion
from microcare.directory.values import Act, PublicListing, Reach, from_json, to_json
from microcare.index.services import put_document, remove_document
from microcare.index.values import Document
from microcare.index.values import Help as IndexHelp
from microcare.index.values import Price as IndexPrice
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.people.models import Person


def publish(
    session: Session,
    listing: Listing,
    document: PublicListing,
    *,
    cause: Act,
    by: Person | None,
    clock: Clock,
) -> PublicListing:
    """Keeps `document` as the listing's newest version and puts it in the index, or takes it out.

    Version number and stamps are set here.
    """
    before = session.get(ListingVersion, listing.version_id) if listing.version_id else None
    document = replace(
        document,
        version_id=new_id(),
        number=before.number + 1 if before else 1,
        changed_at=clock.now(),
    )
    session.add(
        ListingVersion(
            id=document.version_id,
            listing_id=listing.id,
            number=document.number,
            cause=cause.value,
            document=to_json(document),
            made_by_id=by.id if by else None,
            made_at=clock.now(),
        )
    )
    # Flushed because the listing points at its version.
    session.flush()
    listing.version_id = document.version_id
    if document.is_paused:
        remove_document(session, listing.id)
    else:
        put_document(session, index_document(document))
    return document


def publish_change(
    session: Session,
    listing: Listing,
    changes: dict[str, Any],
    *,
    cause: Act,
    by: Person | None,
    clock: Clock,
) -> PublicListing:
    """Publishes the last approved document again with only `changes` made to it."""
    last = last_approved(session, listing)
    return publish(session, listing, replace(last, **changes), cause=cause, by=by, clock=clock)


def last_approved(session: Session, listing: Listing) -> PublicListing:
    """The public document of now of a listing that has one."""
    version = session.get_one(ListingVersion, listing.version_id)
    return from_json(PublicListing, version.document)


def index_document(listing: PublicListing) -> Document:
    """A public listing as the index keeps it: made of the public document alone."""
    place, price = listing.place, listing.price
    return Document(
        listing_id=listing.id,
        slug=listing.slug,
        name=listing.name,
        kind=listing.kind.value,
        summary=listing.summary,
        lat=place.point.lat,
        lng=place.point.lng,
        published_at=listing.published_at,
        body=_body(listing),
        helps=tuple(IndexHelp(term.slug, term.name, term.alike) for term in listing.help),
        served_radius_m=place.radius_m if place.reach == Reach.VISITS else None,
        comes_to=place.reach != Reach.VISITS,
        pays=tuple(way.value for way in listing.pay),
        days=tuple(dict.fromkeys(opening.day.value for opening in listing.times)),
        has_room=listing.has_room,
        price=IndexPrice(price.pence, price.per.value, price.minutes) if price else None,
        confirmed_on=listing.confirmed_on,
        card=_card(listing),
    )


def _body(listing: PublicListing) -> str:
    parts = [
        listing.description,
        listing.who_for,
        listing.place.near,
        *(met.about for met in listing.people),
        *listing.languages,
        listing.times_note,
        listing.includes,
        *listing.principles,
        listing.ownership.organisation,
    ]
    return "\n".join(part for part in parts if part)


def _card(listing: PublicListing) -> dict[str, Any]:
    """What a result card shows beyond what the index itself needs."""
    return {
        "near": listing.place.near,
        "precision": listing.place.precision.value,
        "reach": listing.place.reach.value,
        "radius_m": listing.place.radius_m,
        "room": listing.room.value,
        "room_for": listing.room_for,
        "waiting_weeks": listing.waiting_weeks,
        "times": to_json(listing.times),
        "times_note": listing.times_note,
        "workers": listing.workers,
        "users_percent": listing.ownership.users_percent,
        "workers_percent": listing.ownership.workers_percent,
        "confirmed_by": listing.confirmed_by,
    }
