"""A catalyst has dealt with what somebody asked for, and writes back where they wanted that."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.catalyst.models import WishSettled
from microcare.directory.values import AlreadySettled
from microcare.kernel.clock import Clock
from microcare.outbox.services import queue
from microcare.people.models import Person
from microcare.search.models import SearchRequest
from microcare.search.services import forget_addresses

# As long as their letter may be on its way (outbox: three days), and some.
ADDRESS_KEPT_FOR = timedelta(days=7)


def settle_wish(
    session: Session, wish: SearchRequest, *, words: str = "", by: Person, clock: Clock
) -> None:
    """Takes it off the desk. Whoever left an address is told, once, with `words`.

    Raises AlreadySettled.
    """
    # Locked, so that the second of two catalysts is told, and nobody gets two letters.
    session.refresh(wish, with_for_update=True)
    if session.get(WishSettled, wish.id) is not None:
        raise AlreadySettled
    settled = WishSettled(request_id=wish.id, settled_by_id=by.id, settled_at=clock.now())
    session.add(settled)
    if wish.email:
        settled.answer = words.strip() or None
        queue(session, kind="catalyst.wish_settled", payload={"wish_id": wish.id}, clock=clock)


def forget_who_wished(session: Session, *, clock: Clock) -> int:
    """Takes addresses off wishes settled ADDRESS_KEPT_FOR ago; answers how many."""
    long_ago = WishSettled.settled_at <= clock.now() - ADDRESS_KEPT_FOR
    waiting = select(SearchRequest.id).join(WishSettled).where(long_ago)
    waiting = waiting.where(SearchRequest.email.is_not(None))
    return forget_addresses(session, session.scalars(waiting).all())
