"""Tells people that something waits for them, without saying what."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.outbox.services import queue


def tell(session: Session, people: Iterable[UUID], *, path: str, clock: Clock) -> None:
    """Owes each of these people a letter that there is something new at `path`."""
    for person_id in sorted(set(people)):
        payload = {"person_id": str(person_id), "path": path}
        queue(session, kind="commissioning.news", payload=payload, clock=clock)
