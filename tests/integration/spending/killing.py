"""A process that does one act on money and is killed before its nth statement, or at its commit."""

import os
import signal
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import create_engine, event, select, text
from sqlalchemy.orm import Session, configure_mappers
from sqlalchemy.pool import NullPool

import microcare.extensions  # (sets connections up: without it SQLite commits at a savepoint)
from microcare.commissioning.services import settle
from microcare.decisions.models import Proposal
from microcare.groups.models import Group
from microcare.kernel.base import Base
from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import balances_of, differences
from microcare.spending.queries import bill_by_id
from microcare.spending.services import make_refund, pay_share, wind_down
from microcare.spending.values import MoneyBack
from tests.factories.groups import Story, everyone_says_yes, make_story
from tests.factories.spending import (
    PROVIDER,
    all_pay,
    make_bill,
    make_promised,
    shared,
    take_place,
    two_confirm,
)

assert microcare.extensions
configure_mappers()
REFUND = uuid.UUID(int=41)
_COMPILED: dict[Any, Any] = {}
_COUNTS = text(
    " UNION ALL ".join(
        f"SELECT '{table.name}', count(*) FROM {table.name}"
        for table in Base.metadata.tables.values()
    )
)


@dataclass(frozen=True)
class Seed:
    """One database in which each of the four acts is waiting to be done."""

    at: datetime
    due: UUID
    bill: UUID
    payer: UUID
    paid_bill: UUID
    last_bill: UUID
    last_payer: UUID
    purses: tuple[UUID, ...]


def sow(session: Session, clock: FixedClock) -> Seed:
    """Four groups of two: one is due, one has a bill to pay, one has paid, one closes next."""

    def soon() -> dict[str, Any]:
        days = {"closes_on": 5, "first_on": 9}
        return {name: clock.today() + timedelta(days=n) for name, n in days.items()}

    def promised() -> tuple[Story, Any]:
        story = make_promised(session, clock, people=2, sessions=1, **soon())
        take_place(session, story, clock, 0)
        return story, make_bill(session, story, clock, 0, pence=1_001)

    paying, bill = promised()
    two_confirm(session, paying, bill, clock)
    paid, paid_bill = promised()
    all_pay(session, paid, paid_bill, clock)
    closing, last_bill = promised()
    clock.move(timedelta(days=1))
    wind_down(session, closing.group, clock=clock)
    two_confirm(session, closing, last_bill, clock)
    first, last = closing.people
    pay_share(session, shared(session, last_bill), person_id=first.id, clock=clock)
    due = make_story(session, clock, people=2, sessions=2, **soon())
    everyone_says_yes(session, due, clock)
    clock.move(timedelta(days=3))
    assert due.proposal is not None
    stories = (paying, paid, closing, due)
    return Seed(
        at=clock.now(),
        due=due.proposal.id,
        bill=bill.id,
        payer=paying.people[0].id,
        paid_bill=paid_bill.id,
        last_bill=last_bill.id,
        last_payer=last.id,
        purses=tuple(budget.id for story in stories for budget in story.budgets),
    )


def commit(session: Session, seed: Seed) -> None:
    """Promises are made for everyone."""
    settle(session, seed.due, clock=FixedClock(seed.at))


def pay(session: Session, seed: Seed) -> None:
    """Somebody says that they paid."""
    found = bill_by_id(session, seed.bill)
    assert found is not None
    pay_share(session, found, person_id=seed.payer, clock=FixedClock(seed.at))


def refund(session: Session, seed: Seed) -> None:
    """Some is owed back."""
    found = bill_by_id(session, seed.paid_bill)
    assert found is not None
    back = MoneyBack(found.bill.lines[0].id, 333, "We were late", REFUND)
    make_refund(session, found, back=back, by=PROVIDER, clock=FixedClock(seed.at))


def close(session: Session, seed: Seed) -> None:
    """The last of what a group owed is paid, and with it the group is closed."""
    found = bill_by_id(session, seed.last_bill)
    assert found is not None
    pay_share(session, found, person_id=seed.last_payer, clock=FixedClock(seed.at))


ACTS = {"commit": commit, "pay": pay, "refund": refund, "close": close}


@contextmanager
def session_on(url: str, boundary: Callable[..., None] | None = None) -> Iterator[Session]:
    """A session; `boundary` is called before each statement and before the commit."""
    engine = create_engine(url, poolclass=NullPool)
    if boundary:
        event.listen(engine, "before_cursor_execute", boundary)
        event.listen(engine, "commit", boundary)
    # What is compiled once serves for every copy, and for whoever is killed.
    with Session(engine.execution_options(compiled_cache=_COMPILED)) as session:
        yield session
    engine.dispose()


def state(url: str, seed: Seed) -> list[Any]:
    """What an outsider finds: how many rows of each kind, where the pence are, what has ended."""
    with session_on(url) as session:
        assert list(differences(session)) == []
        counts = sorted(session.execute(_COUNTS).all())
        purses = balances_of(session, seed.purses)
        ends: list[Any] = list(session.scalars(select(Proposal.outcome).order_by(Proposal.id)))
        ends += list(session.scalars(select(Group.closed_at).order_by(Group.id)))
    return [counts, purses, ends]


def do(
    url: str,
    act: str,
    seed: Seed,
    die_before: int | None = None,
    *,
    at_each: Callable[..., None] | None = None,
) -> int:
    """Does the act and commits; answers how many statements, with the commit, it passed.

    Before each of them it is killed, or `at_each` is called, where that is asked.
    """
    passed = 0

    def boundary(*told: Any) -> None:
        nonlocal passed
        if passed == die_before:
            os.kill(os.getpid(), signal.SIGKILL)
        if at_each is not None:
            at_each(*told)
        passed += 1

    with session_on(url, boundary) as session:
        ACTS[act](session, seed)
        session.commit()
    return passed


def killed(url: str, act: str, seed: Seed, die_before: int) -> int:
    """Does it in a process of its own that does not survive; answers by which signal it went."""
    child = os.fork()
    if not child:
        try:
            do(url, act, seed, die_before)
        finally:
            os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])
