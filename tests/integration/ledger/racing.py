"""What racing processes do: each a process of its own, all held at a barrier until all are there.

They use a bare session on an engine that `microcare.extensions` sets up, as the application does.
"""

import multiprocessing
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import sqlalchemy.dialects.postgresql.psycopg
import sqlalchemy.dialects.sqlite
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, configure_mappers
from sqlalchemy.pool import NullPool

import microcare.extensions  # noqa: F401  (sets connections up)
from microcare.kernel.clock import SystemClock
from microcare.kernel.errors import DomainError
from microcare.ledger.services import (
    locking,
    place_holds,
    post_holds,
    release_holds,
    take_back,
)
from microcare.ledger.values import Act
from tests.factories.ledger import make_wish

HELD, REFUSED, STOPPED_BY_THE_DATABASE = 0, 3, 4
CLOCK = SystemClock()
DAY = date(2026, 12, 1)
ONE_BOOK = uuid.UUID(int=1)
TOGETHER_S = 120

# All that can be done once is done before the processes part.
configure_mappers()
for dialect in (sqlalchemy.dialects.postgresql.psycopg, sqlalchemy.dialects.sqlite):
    dialect.dialect.import_dbapi()


@contextmanager
def session_on(url: str) -> Iterator[Session]:
    """A session that commits at the end, as `web.transaction` does."""
    engine = create_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        yield session
        session.commit()
    engine.dispose()


def act(key: str = "race") -> Act:
    """Somebody else in every process."""
    return Act(actor=uuid.uuid4(), key=key)


def hold_some(url: str, together: Any, purses: Sequence[uuid.UUID], pence: int) -> None:
    """Promises `pence` of each purse in one book."""
    wishes = [make_wish(p, pence=pence, for_on=DAY, book=ONE_BOOK, clock=CLOCK) for p in purses]
    together.wait(TOGETHER_S)
    with session_on(url) as session:
        place_holds(session, wishes=wishes, act=act(), clock=CLOCK)


def hold_unlocked(url: str, together: Any, purses: Sequence[uuid.UUID], pence: int) -> None:
    """The same without taking the lock, so that only the database's own guards are left."""
    for asked in ("POTS", "POTS_OF"):
        setattr(locking, asked, getattr(locking, asked).with_only_columns(*locking.PORTION))
    hold_some(url, together, purses, pence)


def hold_as_one(url: str, together: Any, purses: Sequence[uuid.UUID], pence: int) -> None:
    """One person's one press, sent again and again: same actor, same key, same body."""
    wish = make_wish(purses[0], pence=pence, for_on=DAY, book=ONE_BOOK, clock=CLOCK)
    wish = type(wish)(**{f: getattr(wish, f) for f in wish.__slots__} | {"ref": ONE_BOOK})
    together.wait(TOGETHER_S)
    with session_on(url) as session:
        same = Act(actor=ONE_BOOK, key="one press")
        place_holds(session, wishes=[wish], act=same, clock=CLOCK)


def release(url: str, together: Any, holds: Sequence[uuid.UUID], _pence: int) -> None:
    """Gives holds back."""
    together.wait(TOGETHER_S)
    with session_on(url) as session:
        release_holds(session, holds=holds, act=act(), clock=CLOCK)


def post(url: str, together: Any, holds: Sequence[uuid.UUID], pence: int) -> None:
    """Spends part of a hold."""
    together.wait(TOGETHER_S)
    with session_on(url) as session:
        post_holds(session, posts={holds[0]: pence}, act=act(), clock=CLOCK)


def take(url: str, together: Any, purses: Sequence[uuid.UUID], pence: int) -> None:
    """Takes pence back."""
    together.wait(TOGETHER_S)
    with session_on(url) as session:
        take_back(session, purse=purses[0], pence=pence, act=act(), clock=CLOCK)


def naive(url: str, together: Any, _purses: Sequence[uuid.UUID], pence: int) -> None:
    """What many programs do: read what is left, then write. In a table of its own."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        taken = connection.execute(text("SELECT coalesce(sum(pence), 0) FROM naive")).scalar()
        # The driver's own transaction, as it comes: reading takes no lock that matters.
        connection.rollback()
        together.wait(TOGETHER_S)
        if 10_000 - int(taken or 0) < pence:
            sys.exit(REFUSED)
        connection.execute(text("INSERT INTO naive VALUES (:pence)"), {"pence": pence})
        connection.commit()


Racer = Callable[[str, Any, Sequence[uuid.UUID], int], None]


def run(racer: Racer, url: str, together: Any, ids: Sequence[uuid.UUID], pence: int) -> None:
    """One process: exits with how it went."""
    try:
        racer(url, together, ids, pence)
    except DomainError:
        sys.exit(REFUSED)
    except DBAPIError:
        sys.exit(STOPPED_BY_THE_DATABASE)


def race(url: str, racers: Sequence[tuple[Racer, Sequence[uuid.UUID], int]]) -> list[int]:
    """Runs each racer in a process of its own, all at once; answers how each ended."""
    context = multiprocessing.get_context("forkserver")
    # Imported once, before the processes part.
    context.set_forkserver_preload([__name__])
    together = context.Barrier(len(racers) + 1)
    processes = [
        context.Process(target=run, args=(racer, url, together, ids, pence))
        for racer, ids, pence in racers
    ]
    for process in processes:
        process.start()
    # One connection stays open, as a site's do: the last one that closes clears SQLite's log away,
    # and whoever comes in that moment is turned off without waiting (sqlite.org/wal.html, 9).
    with create_engine(url, poolclass=NullPool).connect():
        together.wait(TOGETHER_S)
        for process in processes:
            process.join()
    return [process.exitcode or 0 for process in processes]
