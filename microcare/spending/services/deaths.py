"""Somebody has died: what is not owed is free or goes back, and the groups read that they left.

What took place stays to be paid, by whoever looks after what they left (pooling P37). The actor in
the ledger is the record of the death: nobody acts as the person any more.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_of
from microcare.commissioning.services import leave as leave_free
from microcare.groups.queries import groups_of
from microcare.groups.services import erase as forget_what_they_wanted
from microcare.kernel.clock import Clock
from microcare.people.models import Person
from microcare.people.queries import death_of
from microcare.people.services import close_for_death, delete_account
from microcare.people.values import Erase, NothingRecorded
from microcare.spending.policies import SharedBill
from microcare.spending.services.closing import close_group
from microcare.spending.services.paying import pay_share
from microcare.spending.services.showing import stop_links_of
from microcare.spending.services.sudden import stop_at_once


def record_death(session: Session, person: Person, *, basis: str, by: Person, clock: Clock) -> None:
    """Closes the account, and ends without notice what was still to come.

    Raises NotOnesOwnDeath, AlreadyRecorded, LastAdmin.
    """
    record = close_for_death(session, person, basis=basis, by=by, clock=clock)
    money = [budget.id for budget in budgets_of(session, person.id)]
    stop_links_of(session, person.id)
    stop_at_once(session, person.id, clock=clock, returned=money, actor=record.id)
    for group in groups_of(session, person.id):
        leave_free(session, group, person_id=person.id, clock=clock, gave_notice=True)
        close_group(session, group.id, clock=clock)
    forget_what_they_wanted(session, person.id, clock)


def estate_paid(session: Session, person: Person, shared: SharedBill, *, clock: Clock) -> None:
    """Who looks after what somebody left says that their part of a bill is paid.

    Raises NothingRecorded and what `pay_share` raises.
    """
    actor = _record_id(session, person)
    pay_share(session, shared, person_id=person.id, clock=clock, actor=actor)


def close_estate(
    session: Session, person: Person, *, erasers: Iterable[Erase], clock: Clock
) -> None:
    """The account goes, as it goes by a press of the person's own; what is promised is let go.

    Raises NothingRecorded.
    """
    _record_id(session, person)
    delete_account(session, person.id, erasers=erasers, clock=clock)


def _record_id(session: Session, person: Person) -> UUID:
    record = death_of(session, person.id)
    if record is None or person.deleted_at is not None:
        raise NothingRecorded
    return record.id
