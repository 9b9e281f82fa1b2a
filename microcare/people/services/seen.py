"""Notes who looked at what is a person's or acted on it, so that the person can read it (P49)."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.people.models import AccessRecord, Person
from microcare.people.values.seen import SEEN, Seen


def record_access(
    session: Session, person_id: UUID, *, by: Person | None, what: Seen, clock: Clock
) -> None:
    """Notes that `by` (None: whoever runs the server) looked at what is this person's, or acted.

    An act is noted each time, in the transaction of the act. A look is noted once a day for each
    who looks. What is one's own is not noted.
    """
    record_each(session, [person_id], by=by, what=what, clock=clock)


def record_each(
    session: Session, person_ids: Iterable[UUID], *, by: Person | None, what: Seen, clock: Clock
) -> None:
    """The same for several people whom one page shows, in as many statements as for one."""
    by_id = by.id if by else None
    shown = set(person_ids) - {by_id}
    if not SEEN[what].is_act:
        shown -= _noted_today(session, shown, by_id=by_id, what=what, clock=clock)
    now, today = clock.now(), clock.today()
    rows = [
        {
            "id": new_id(),
            "person_id": person_id,
            "by_id": by_id,
            "what": what.value,
            "seen_on": today,
            "seen_at": now,
        }
        for person_id in sorted(shown)
    ]
    if rows:
        session.execute(insert(AccessRecord), rows)


def _noted_today(
    session: Session, person_ids: set[UUID], *, by_id: UUID | None, what: Seen, clock: Clock
) -> set[UUID]:
    # Two looks in the same moment may both be noted: a line too many, and never one too few.
    return set(
        session.scalars(
            select(AccessRecord.person_id).where(
                AccessRecord.person_id.in_(person_ids),
                AccessRecord.by_id == by_id,
                AccessRecord.what == what.value,
                AccessRecord.seen_on == clock.today(),
            )
        )
    )


def forget_seen(session: Session, *, kept: timedelta, clock: Clock) -> None:
    """Removes what has been kept as long as the setting says (SEEN_DAYS)."""
    session.execute(delete(AccessRecord).where(AccessRecord.seen_on < clock.today() - kept))
