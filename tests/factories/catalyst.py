"""Desks for tests: a catalyst with something to do."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from microcare.directory.models import Listing, ListingReport
from microcare.directory.services import note_idea
from microcare.directory.values import Kind, NameAndKind
from microcare.kernel.clock import Clock
from microcare.people.models import Person
from microcare.places.models import Patch
from microcare.search.models import SearchRequest
from tests.factories.directory import CLOCK


def make_idea(
    session: Session,
    patch: Patch,
    by: Person,
    name: str = "Cooking near Minehead",
    *,
    source: str | None = None,
    clock: Clock = CLOCK,
) -> Listing:
    """An idea of `by`; from a list where `source` names one."""
    named = NameAndKind(name, Kind.OTHER)
    listing = note_idea(
        session, named, words="Joan at the shop asked.", patch_id=patch.id, by=by, clock=clock
    )
    if source:
        listing.source, listing.source_id = source, str(uuid.uuid4())
    session.flush()
    return listing


def make_wish(session: Session, patch: Patch, words: str = "swimming with help") -> SearchRequest:
    """Something that somebody asked this patch's catalysts for."""
    wish = SearchRequest(
        patch_id=patch.id,
        words=words,
        help_slugs=["swimming"],
        place="Taunton",
        outcode="TA1",
        asked_on=date(2026, 11, 20),
    )
    session.add(wish)
    session.flush()
    return wish


def make_report(session: Session, listing_id: uuid.UUID, **changes: Any) -> ListingReport:
    """Somebody says that a page is wrong."""
    facts = {
        "words": "The phone number does not work.",
        "email": "ann@example.org",
        "reported_at": CLOCK.now(),
    }
    report = ListingReport(listing_id=listing_id, **(facts | changes))
    session.add(report)
    session.flush()
    return report
