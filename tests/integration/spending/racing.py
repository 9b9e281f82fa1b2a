"""Processes that all press at the same moment, with the guards on or taken away.

Each is a process of its own with a connection of its own, as each request is; all wait at a barrier
until all are there. `unguarded` takes away what makes them come one by one: on PostgreSQL the locks
of rows, on SQLite the lock that a transaction begins with. A race that comes out the same without
its guard would prove nothing.
"""

import multiprocessing
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from threading import BrokenBarrierError
from typing import Any

from sqlalchemy import Select, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, configure_mappers
from sqlalchemy.pool import NullPool

from microcare.extensions import may_write
from microcare.kernel.clock import FixedClock
from microcare.kernel.errors import DomainError

DONE, REFUSED, STOPPED_BY_THE_DATABASE = 0, 3, 4
TOGETHER_S, GAP_S = 120, 6
# What each of two is about to write, when each has read what it decides on.
WRITES = re.compile(
    r"UPDATE (proposal|care_group) |INSERT INTO (bill_confirmation|share_paid|refund) "
)
Deed = Callable[[Session, FixedClock], Any]

configure_mappers()


def race(url: str, deeds: Sequence[Deed], *, at: datetime, unguarded: bool = False) -> list[int]:
    """Does each deed in a process of its own, all at once; answers how each ended.

    Without guards, all wait for each other once more before they write: by then each
    has read what it decides on, and none has written it.
    """
    context = multiprocessing.get_context("fork")
    told = {
        "together": context.Barrier(len(deeds) + 1),
        "about_to_write": context.Barrier(len(deeds)),
        "unguarded": unguarded,
        "at": at,
    }
    racers = [context.Process(target=_run, args=(url, deed), kwargs=told) for deed in deeds]
    for racer in racers:
        racer.start()
    # One connection stays open, as a site's do: the last one that closes clears SQLite's log away,
    # and whoever comes in that moment is turned off without waiting (sqlite.org/wal.html, 9).
    with create_engine(url, poolclass=NullPool).connect():
        told["together"].wait(TOGETHER_S)
        for racer in racers:
            racer.join()
    return [racer.exitcode or 0 for racer in racers]


def _run(
    url: str,
    deed: Deed,
    *,
    together: Any,
    about_to_write: Any,
    unguarded: bool,
    at: datetime,
) -> None:
    engine = create_engine(url, poolclass=NullPool)
    # Whatever the process that this was forked from had done before.
    may_write.set(True)
    if unguarded:
        _take_guards_away(engine, about_to_write)
    try:
        with Session(engine) as session:
            together.wait(TOGETHER_S)
            deed(session, FixedClock(at))
            session.commit()
    except DomainError:
        sys.exit(REFUSED)
    except DBAPIError:
        sys.exit(STOPPED_BY_THE_DATABASE)


def _take_guards_away(engine: Any, about_to_write: Any) -> None:
    # In this process alone: it ends with the race.
    Select.with_for_update = lambda self, **_: self  # type: ignore[method-assign]
    may_write.set(False)

    def wait(*told: Any) -> None:
        if WRITES.match(told[2]):
            # Whoever never comes here is waited for no longer, and then nobody waits again.
            with suppress(BrokenBarrierError):
                about_to_write.wait(GAP_S)

    event.listen(engine, "before_cursor_execute", wait)
