"""Gives a page that nobody looks after to its owner, by a link that they take up themselves.

Nobody becomes a keeper by what somebody else typed, and a catalyst does not learn who has an
account. The owner may sign in with another address than the letter went to.
"""

from typing import cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from microcare.catalyst.models import Handover
from microcare.catalyst.policies import is_open_handover
from microcare.catalyst.queries.history import HANDED
from microcare.catalyst.values import HANDOVER_LASTS, HandoverIsOver, HasKeeper
from microcare.directory.models import Listing
from microcare.directory.queries import keeper_ids
from microcare.directory.services import give_listing
from microcare.directory.services.history import hold, note
from microcare.directory.values import Act
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id, new_token, token_hash
from microcare.outbox.services import queue
from microcare.people.models import Person


def offer_listing(
    session: Session, listing: Listing, *, email: str, by: Person, clock: Clock
) -> None:
    """Owes `email` a letter with a link, good for HANDOVER_LASTS. Raises HasKeeper.

    A link that was sent before to this page stops working.
    """
    hold(session, listing)
    if keeper_ids(session, listing.id):
        raise HasKeeper
    now, token = clock.now(), new_token()
    session.execute(
        update(Handover)
        .where(Handover.listing_id == listing.id, Handover.expires_at > now)
        .where(Handover.taken_at.is_(None))
        .values(expires_at=now, email=None)
    )
    handover = Handover(
        id=new_id(),
        listing_id=listing.id,
        given_by_id=by.id,
        email=email,
        token_hash=token_hash(token),
        made_at=now,
        expires_at=now + HANDOVER_LASTS,
    )
    session.add(handover)
    note(session, listing, Act.NOTE, by=by, clock=clock, about=HANDED)
    payload = {"handover_id": handover.id, "token": token}
    queue(session, kind="catalyst.handover", payload=payload, clock=clock)


def take_up_listing(session: Session, handover: Handover, *, by: Person, clock: Clock) -> Listing:
    """Whoever has the link becomes the page's keeper. Raises HandoverIsOver, HasKeeper."""
    listing = session.get_one(Listing, handover.listing_id)
    # The listing is locked first, so that two links, or two presses, meet here.
    hold(session, listing)
    session.refresh(handover)
    if not is_open_handover(handover, clock.now()):
        raise HandoverIsOver
    if keeper_ids(session, listing.id):
        raise HasKeeper
    handover.taken_at, handover.taken_by_id, handover.email = clock.now(), by.id, None
    give_listing(session, listing, to=by, by=by, clock=clock)
    return listing


def forget_old_handovers(session: Session, *, clock: Clock) -> int:
    """Takes addresses off links that are over; answers how many."""
    over = select(Handover.id).where(Handover.email.is_not(None))
    over = over.where(Handover.expires_at <= clock.now())
    done = session.execute(update(Handover).where(Handover.id.in_(over)).values(email=None))
    return cast("CursorResult[object]", done).rowcount
