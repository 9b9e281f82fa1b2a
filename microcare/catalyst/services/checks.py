"""A catalyst notes what they saw of a check."""

from sqlalchemy.orm import Session

from microcare.catalyst.values import DeeperThanAllowed, EndedAlready, SeenInFuture
from microcare.directory.models import Listing
from microcare.directory.services import record_check
from microcare.directory.values import WITHIN, CheckKind, CheckSeen, DbsLevel, RequiredCheck
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def note_check(
    session: Session,
    listing: Listing,
    needed: RequiredCheck,
    seen: CheckSeen,
    *,
    by: Person,
    clock: Clock,
) -> None:
    """Notes what was seen of `needed`: what, when, until when; never the paper.

    Raises SeenInFuture, EndedAlready, DeeperThanAllowed, and as `record_check` does.
    """
    today = clock.today()
    if seen.seen_on > today:
        raise SeenInFuture
    if seen.ends_on is not None and seen.ends_on < today:
        raise EndedAlready
    if needed.kind == CheckKind.DBS and _is_deeper(seen.level, needed.deepest):
        raise DeeperThanAllowed
    record_check(session, listing, seen, by=by, clock=clock)


def _is_deeper(level: str | None, allowed: str | None) -> bool:
    return DbsLevel(str(level)) not in WITHIN[DbsLevel(str(allowed))]
