"""Puts a listing on the map without saying where anybody lives.

Of a home, everybody may know the public point (its sector's, its outcode's or the nearest town's),
and the exact postcode goes into a table that no public query joins. A venue is where it says.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.directory.models import Listing, Location, PrivatePlace
from microcare.directory.services.history import move_on, note
from microcare.directory.services.publish import last_approved
from microcare.directory.values import (
    Act,
    PublicPlace,
    Reach,
    State,
    UnknownHome,
    Where,
    may_step,
)
from microcare.directory.values.errors import CannotDoThatNow
from microcare.kernel.clock import Clock
from microcare.people.models import Person
from microcare.places.councils import nation_of
from microcare.places.gazetteer import Gazetteer
from microcare.places.queries import patch_for_council
from microcare.places.values import NotAPostcode, Place, Precision, UnknownPlace


def place_listing(
    session: Session,
    listing: Listing,
    where: Where,
    *,
    gazetteer: Gazetteer,
    by: Person | None,
    clock: Clock,
) -> None:
    """Saves where help happens, and which patch that is in, by the postcode's own council.

    A home that moves to another postcode with the same public point changes nothing that anybody
    sees, so it starts no edit. What is public stays on its desk until the move is approved.
    Raises UnknownHome, CannotDoThatNow.
    """
    if not may_step(listing.life, Act.ANSWER):
        raise CannotDoThatNow
    place, council = _find(where, gazetteer)
    before = (_public(listing.location), listing.is_moving, listing.desk_id)
    _put(session, listing, where, place=place, near=_near(place, gazetteer))
    _choose_desk(session, listing, council)
    listing.saved_at = clock.now()
    if before == (_public(listing.location), listing.is_moving, listing.desk_id):
        note(session, listing, Act.ANSWER, by=by, clock=clock, about="postcode")
    else:
        move_on(session, listing, Act.ANSWER, by=by, clock=clock, about="Where")
    # Flushed so that the next question's answer finds the location.
    session.flush()


def settle_move(listing: Listing) -> None:
    """The desk that an edit would move it to takes it over, where there is one."""
    if listing.is_moving:
        listing.patch_id, listing.council_code = listing.next_patch_id, listing.next_council_code
        _move_to(listing, None, None, is_moving=False)


def _choose_desk(session: Session, listing: Listing, council: str | None) -> None:
    patch = patch_for_council(session, council) if council else None
    patch_id = patch.id if patch else None
    if listing.state not in (State.PUBLIC, State.PAUSED):
        listing.patch_id, listing.council_code = patch_id, council
    elif _stays(session, listing, council):
        _move_to(listing, None, None, is_moving=False)
    else:
        _move_to(listing, patch_id, council, is_moving=True)


def _stays(session: Session, listing: Listing, council: str | None) -> bool:
    """Whether what is public would not change, so that its desk does not either.

    A sector may lie in two councils. If the desk went with the home, the page would tell on which
    side of the line it stands now. Another nation's law, though, must be looked at.
    """
    shown, location = last_approved(session, listing).place, listing.location
    if location is None or _public_facts(shown) != _public(location)[:-1]:
        return False
    if not shown.is_home_based:
        return council == listing.council_code
    is_known = council is not None and listing.council_code is not None
    return not is_known or nation_of(str(council)) == nation_of(str(listing.council_code))


def _move_to(
    listing: Listing, patch_id: UUID | None, council: str | None, *, is_moving: bool
) -> None:
    listing.next_patch_id, listing.next_council_code = patch_id, council
    listing.is_moving = is_moving


def _public_facts(place: PublicPlace) -> tuple[object, ...]:
    postcode = place.address.postcode if place.address else None
    return (place.reach, *place.point, place.near, place.precision, postcode)


def _find(where: Where, gazetteer: Gazetteer) -> tuple[Place, str | None]:
    try:
        exact = gazetteer.locate(where.postcode)
        place = exact if where.reach == Reach.VENUE else gazetteer.public_point(where.postcode)
    except (NotAPostcode, UnknownPlace) as unknown:
        raise UnknownHome from unknown
    return place, gazetteer.council_code(where.postcode)


def _near(place: Place, gazetteer: Gazetteer) -> str:
    # Both are made of the public point alone, so they tell no more than it does.
    if place.precision == Precision.TOWN:
        return place.label
    try:
        town = gazetteer.nearest_town(place.point).label
    except UnknownPlace:
        return place.near
    return f"{town} ({place.near})"


def _put(session: Session, listing: Listing, where: Where, *, place: Place, near: str) -> None:
    location = listing.location
    if location is None:
        location = listing.location = Location(listing_id=listing.id)
    location.reach = where.reach.value
    location.lat, location.lng = place.point
    location.near, location.precision = near, place.precision.value
    is_venue = where.reach == Reach.VENUE
    location.postcode = where.postcode if is_venue else None
    if not is_venue:
        location.line_1 = location.city = location.county = None
    if where.reach != Reach.VISITS:
        listing.service_area = None
    private = session.get(PrivatePlace, listing.id)
    if is_venue:
        if private:
            session.delete(private)
    elif private:
        private.postcode = where.postcode
    else:
        session.add(PrivatePlace(listing_id=listing.id, postcode=where.postcode))


def _public(location: Location | None) -> tuple[object, ...]:
    if location is None:
        return ()
    return (
        location.reach,
        location.lat,
        location.lng,
        location.near,
        location.precision,
        location.postcode,
        location.line_1,
    )
