"""A plain connection to a real ledger, by the bare driver: no PRAGMAs, no ORM, no good manners."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import make_url

REFUSALS = (sqlite3.Error, psycopg.Error)


class Plain:
    """Attacks one database. `known` has the ids of its rows by what they are."""

    def __init__(self, url: str):
        address = make_url(url)
        self.is_sqlite = address.get_backend_name() == "sqlite"
        self.connection: Any
        if self.is_sqlite:
            self.connection = sqlite3.connect(address.database or "", isolation_level=None)
        else:
            self.connection = psycopg.connect(
                host=address.host,
                port=address.port,
                user=address.username,
                dbname=address.database,
                autocommit=True,
            )

    def all(self, statement: str) -> list[Any]:
        """The rows that a statement answers."""
        return list(self.connection.execute(statement).fetchall())

    def one(self, statement: str) -> str:
        """The one value that a statement answers, ids without their hyphens."""
        return str(self.all(statement)[0][0]).replace("-", "")

    @contextmanager
    def taken_back(self) -> Iterator[None]:
        """Whatever happens inside leaves nothing behind."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")

    def refused(self, *statements: str) -> str:
        """Why the database refuses the last of these, which must do something; "" if it does not.

        Those before it only prepare: they must be taken.
        """
        *before, attack = statements
        with self.taken_back():
            for statement in before:
                self.connection.execute(statement)
            try:
                done = self.connection.execute(attack)
            except REFUSALS as why:
                return str(why)
            assert attack.startswith("TRUNCATE") or done.rowcount > 0, f"did nothing: {attack}"
            return ""

    def drop(self, guard: str) -> None:
        """Takes a trigger or a CHECK away, for good."""
        table = max((t for t in TABLES if f"{t}_" in guard), key=len)
        if not guard.startswith("ck_"):
            on = "" if self.is_sqlite else f" ON {table}"
            self.connection.execute(f"DROP TRIGGER {guard}{on}")
        elif self.is_sqlite:
            made = self.all(f"SELECT sql FROM sqlite_master WHERE name = '{table}'")[0][0]
            start = made.index(f"CONSTRAINT {guard} ")
            end = made.find(", \n", start)
            kept = made[:start] + "CHECK (1)" + made[end if end > 0 else made.rindex("\n)") :]
            self.connection.execute("PRAGMA writable_schema=ON")
            self.connection.execute(
                "UPDATE sqlite_master SET sql = ? WHERE name = ? AND type = 'table'", (kept, table)
            )
            self.connection.execute("PRAGMA writable_schema=RESET")
        else:
            self.connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {guard}")

    def account(self, bucket: str) -> tuple[str, int]:
        """The id of the account with this bucket, and its next turn."""
        row = self.all(f"SELECT id, moves FROM ledger_account WHERE bucket = '{bucket}'")[0]
        return str(row[0]).replace("-", ""), row[1] + 1

    def move(self, source: str, target: str, pence: object, **more: Any) -> str:
        """A statement that inserts a move, sound in all that is not told otherwise."""
        (f, f_turn), (t, t_turn) = self.account(source), self.account(target)
        columns = {
            "id": quoted(new()),
            "event_id": quoted(self.one("SELECT id FROM ledger_event")),
            "from_account_id": quoted(f),
            "to_account_id": quoted(t),
            "pence": pence,
            "from_move": f_turn,
            "to_move": t_turn,
        }
        verb = more.pop("verb", "INSERT")
        return inserted("ledger_move", columns | more, verb=verb)

    def hold(self, **more: Any) -> str:
        """A statement that inserts a hold like the one there is, with no move to fill it."""
        columns = {
            "id": quoted(new()),
            "event_id": quoted(self.one("SELECT id FROM ledger_event")),
            "pot_id": quoted(self.one("SELECT id FROM ledger_pot")),
            "book": quoted(self.one("SELECT book FROM ledger_hold")),
            "ref": quoted(new()),
            "for_on": "'2026-12-01'",
            "pence": 100,
            "expires_at": "'2030-01-01'",
        }
        return inserted("ledger_hold", columns | more)

    def pot(self, **more: Any) -> str:
        """A statement that inserts an empty pot."""
        days = {"opens_on": "'2026-01-01'", "closes_on": "'2026-12-31'"}
        return inserted("ledger_pot", {"id": quoted(new()), "purse": quoted(new()), **days, **more})

    def opened(self, **more: Any) -> str:
        """A statement that opens an empty account of the pot there is, in a new book."""
        columns = {
            "id": quoted(new()),
            "pot_id": quoted(self.one("SELECT id FROM ledger_pot")),
            "book": quoted(new()),
            "bucket": "'held'",
            "balance_pence": 0,
            "moves": 0,
        }
        return inserted("ledger_account", columns | more)

    def event(self, **more: Any) -> str:
        """A statement that inserts an event."""
        columns = {
            "id": quoted(new()),
            "kind": "'x'",
            "actor": quoted(new()),
            "key": "'k'",
            "body_hash": "'h'",
            "at": "'2026-01-01'",
        }
        return inserted("ledger_event", columns | more)

    def end(self, **more: Any) -> str:
        """A statement that ends the hold there is, as released."""
        columns = {
            "hold_id": quoted(self.one("SELECT id FROM ledger_hold")),
            "event_id": quoted(self.one("SELECT id FROM ledger_event")),
            "how": "'released'",
            "posted_pence": 0,
        }
        return inserted("ledger_hold_end", columns | more)

    def this_hold(self) -> dict[str, str]:
        """Names the hold there is, for a move."""
        return {"hold_id": quoted(self.one("SELECT id FROM ledger_hold"))}


TABLES = (
    "ledger_pot",
    "ledger_account",
    "ledger_event",
    "ledger_hold",
    "ledger_hold_end",
    "ledger_move",
)


def new() -> str:
    """A new id, as both engines read it."""
    return uuid.uuid4().hex


def quoted(value: str) -> str:
    """A piece of SQL text."""
    return f"'{value}'"


def inserted(table: str, columns: dict[str, Any], *, verb: str = "INSERT") -> str:
    """An INSERT of one row."""
    values = ", ".join(str(v) for v in columns.values())
    return f"{verb} INTO {table} ({', '.join(columns)}) VALUES ({values})"
