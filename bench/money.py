"""Promises a second beside the bare SQL of the same promises, and how fast the ledger is verified.

A commitment is recorded once, statement by statement. Then the service and the bare driver take
turns on one connection, a transaction a commitment, and what they come to is compared.
"""

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from bench.databases import applications
from bench.figures import Figure
from microcare.extensions import db
from microcare.kernel.clock import SystemClock
from microcare.ledger.queries import differences, entry_counts
from microcare.ledger.services import open_purse, place_holds
from microcare.ledger.values import Act, Instalment, Wish

QUICK_COMMITMENTS, COMMITMENTS = 80, 2_000
ROUNDS = 4
CLOCK = SystemClock()
# What is said, with which values, and whether they are those of several rows.
Statement = tuple[str, Any, bool]


@dataclass(frozen=True)
class Commitment:
    """One promise of 10p by one purse in one group's book."""

    purse: uuid.UUID
    book: uuid.UUID

    def place(self, session: Session) -> None:
        """Through the service, in the transaction that is open."""
        today = CLOCK.today()
        until = CLOCK.now() + timedelta(days=90)
        wish = Wish(self.purse, self.book, uuid.uuid4(), today, 10, until)
        act = Act(actor=self.purse, key=uuid.uuid4().hex)
        place_holds(session, wishes=[wish], act=act, clock=CLOCK)


def run(*, quick: bool, listings: int | None = None) -> Iterator[Figure]:
    """The suite's figures, engine by engine; `listings` is how many commitments then."""
    count = listings or (QUICK_COMMITMENTS if quick else COMMITMENTS)
    with applications() as engines:
        for engine, _ in engines:
            yield from _measure(engine, count)


def _measure(engine: str, count: int) -> Iterator[Figure]:

    with db.engine.connect() as connection:
        for accounts in (count, 1):
            yield _commitments(engine, connection, count, accounts)
    session = db.session()
    start = time.perf_counter()
    assert list(differences(session)) == []
    taken = time.perf_counter() - start
    rows, _books = entry_counts(session)
    value = round(rows / taken, 1)
    yield Figure("ledger_verify_rows_per_s", engine, value, "rows/s", "higher", rows)


def _commitments(engine: str, connection: Connection, count: int, accounts: int) -> Figure:
    """Service and bare SQL by turns, the same number of each."""
    ours, bare = _purses(connection, accounts), _purses(connection, accounts)
    each = count // ROUNDS
    replays = _recorded(connection, bare, count)
    ours_s = bare_s = 0.0
    for turn in range(ROUNDS):
        numbers = range(turn * each, (turn + 1) * each)
        ours_s += _through_service(connection, [ours[n % accounts] for n in numbers])
        bare_s += _bare(connection, [replays[n] for n in numbers])
    value, against = each * ROUNDS / ours_s, each * ROUNDS / bare_s
    return Figure(
        "commitments_vs_bare_sql",
        engine,
        round(value, 1),
        "commitments/s",
        "higher",
        accounts,
        against=f"bare SQL, {against:.1f}/s",
        ratio=round(value / against, 3),
    )


def _purses(connection: Connection, accounts: int) -> list[Commitment]:
    """So many people with plenty, each about to promise in a group of their own."""
    today = CLOCK.today()
    made = [Commitment(uuid.uuid4(), uuid.uuid4()) for _ in range(accounts)]
    part = Instalment(today - timedelta(days=1), _later(today), 1_000_000)
    with Session(connection) as session:
        for one in made:
            act = Act(actor=one.purse, key="open")
            open_purse(session, purse=one.purse, instalments=[part], act=act, clock=CLOCK)
        session.commit()
    return made


def _later(today: date) -> date:
    return today + timedelta(days=90)


def _through_service(connection: Connection, part: Sequence[Commitment]) -> float:
    """Answers the seconds it took."""
    start = time.perf_counter()
    for one in part:
        with Session(connection) as session:
            one.place(session)
            session.commit()
    return time.perf_counter() - start


def _recorded(
    connection: Connection, purses: Sequence[Commitment], count: int
) -> list[list[Statement]]:
    """The statements of `count` commitments, each's own; nothing of them stays."""
    now: list[Statement] = []

    def note(_c: Any, _cur: Any, statement: str, values: Any, _ctx: Any, many: bool) -> None:
        now.append((statement, values, many))

    found = []
    whole = connection.begin()
    event.listen(connection, "before_cursor_execute", note)
    for number in range(count):
        now.clear()
        with Session(connection, join_transaction_mode="rollback_only") as session:
            purses[number % len(purses)].place(session)
            session.flush()
        found.append(list(now))
    event.remove(connection, "before_cursor_execute", note)
    whole.rollback()
    return found


def _bare(connection: Connection, replays: Sequence[Sequence[Statement]]) -> float:
    """The same statements with the same values by the driver alone, a transaction each."""
    raw: Any = connection.connection.driver_connection
    cursor = raw.cursor()
    start = time.perf_counter()
    for statements in replays:
        if connection.dialect.name == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        for statement, values, many in statements:
            (cursor.executemany if many else cursor.execute)(statement, values)
            if cursor.description:
                cursor.fetchall()
        raw.commit()
    taken = time.perf_counter() - start
    cursor.close()
    return taken
