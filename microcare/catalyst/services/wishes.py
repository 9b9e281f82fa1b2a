"""A catalyst has dealt with what somebody asked for."""

from sqlalchemy.orm import Session

from microcare.catalyst.models import WishSettled
from microcare.kernel.clock import Clock
from microcare.people.models import Person
from microcare.search.models import SearchRequest


def settle_wish(session: Session, wish: SearchRequest, *, by: Person, clock: Clock) -> None:
    """Takes it off the desk; twice is once."""
    # Locked, so that two catalysts who press at once do not meet in the key.
    session.refresh(wish, with_for_update=True)
    if session.get(WishSettled, wish.id) is None:
        session.add(WishSettled(request_id=wish.id, settled_by_id=by.id, settled_at=clock.now()))
