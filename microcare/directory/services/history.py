"""Notes what was done to a listing. Every verb here calls it, in the same transaction."""

from sqlalchemy.orm import Session

from microcare.directory.models import Listing, ListingEvent
from microcare.directory.values import Act, step
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def note(
    session: Session,
    listing: Listing,
    act: Act,
    *,
    by: Person | None,
    clock: Clock,
    words: str = "",
    about: str = "",
) -> None:
    """Adds one line to the listing's history: who did what, when, with which words."""
    session.add(
        ListingEvent(
            listing_id=listing.id,
            act=act.value,
            by_id=by.id if by else None,
            by_name=by.name if by else "",
            at=clock.now(),
            words=words,
            about=about,
        )
    )


def hold(session: Session, listing: Listing) -> None:
    """Keeps others from moving this listing until we are done, and reads where it is by now.

    Two catalysts who say yes at the same moment meet here: the second is told that it has changed.
    """
    session.refresh(listing, ["state", "edit", "version_id"], with_for_update=True)


def move_on(
    session: Session,
    listing: Listing,
    act: Act,
    *,
    by: Person | None,
    clock: Clock,
    words: str = "",
    about: str = "",
) -> None:
    """Takes the step `act` in the listing's life and notes it. Raises CannotDoThatNow."""
    hold(session, listing)
    listing.life = step(listing.life, act)
    note(session, listing, act, by=by, clock=clock, words=words, about=about)
