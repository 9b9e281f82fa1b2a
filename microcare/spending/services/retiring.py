"""Retires a closed group's book once the longest time that a funder asks for has run (P47)."""

from sqlalchemy.orm import Session

from microcare.groups.models import Group
from microcare.groups.queries import locked_group
from microcare.kernel.clock import Clock
from microcare.ledger.services import expire_holds, retire_book
from microcare.spending.policies import kept_until
from microcare.spending.services.receipts_kept import forget_evidence_of_group
from microcare.spending.values.retiring import KeptUntil


def retire_group(session: Session, group: Group, *, years: int, clock: Clock) -> int:
    """Removes the whole book; answers how many entries there were. Raises KeptUntil, NotAtRest."""
    locked = locked_group(session, group.id) or group
    until = kept_until(locked, years=years)
    if until is None or clock.today() <= until:
        raise KeptUntil(until)
    expire_holds(session, clock=clock)
    forget_evidence_of_group(session, group.id)
    return retire_book(session, group.id, clock=clock)
