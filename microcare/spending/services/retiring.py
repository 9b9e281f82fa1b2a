"""Retires a closed group's book once the longest time that a funder asks for has run (P47)."""

from datetime import date

from sqlalchemy.orm import Session

from microcare.budgets.values import end_of_funding_year
from microcare.groups.models import Group
from microcare.groups.queries import locked_group
from microcare.kernel.clock import Clock
from microcare.ledger.services import expire_holds, retire_book
from microcare.spending.values.retiring import KeptUntil


def kept_until(group: Group, *, years: int) -> date | None:
    """The last day that a closed group's book must be kept: its year's end and `years` more."""
    if group.closed_at is None:
        return None
    ends = end_of_funding_year(group.closed_at.date())
    return ends.replace(year=ends.year + years)


def retire_group(session: Session, group: Group, *, years: int, clock: Clock) -> int:
    """Removes the whole book; answers how many entries there were. Raises KeptUntil, NotAtRest."""
    locked = locked_group(session, group.id) or group
    until = kept_until(locked, years=years)
    if until is None or clock.today() <= until:
        raise KeptUntil(until)
    expire_holds(session, clock=clock)
    return retire_book(session, group.id, clock=clock)
