"""Asks a keeper whether a page is still right, by a link that needs no sign-in."""

from datetime import timedelta

from sqlalchemy.orm import Session

from microcare.directory.models import Listing, ListingLink
from microcare.directory.queries import is_kept_by, keeper_ids
from microcare.directory.services.live import close_listing, confirm_listing
from microcare.directory.values import CannotDoThatNow
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_token, token_hash
from microcare.outbox.services import queue
from microcare.people.models import Person

LINK_LASTS = timedelta(days=28)


def ask_still_right(session: Session, listing: Listing, *, clock: Clock) -> None:
    """Owes each keeper a letter with a link of their own, good for LINK_LASTS."""
    for person_id in keeper_ids(session, listing.id):
        token = new_token()
        session.add(
            ListingLink(
                listing_id=listing.id,
                person_id=person_id,
                token_hash=token_hash(token),
                made_at=clock.now(),
                expires_at=clock.now() + LINK_LASTS,
            )
        )
        payload = {"listing_id": listing.id, "person_id": person_id, "token": token}
        queue(session, kind="directory.still_right", payload=payload, clock=clock)


def say_still_right(session: Session, link: ListingLink, listing: Listing, *, clock: Clock) -> None:
    """The link's one press: all still right. Raises CannotDoThatNow where it was used or is old."""
    confirm_listing(session, listing, by=_use(session, link, clock), clock=clock)


def say_stopped(session: Session, link: ListingLink, listing: Listing, *, clock: Clock) -> None:
    """The link's other press: they have stopped. Raises CannotDoThatNow as above."""
    close_listing(session, listing, by=_use(session, link, clock), clock=clock)


def _use(session: Session, link: ListingLink, clock: Clock) -> Person:
    is_over = link.used_at is not None or link.expires_at <= clock.now()
    if is_over or not is_kept_by(session, link.listing_id, person_id=link.person_id):
        raise CannotDoThatNow
    link.used_at = clock.now()
    return session.get_one(Person, link.person_id)
