"""The letter about days that do not take place. What it is, only the calendar says."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_by_ids
from microcare.groups.services.news import tell
from microcare.kernel.clock import Clock
from microcare.ledger.values import Hold

# Each one's days over all their groups.
CALENDAR = "/my/calendar"


def tell_it_is_off(session: Session, holds: Collection[Hold], *, clock: Clock) -> None:
    """Owes each whose promises these were one letter, however many days and groups they are of."""
    budgets = budgets_by_ids(session, {hold.purse for hold in holds})
    tell(session, {b.person_id for b in budgets.values()}, path=CALENDAR, clock=clock)
