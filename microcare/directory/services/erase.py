"""Forgets a person who has their account deleted, and closes what nobody else looks after."""

import uuid

from sqlalchemy import String, delete, func, inspect, or_, select, update
from sqlalchemy.orm import Session

from microcare.directory.models import (
    Listing,
    ListingCheck,
    ListingEvent,
    ListingKeeper,
    ListingLink,
    ListingQuestion,
    ListingReport,
    PrivatePlace,
)
from microcare.directory.queries import keeper_ids, listings_kept_by
from microcare.directory.services.live import close_listing
from microcare.directory.values import Act, State
from microcare.kernel.clock import Clock
from microcare.kernel.words import N_
from microcare.people.models import Person
from microcare.people.values import SOMEBODY_GONE

# Columns of text that tell nothing of a person: where the page is in its life, whose list it is on.
_STAY = {"state", "edit", "kind", "slug", "name", "council_code", "source", "source_id"}
PAGE_GONE = N_("A page that has gone")


def erase(session: Session, person_id: uuid.UUID, clock: Clock) -> None:
    """Takes a person's name off questions, pages and their history.

    A page that only they looked after is closed and loses its contacts and its home; one that was
    never public loses every word. What was public stays on record, so that it can be said what was
    approved.
    """
    person = session.get_one(Person, person_id)
    for listing in listings_kept_by(session, person_id):
        if keeper_ids(session, listing.id) == [person_id]:
            _close(session, listing, person, clock)
    for table in (ListingKeeper, ListingLink):
        session.execute(delete(table).where(table.person_id == person_id))
    # Asked and reported before they signed in, too: then the address alone says that it was them.
    asked = update(ListingQuestion).where(
        or_(
            ListingQuestion.asker_id == person_id,
            func.lower(ListingQuestion.asker_email) == person.email,
        )
    )
    session.execute(asked.values(asker_id=None, asker_email=None, asker_name=SOMEBODY_GONE))
    told = update(ListingReport).where(func.lower(ListingReport.email) == person.email)
    session.execute(told.values(email=None))
    done = update(ListingEvent).where(ListingEvent.by_id == person_id)
    session.execute(done.values(by_name=SOMEBODY_GONE))


def _close(session: Session, listing: Listing, person: Person, clock: Clock) -> None:
    if listing.state != State.CLOSED:
        close_listing(session, listing, by=person, clock=clock)
    listing.contacts.clear()
    listing.phones.clear()
    listing.website = listing.confirmed_by = ""
    if listing.version_id is None:
        _blank(listing)
        _blank_organization(session, listing, person)
    session.execute(delete(PrivatePlace).where(PrivatePlace.listing_id == listing.id))
    _forget_whose_papers(session, listing)
    # The closing line of the history must be there to lose its name with the others.
    session.flush()


def _forget_whose_papers(session: Session, listing: Listing) -> None:
    """That a paper was seen stays, and by whom; of whom it was goes with the page."""
    seen = update(ListingCheck).where(ListingCheck.listing_id == listing.id)
    session.execute(seen.values(about=None))
    noted = select(ListingEvent).where(
        ListingEvent.listing_id == listing.id, ListingEvent.act == Act.CHECK
    )
    for event in session.scalars(noted):
        event.about = event.about.partition(":")[0]


def _blank(listing: Listing) -> None:
    """Takes every word out of a page that nobody else has seen; the row stays for its history."""
    for column in inspect(Listing).columns:
        if isinstance(column.type, String) and column.key not in _STAY:
            setattr(listing, column.key, None if column.nullable else "")
    listing.pay = listing.principles = None
    listing.name, listing.slug = PAGE_GONE, f"gone-{listing.id}"
    if listing.location is not None:
        listing.location = None


def _blank_organization(session: Session, listing: Listing, person: Person) -> None:
    """The same for whoever runs it, unless somebody else keeps another of its pages."""
    others = (
        select(ListingKeeper.listing_id)
        .join(Listing, Listing.id == ListingKeeper.listing_id)
        .where(
            Listing.organization_id == listing.organization_id,
            ListingKeeper.person_id != person.id,
        )
    )
    if session.scalar(others.limit(1)) is None:
        listing.organization.name = PAGE_GONE
        listing.organization.description = listing.organization.register_number = ""
