"""Purses and promises, through the ledger's own services."""

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.ledger.services import open_purse, place_holds
from microcare.ledger.values import Act, Instalment, Wish

ME = uuid.UUID(int=7)


def new_act(key: str | None = None) -> Act:
    """An act of one person, with a key of its own unless told."""
    return Act(actor=ME, key=key or uuid.uuid4().hex)


def make_purse(
    session: Session,
    clock: Clock,
    *,
    pence: int = 10_000,
    opens_on: date = date(2026, 4, 1),
    closes_on: date = date(2027, 3, 31),
) -> uuid.UUID:
    """A purse of one instalment."""
    purse = uuid.uuid4()
    part = Instalment(opens_on=opens_on, closes_on=closes_on, pence=pence)
    open_purse(session, purse=purse, instalments=[part], act=new_act(), clock=clock)
    return purse


def make_wish(
    purse: uuid.UUID,
    *,
    pence: int = 6_000,
    for_on: date = date(2026, 12, 1),
    book: uuid.UUID | None = None,
    expires_at: datetime | None = None,
    clock: Clock,
) -> Wish:
    """A wish to promise something in a book."""
    return Wish(
        purse=purse,
        book=book or uuid.uuid4(),
        ref=uuid.uuid4(),
        for_on=for_on,
        pence=pence,
        expires_at=expires_at or clock.now() + timedelta(days=90),
    )


def hold(session: Session, clock: Clock, *wishes: Wish, key: str | None = None) -> None:
    """Promises the wishes, all or none."""
    place_holds(session, wishes=list(wishes), act=new_act(key), clock=clock)
