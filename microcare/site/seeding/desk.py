"""What a catalyst's desk shows besides pages: wishes, reports, and what was not found."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.directory.models import Listing
from microcare.directory.services import report_listing
from microcare.directory.values import Reported
from microcare.kernel.clock import Clock, FixedClock
from microcare.places.values import Place, Point, Precision
from microcare.search.services import ask_catalyst, note_search
from microcare.search.values import Wish

MINEHEAD = Place("Minehead", Point(51.2046, -3.4811), Precision.TOWN, "Minehead", "TA24")
WELLINGTON = Place("Wellington", Point(50.9785, -3.2266), Precision.TOWN, "Wellington", "TA21")
# Words, kinds of help they match, where, how many days ago, where to write back.
WISHES = (
    ("cooking in the evening", ("cooking-together",), MINEHEAD, 9, None),
    ("someone to sit with Dad at night", ("night-time",), WELLINGTON, 4, "joan@example.org"),
    ("swimming", ("swimming",), MINEHEAD, 1, None),
)
# A kind of help, near where, how often it was looked for and not found. The last stays hidden.
NOT_FOUND = (
    ("lunch-club", "TA24", 14),
    ("swimming", "TA22", 11),
    ("night-time", "TA21", 8),
    ("small-repairs", "TA4", 6),
    ("music", "TA23", 3),
)
# The page, what is wrong, where to write back, how many days ago.
REPORTS = (
    ("The Slow Walkers", "The page says Thursday. They walk on Wednesdays now.", None, 1),
    ("Norton Pottery Days", "I rang twice. The number is not in use.", "joan@example.org", 0),
)


def fill_desk(session: Session, *, clock: Clock) -> None:
    """Wishes that people sent, reports about pages that are there, and searches in vain."""
    for words, helps, place, days, email in WISHES:
        then = FixedClock(clock.now() - timedelta(days=days))
        ask_catalyst(session, Wish(words, helps, place, email), clock=then)
    for name, words, email, days in REPORTS:
        then = FixedClock(clock.now() - timedelta(days=days, hours=3))
        found = session.scalar(select(Listing.id).where(Listing.name == name))
        if found is not None:
            report_listing(session, found, Reported(words, email), clock=then)
    for slug, outcode, times in NOT_FOUND:
        for _search in range(times):
            note_search(session, help_slugs=[slug], outcode=outcode, is_unmet=True, clock=clock)
