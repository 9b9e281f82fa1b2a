"""Money back has an owner, a day by which it should have come, and reminders (pooling P38)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from microcare.kernel.clock import LONDON

# Two weeks, as councils give for what they ask back (Sefton); a setting.
REFUND_DAYS = 14
# On its day, and then weekly: after that more letters change nothing.
MOST_REMINDERS = 4
WEEK = 7


@dataclass(frozen=True, slots=True)
class OwedBack:
    """One person's own part of money back that has not come."""

    refund_id: UUID
    bill_id: UUID
    group_id: UUID
    person_id: UUID
    provider: str
    pence: int
    due_on: date

    def is_late(self, today: date) -> bool:
        """Whether its day has passed."""
        return today > self.due_on


def due_back_on(*, made_at: datetime, due_on: date | None, paid_at: datetime) -> date:
    """By when a part should be back: as many days after the payment as after the refund at least.

    Whoever pays after money was given back is owed theirs only from then on.
    """
    made, paid = (at.astimezone(LONDON).date() for at in (made_at, paid_at))
    until = due_on or made + timedelta(days=REFUND_DAYS)
    return max(until, paid + (until - made))


def reminders_due(due_on: date, today: date) -> int:
    """How many letters should have gone by this day: one on its day, then one a week."""
    days = (today - due_on).days
    return min(MOST_REMINDERS, 1 + days // WEEK) if days >= 0 else 0
