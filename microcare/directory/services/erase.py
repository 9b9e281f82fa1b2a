"""Forgets a person who has their account deleted, and closes what nobody else looks after."""

import uuid

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from microcare.directory.models import (
    Listing,
    ListingEvent,
    ListingKeeper,
    ListingLink,
    ListingQuestion,
    PrivatePlace,
)
from microcare.directory.queries import keeper_ids, listings_kept_by
from microcare.directory.services.live import close_listing
from microcare.directory.values import State
from microcare.kernel.clock import Clock
from microcare.people.models import Person
from microcare.people.values import SOMEBODY_GONE


def erase(session: Session, person_id: uuid.UUID, clock: Clock) -> None:
    """Takes a person's name off questions, pages and their history.

    A page that only they looked after is closed and loses its contacts and its home. What was
    public stays on record, so that it can be said what was approved.
    """
    person = session.get_one(Person, person_id)
    for listing in listings_kept_by(session, person_id):
        if keeper_ids(session, listing.id) == [person_id]:
            _close(session, listing, person, clock)
    for table in (ListingKeeper, ListingLink):
        session.execute(delete(table).where(table.person_id == person_id))
    asked = update(ListingQuestion).where(ListingQuestion.asker_id == person_id)
    session.execute(asked.values(asker_id=None, asker_email=None, asker_name=SOMEBODY_GONE))
    done = update(ListingEvent).where(ListingEvent.by_id == person_id)
    session.execute(done.values(by_name=SOMEBODY_GONE))


def _close(session: Session, listing: Listing, person: Person, clock: Clock) -> None:
    if listing.state != State.CLOSED:
        close_listing(session, listing, by=person, clock=clock)
    listing.contacts.clear()
    listing.phones.clear()
    session.execute(delete(PrivatePlace).where(PrivatePlace.listing_id == listing.id))
    # The closing line of the history must be there to lose its name with the others.
    session.flush()
