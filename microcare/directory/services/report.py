"""Somebody says what is wrong on a listing's page; its catalysts hear of it."""

import uuid

from sqlalchemy.orm import Session

from microcare.directory.models import Listing, ListingReport
from microcare.directory.services.letters import tell_catalysts
from microcare.directory.values import Reported
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def report_listing(
    session: Session, listing_id: uuid.UUID, reported: Reported, *, clock: Clock
) -> None:
    """Notes what is wrong, for the catalysts of the listing's patch."""
    listing = session.get_one(Listing, listing_id)
    session.add(
        ListingReport(
            listing_id=listing_id,
            words=reported.words,
            email=reported.email,
            reported_at=clock.now(),
        )
    )
    tell_catalysts(session, listing, "reported", clock=clock)


def settle_report(report: ListingReport, *, by: Person, clock: Clock) -> None:
    """A catalyst has looked; once settled it stays so."""
    if report.settled_at is None:
        report.settled_at = clock.now()
        report.settled_by_id = by.id
        # Nothing leads back to whoever wrote it once it is settled.
        report.email = None
