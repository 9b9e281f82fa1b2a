"""Tells people that a provider cannot go on, and that one can again; each once (pooling P42)."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.models import WorkStop
from microcare.commissioning.queries.stopped import (
    Pair,
    open_stop,
    pairs_at_work,
    pairs_told,
    people_promised,
    sessions_to_come,
)
from microcare.directory.queries import out_of_work
from microcare.groups.queries import locked_group
from microcare.groups.services.news import tell
from microcare.kernel.clock import Clock

# Where whoever is told reads what they can do.
STOPPED = "/my/stopped"


def watch_providers(session: Session, *, clock: Clock, listing_id: UUID | None = None) -> int:
    """Tells whoever has open promises what is new of their providers; of one, where it is told.

    Answers how many groups were told. Safe late, twice or never: what may be done is asked of the
    provider's page itself, whenever somebody does it.
    """
    work, told = pairs_at_work(session, today=clock.today()), pairs_told(session)
    pairs = {one for one in work | told if listing_id in (None, one[1])}
    out = out_of_work(session, {listing for _, listing in pairs}, today=clock.today())
    new = sorted(p for p in pairs if (p in work and p[1] in out) != (p in told))
    return sum(_tell(session, pair, is_out=pair[1] in out, clock=clock) for pair in new)


def _tell(session: Session, pair: Pair, *, is_out: bool, clock: Clock) -> bool:
    locked_group(session, pair[0])
    # Asked again under the lock: somebody else may have told them.
    known = open_stop(session, pair)
    to_come = sessions_to_come(session, pair, today=clock.today())
    if is_out and to_come and known is None:
        session.add(WorkStop(group_id=pair[0], listing_id=pair[1], begun_at=clock.now()))
    elif known is not None and not (is_out and to_come):
        known.ended_at = clock.now()
    else:
        return False
    people = people_promised(session, pair[0], to_come, clock=clock)
    tell(session, people, path=STOPPED, clock=clock)
    return True
