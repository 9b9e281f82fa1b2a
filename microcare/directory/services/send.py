"""Sends a listing, or an edit of one, to the catalyst of its patch; or takes it back."""

from sqlalchemy.orm import Session

from microcare.directory.models import Listing
from microcare.directory.policies import missing_parts
from microcare.directory.queries import answers_of
from microcare.directory.services.history import move_on
from microcare.directory.services.letters import tell_catalysts
from microcare.directory.values import Act, NoCatalystThere, NotFinished
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def send_listing(session: Session, listing: Listing, *, by: Person, clock: Clock) -> None:
    """Hands the answers to the catalysts of the patch they name, who get a letter.

    Raises NotFinished, NoCatalystThere, CannotDoThatNow.
    """
    if missing_parts(answers_of(listing)):
        raise NotFinished
    if listing.desk_id is None:
        raise NoCatalystThere
    move_on(session, listing, Act.SEND, by=by, clock=clock)
    listing.sent_at = clock.now()
    tell_catalysts(session, listing, "sent", patch_id=listing.desk_id, clock=clock)


def take_back_listing(session: Session, listing: Listing, *, by: Person, clock: Clock) -> None:
    """Takes back what was sent, to change it. Raises CannotDoThatNow."""
    move_on(session, listing, Act.TAKE_BACK, by=by, clock=clock)
    listing.sent_at = None
