"""What takes effect at once on an approved listing: still right, room, pausing, closing.

Each makes a new version that copies the approved one with that one thing changed; an edit that
waits is neither shown nor lost.
"""

from sqlalchemy.orm import Session

from microcare.directory.models import Listing
from microcare.directory.queries import is_stopped
from microcare.directory.services.history import hold, move_on
from microcare.directory.services.place import settle_move
from microcare.directory.services.publish import publish_change
from microcare.directory.values import Act, RoomNow, State, StoppedByCatalyst
from microcare.index.services import remove_document
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def confirm_listing(session: Session, listing: Listing, *, by: Person, clock: Clock) -> None:
    """A person says that all of it is still right today. Editing alone never counts as that.

    Their first name is shown beside the day. Raises CannotDoThatNow.
    """
    move_on(session, listing, Act.CONFIRM, by=by, clock=clock)
    listing.confirmed_on, listing.confirmed_by = clock.today(), by.first_name
    changes = {"confirmed_on": listing.confirmed_on, "confirmed_by": listing.confirmed_by}
    publish_change(session, listing, changes, cause=Act.CONFIRM, by=by, clock=clock)


def tell_room(
    session: Session, listing: Listing, room: RoomNow, *, by: Person, clock: Clock
) -> None:
    """Says whether there is room for more people now. Raises CannotDoThatNow."""
    move_on(session, listing, Act.ROOM, by=by, clock=clock)
    changes = {
        "room": room.room,
        "room_for": room.room_for,
        "waiting_weeks": room.waiting_weeks,
    }
    listing.room = room.room.value
    listing.room_for, listing.waiting_weeks = room.room_for, room.waiting_weeks
    listing.saved_at = clock.now()
    publish_change(session, listing, changes, cause=Act.ROOM, by=by, clock=clock)


def pause_listing(session: Session, listing: Listing, *, by: Person, clock: Clock) -> None:
    """Takes it out of search for a while; its page says that it is paused.

    Raises CannotDoThatNow.
    """
    move_on(session, listing, Act.PAUSE, by=by, clock=clock)
    publish_change(session, listing, {"is_paused": True}, cause=Act.PAUSE, by=by, clock=clock)


def resume_listing(session: Session, listing: Listing, *, by: Person, clock: Clock) -> None:
    """Puts a paused one back. Raises CannotDoThatNow, StoppedByCatalyst."""
    hold(session, listing)
    if is_stopped(session, listing.id):
        raise StoppedByCatalyst
    move_on(session, listing, Act.RESUME, by=by, clock=clock)
    publish_change(session, listing, {"is_paused": False}, cause=Act.RESUME, by=by, clock=clock)


def close_listing(
    session: Session, listing: Listing, *, by: Person, clock: Clock, words: str = ""
) -> None:
    """Ends it: nobody else sees it any more. Its history and versions are kept.

    Raises CannotDoThatNow.
    """
    was_shown = listing.state in (State.PUBLIC, State.PAUSED)
    move_on(session, listing, Act.CLOSE, by=by, clock=clock, words=words)
    listing.sent_at = None
    if was_shown:
        remove_document(session, listing.id)


def reopen_listing(session: Session, listing: Listing, *, by: Person, clock: Clock) -> None:
    """Begins again from its old answers; a catalyst must say yes anew. Raises CannotDoThatNow."""
    move_on(session, listing, Act.REOPEN, by=by, clock=clock)
    # Its answers may be of an edit that would have moved it.
    settle_move(listing)
