"""A group winds down, and closes when nothing is promised, owed or unpaid (pooling P40)."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.queries import sessions_ahead
from microcare.commissioning.services import settle_group, stop_plan
from microcare.groups.models import Group
from microcare.groups.queries import locked_group
from microcare.groups.services.news import tell
from microcare.kernel.clock import Clock
from microcare.ledger.queries import is_unsettled
from microcare.outbox.services import queue
from microcare.spending.queries.promised import who_promised
from microcare.spending.values import StillUnsettled


def wind_down(session: Session, group: Group, *, clock: Clock) -> None:
    """Begins the end: nothing new is chosen. Closes at once where nothing is open.

    Raises StillUnsettled while sessions that everyone promised are still to come.
    """
    locked = locked_group(session, group.id) or group
    if locked.winding_since is not None:
        return
    # Where the time to think is over, promises come first, however late the job is.
    settle_group(session, group.id, clock=clock)
    if sessions_ahead(session, group.id, today=clock.today()):
        raise StillUnsettled
    stop_plan(session, locked, clock=clock)
    locked.winding_since = clock.now()
    tell(session, locked.member_ids, path=f"/groups/{group.id}", clock=clock)
    close_group(session, group.id, clock=clock)


def close_group(session: Session, group_id: UUID, *, clock: Clock) -> bool:
    """Closes a group that winds down, if nothing is held or owed to the penny; whether it did.

    Whoever ever promised anything in it is written to, once, that their final statement is there.
    Safe late, twice or never. There is no way to write a penny off.
    """
    group = locked_group(session, group_id)
    if group is None or group.winding_since is None or group.closed_at is not None:
        return False
    # A bill that somebody has not paid is still held; money that has not come back is still due.
    if is_unsettled(session, group_id, now=clock.now()):
        return False
    group.closed_at = clock.now()
    promised = who_promised(session, group_id)
    tell(session, set(group.member_ids) - promised, path=f"/groups/{group_id}", clock=clock)
    for person_id in sorted(promised):
        payload = {"person_id": str(person_id), "group_id": str(group_id)}
        queue(session, kind="spending.final_statement", payload=payload, clock=clock)
    return True
