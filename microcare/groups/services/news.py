"""Tells people that something waits for them, without saying what."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.kernel.clock import LONDON, Clock
from microcare.outbox.services import queue

# Where whoever finds others reads what is new.
FINDING = "/groups/find"
MORNING = time(8)


def tell(
    session: Session,
    people: Iterable[UUID],
    *,
    path: str,
    clock: Clock,
    not_before: datetime | None = None,
) -> None:
    """Owes each of these people a letter that there is something new at `path`."""
    for person_id in sorted(set(people)):
        payload = {"person_id": str(person_id), "path": path}
        queue(session, kind="groups.news", payload=payload, clock=clock, not_before=not_before)


def next_morning(clock: Clock) -> datetime:
    """When a letter goes whose hour must tell nothing."""
    return datetime.combine(clock.today() + timedelta(days=1), MORNING, tzinfo=LONDON)
