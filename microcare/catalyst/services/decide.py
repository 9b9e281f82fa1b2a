"""A catalyst answers what was sent: yes, some changes first, or no. The words reach its keepers."""

from sqlalchemy.orm import Session

from microcare.catalyst.values import Decision
from microcare.directory.models import Listing
from microcare.directory.services import approve_listing, ask_changes, decline_listing
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def decide(
    session: Session,
    listing: Listing,
    decision: Decision,
    *,
    words: str,
    by: Person,
    clock: Clock,
) -> None:
    """Answers, with the rules of the directory's own verbs. Raises as they do."""
    if decision == Decision.YES:
        approve_listing(session, listing, by=by, clock=clock, words=words)
    elif decision == Decision.CHANGES:
        ask_changes(session, listing, words=words, by=by, clock=clock)
    else:
        decline_listing(session, listing, words=words, by=by, clock=clock)
