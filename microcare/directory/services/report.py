"""Somebody says what is wrong on a listing's page; its catalysts hear of it, and write back."""

import uuid
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from microcare.directory.models import Listing, ListingReport
from microcare.directory.services.letters import tell_catalysts
from microcare.directory.values import AlreadySettled, Reported
from microcare.kernel.clock import Clock
from microcare.outbox.services import queue
from microcare.people.models import Person

# As long as their letter may be on its way (outbox: three days), and some.
REPORTERS_KEPT_FOR = timedelta(days=7)


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
    tell_catalysts(session, listing, "reported", patch_id=listing.patch_id, clock=clock)


def settle_report(
    session: Session, report: ListingReport, *, words: str = "", by: Person, clock: Clock
) -> None:
    """A catalyst has looked. Whoever left an address is told, with `words` if there are any.

    Raises AlreadySettled.
    """
    # Locked, so that the second of two catalysts is told, and nobody gets two letters.
    session.refresh(report, with_for_update=True)
    if report.settled_at is not None:
        raise AlreadySettled
    report.settled_at, report.settled_by_id = clock.now(), by.id
    if report.email:
        report.answer = words.strip() or None
        queue(session, kind="directory.settled", payload={"report_id": report.id}, clock=clock)


def forget_reporters(session: Session, *, clock: Clock) -> int:
    """Takes addresses off reports that were settled REPORTERS_KEPT_FOR ago; answers how many."""
    old = update(ListingReport).where(
        ListingReport.settled_at <= clock.now() - REPORTERS_KEPT_FOR,
        ListingReport.email.is_not(None),
    )
    return len(session.execute(old.values(email=None).returning(ListingReport.id)).all())
