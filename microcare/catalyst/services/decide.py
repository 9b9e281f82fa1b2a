"""A catalyst answers what was sent: yes, some changes first, or no. The words reach its keepers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from microcare.catalyst.values import Decision, SentAgain
from microcare.directory.models import Listing
from microcare.directory.services import approve_listing, ask_changes, decline_listing
from microcare.directory.services.history import hold
from microcare.directory.values import Rules, waits_for_catalyst
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def decide(
    session: Session,
    listing: Listing,
    decision: Decision,
    *,
    words: str,
    read: datetime | None,
    by: Person,
    clock: Clock,
    parts: Sequence[str] = (),
    rules: Rules | None = None,
) -> None:
    """Answers what was sent at `read`, by the rules of the directory's own verbs.

    `parts` are the parts that are to be changed.

    Raises SentAgain where something else was sent since, and as those verbs do.
    """
    hold(session, listing)
    # Read under the lock: a keeper may take back, change and send while a catalyst is reading.
    session.refresh(listing, ["sent_at"])
    if waits_for_catalyst(listing.life) and listing.sent_at != read:
        raise SentAgain
    if decision == Decision.YES:
        approve_listing(session, listing, by=by, clock=clock, words=words, rules=rules)
    elif decision == Decision.CHANGES:
        ask_changes(session, listing, words=words, by=by, clock=clock, parts=parts)
    else:
        decline_listing(session, listing, words=words, by=by, clock=clock)
