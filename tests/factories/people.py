"""People for tests."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock, FixedClock
from microcare.mail.values import Letter
from microcare.outbox.models import OutboxMessage
from microcare.people.models import Authority, Person
from microcare.people.notices import NOTICES
from microcare.people.services import grant_role, register
from microcare.people.values import MAY_HOLD_MONEY, Act, AuthorityType

PASSWORD = "seven green apples"
BASE_URL = "http://127.0.0.1:8000"
CLOCK = FixedClock(datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
_numbers = count(1)


def make_person(
    session: Session,
    email: str | None = None,
    *,
    name: str = "Sam Field",
    roles: Iterable[str] = (),
    patch_ids: Iterable[UUID] = (),
    clock: Clock = CLOCK,
    **fields: Any,
) -> Person:
    """Somebody with an account, flushed.

    `roles` may hold "admin" and "provider"; each of `patch_ids` makes them its catalyst. Hand in
    `password=PASSWORD` for one who signs in by password: hashing takes a twentieth of a second.
    """
    address = email or f"person{next(_numbers)}@example.org"
    person = register(session, email=address, name=name, clock=clock, **fields)
    person.is_provider = "provider" in roles
    if "admin" in roles:
        grant_role(session, person, role="admin", clock=clock)
    for patch_id in patch_ids:
        grant_role(session, person, role="catalyst", patch_id=patch_id, clock=clock)
    session.flush()
    return person


def letters(session: Session) -> list[Letter]:
    """The letters that are owed now, oldest first, as they would be sent."""
    rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at))
    written = [NOTICES[row.kind](session, row.payload, BASE_URL) for row in rows]
    return [letter for letter in written if letter is not None]


def link_in(letter: Letter) -> str:
    """The path that a letter's button opens."""
    assert letter.button is not None
    return letter.button.url.removeprefix(BASE_URL)


def make_authority(
    session: Session,
    person: Person,
    helper: Person,
    *,
    clock: Clock = CLOCK,
    type: AuthorityType = AuthorityType.NOMINATED_PERSON,
    scope: Iterable[Act] = Act,
    limit_pence: int | None = 100_000,
    ends_on: date | None = None,
) -> Authority:
    """An authority that was granted and taken up, flushed. A nominated person's unless told."""
    if type not in MAY_HOLD_MONEY:
        limit_pence = None
    authority = Authority(
        person_id=person.id,
        supporter_id=helper.id,
        supporter_name=helper.name,
        type=type.value,
        scope=sorted(act.value for act in scope),
        limit_pence=limit_pence,
        basis="Letter of 3 May" if limit_pence else "",
        granted_by_id=person.id,
        granted_at=clock.now(),
        accepted_at=clock.now(),
        starts_on=clock.today(),
        ends_on=ends_on,
    )
    session.add(authority)
    session.flush()
    return authority
