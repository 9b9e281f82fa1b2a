"""A catalyst stops a provider's page, and lets it go on; whoever promised them anything is told."""

from sqlalchemy.orm import Session

from microcare.commissioning.services import watch_providers
from microcare.directory.models import Listing
from microcare.directory.services import allow_listing, stop_listing
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def stop_page(session: Session, listing: Listing, *, words: str, by: Person, clock: Clock) -> None:
    """Nothing new is promised to them from now on (pooling P42). Raises as `stop_listing` does."""
    stop_listing(session, listing, words=words, by=by, clock=clock)
    session.flush()  # who is told is asked of the database
    watch_providers(session, clock=clock, listing_id=listing.id)


def let_page_go_on(
    session: Session, listing: Listing, *, words: str, by: Person, clock: Clock
) -> None:
    """It is over, and whoever was told is told that too. Raises as `allow_listing` does."""
    allow_listing(session, listing, words=words, by=by, clock=clock)
    session.flush()  # the same
    watch_providers(session, clock=clock, listing_id=listing.id)
