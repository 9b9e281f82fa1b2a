"""A catalyst asks the keepers of a page whether it is still right."""

from sqlalchemy.orm import Session

from microcare.catalyst.queries import asked_lately
from microcare.catalyst.queries.history import STILL_RIGHT
from microcare.catalyst.values import AskedLately, NobodyToAskThere
from microcare.directory.models import Listing
from microcare.directory.queries import keeper_ids
from microcare.directory.services import ask_still_right
from microcare.directory.services.history import hold, note
from microcare.directory.values import Act, CannotDoThatNow, State
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def ask_keepers(session: Session, listing: Listing, *, by: Person, clock: Clock) -> None:
    """Owes each keeper the letter with one button. Raises CannotDoThatNow, AskedLately,
    NobodyToAskThere."""
    hold(session, listing)
    if listing.state != State.PUBLIC:
        raise CannotDoThatNow
    if not keeper_ids(session, listing.id):
        raise NobodyToAskThere
    if asked_lately(session, listing.id, now=clock.now()):
        raise AskedLately
    ask_still_right(session, listing, clock=clock)
    note(session, listing, Act.NOTE, by=by, clock=clock, about=STILL_RIGHT)
