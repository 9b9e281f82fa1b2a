"""A catalyst stops a page that is public, and lets it go on: at once, with words to its keepers."""

import uuid

from sqlalchemy import update
from sqlalchemy.orm import Session

from microcare.directory.models import Listing, ListingStop
from microcare.directory.queries import is_stopped
from microcare.directory.services.history import hold, move_on
from microcare.directory.services.letters import tell_keepers
from microcare.directory.services.publish import publish_change
from microcare.directory.services.reviewing import check_may_see
from microcare.directory.values import (
    Act,
    CannotDoThatNow,
    NeedsReason,
)
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def stop_listing(
    session: Session, listing: Listing, *, words: str, by: Person, clock: Clock
) -> None:
    """Takes a page out of search, and lets nothing new be promised to its provider.

    Its keepers read why. Pressed twice it is once: the second raises CannotDoThatNow. Raises
    NeedsReason, OtherPatch, OwnListing, HasInterest.
    """
    _check(session, listing, words, by)
    if is_stopped(session, listing.id):
        raise CannotDoThatNow
    move_on(session, listing, Act.STOP, by=by, clock=clock, words=words.strip())
    session.add(ListingStop(listing_id=listing.id, begun_at=clock.now()))
    publish_change(session, listing, {"is_paused": True}, cause=Act.STOP, by=by, clock=clock)
    tell_keepers(session, listing.id, "stop", clock=clock)


def allow_listing(
    session: Session, listing: Listing, *, words: str, by: Person, clock: Clock
) -> None:
    """Puts a page that was stopped back in search. Raises as `stop_listing` does."""
    _check(session, listing, words, by)
    if not is_stopped(session, listing.id):
        raise CannotDoThatNow
    end_stop(session, listing.id, clock=clock)
    move_on(session, listing, Act.ALLOW, by=by, clock=clock, words=words.strip())
    publish_change(session, listing, {"is_paused": False}, cause=Act.ALLOW, by=by, clock=clock)
    tell_keepers(session, listing.id, "allow", clock=clock)


def end_stop(session: Session, listing_id: uuid.UUID, *, clock: Clock) -> None:
    """Ends a stop, where there is one, before the page is made public."""
    rows = update(ListingStop).where(ListingStop.listing_id == listing_id)
    session.execute(rows.where(ListingStop.ended_at.is_(None)).values(ended_at=clock.now()))


def _check(session: Session, listing: Listing, words: str, by: Person) -> None:
    hold(session, listing)
    check_may_see(session, listing, by)
    if not words.strip():
        raise NeedsReason
