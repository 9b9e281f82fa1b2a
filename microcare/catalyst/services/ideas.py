"""Notes on a page that only catalysts read, and ideas that come to nothing."""

from sqlalchemy.orm import Session

from microcare.catalyst.values import NotAnIdea
from microcare.directory.models import Listing
from microcare.directory.services import close_listing
from microcare.directory.services.history import hold, note
from microcare.directory.values import Act, NeedsReason, State
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def add_note(session: Session, listing: Listing, *, words: str, by: Person, clock: Clock) -> None:
    """Adds words to the history, for the catalysts of the patch. Raises NeedsReason."""
    if not words.strip():
        raise NeedsReason(field="note")
    note(session, listing, Act.NOTE, by=by, clock=clock, words=words.strip())


def let_go(session: Session, listing: Listing, *, by: Person, clock: Clock) -> None:
    """Closes an idea that nobody took up. Raises NotAnIdea."""
    hold(session, listing)
    if listing.state != State.IDEA:
        raise NotAnIdea
    close_listing(session, listing, by=by, clock=clock)
