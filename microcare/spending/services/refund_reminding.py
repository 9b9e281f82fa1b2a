"""Money back that is late: its owner is reminded on its day, and weekly, a few times (P38).

The owner, and nobody else: only they know whether it came, and only they may say so. A letter to
the provider that depended on it would tell who has paid (P48).
"""

from sqlalchemy.orm import Session

from microcare.groups.queries import locked_group
from microcare.kernel.clock import Clock
from microcare.outbox.services import queue
from microcare.spending.models import RefundReminder
from microcare.spending.queries.refunds import owed_back
from microcare.spending.values.refunds import OwedBack, reminders_due


def remind_of_refunds(session: Session, *, clock: Clock) -> int:
    """Writes to whoever's money back should have come and has not; how many letters.

    Safe late, twice or never: each letter is counted once, and several that passed are one.
    """
    due = [one for one in owed_back(session) if reminders_due(one.due_on, clock.today())]
    return sum(_remind(session, one, clock=clock) for one in due)


def _remind(session: Session, one: OwedBack, *, clock: Clock) -> bool:
    # Whoever else reminds, or says that it came, waits for the group.
    locked_group(session, one.group_id)
    key = (one.refund_id, one.person_id)
    row = session.get(RefundReminder, key, populate_existing=True)
    if row is None:
        row = RefundReminder(refund_id=key[0], person_id=key[1], sent=0)
        session.add(row)
    passed = reminders_due(one.due_on, clock.today())
    if passed <= row.sent:
        return False
    row.sent, row.last_at = passed, clock.now()
    session.flush()
    payload = {"person_id": str(one.person_id), "refund_id": str(one.refund_id)}
    queue(session, kind="spending.refund_late", payload=payload, clock=clock)
    return True
