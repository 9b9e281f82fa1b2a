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
            **self.next_in_book(source, target),
        }
        verb = more.pop("verb", "INSERT")
        return inserted("ledger_move", columns | more, verb=verb)

    def next_in_book(self, source: str, target: str) -> dict[str, Any]:
        """Its place in the chain of the book it belongs to, as the database can check it."""
        bucket = target if target in OF_GROUPS else source
        row = self.all(
            "SELECT b.id, b.moves, b.last_hash FROM ledger_book b JOIN ledger_account a"
            f" ON a.book = b.id WHERE a.bucket = '{bucket}'"
        )[0]
        return {
            "book": quoted(str(row[0]).replace("-", "")),
            "number": row[1] + 1,
            "previous": quoted(row[2]),
            "hash": quoted(uuid.uuid4().hex * 2),
        }

    def head(self, **more: Any) -> str:
        """A statement that opens the head of a new book."""
        return inserted("ledger_book", {"id": quoted(new()), "moves": 0, "last_hash": "''", **more})

    def kept(self, **more: Any) -> str:
        """A statement that keeps the hold there is."""
        columns = {
            "hold_id": quoted(self.one("SELECT id FROM ledger_hold")),
            "event_id": quoted(self.one("SELECT id FROM ledger_event")),
        }
        return inserted("ledger_hold_kept", columns | more)

    def retired(self, **more: Any) -> str:
        """A statement that retires the group's book as it stands."""
        book = quoted(self.one("SELECT book FROM ledger_hold"))
        columns = {
            "book": book,
            # Read when the statement runs: others may stand before it.
            "moves": f"(SELECT moves FROM ledger_book WHERE id = {book})",
            "last_hash": f"(SELECT last_hash FROM ledger_book WHERE id = {book})",
            "retired_at": "'2040-01-01'",
            "is_open": "true",
        }
        return inserted("ledger_retirement", columns | more)

    def part(self, **more: Any) -> str:
        """A statement that claims what a retired book came to."""
        columns = {
            "book": quoted(self.one("SELECT book FROM ledger_hold")),
            "pot_id": quoted(self.one("SELECT id FROM ledger_pot")),
            "bucket": "'spent'",
            "pence": 100,
            "moves": 1,
        }
        return inserted("ledger_retired_part", columns | more)

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

    def of_book(self) -> dict[str, str]:
        """Names the group's book there is, for an account."""
        return {"book": quoted(self.one("SELECT book FROM ledger_hold"))}

    def this_hold(self) -> dict[str, str]:
        """Names the hold there is, for a move."""
        return {"hold_id": quoted(self.one("SELECT id FROM ledger_hold"))}


OF_GROUPS = ("held", "paid_in", "spent", "refund_due")
TABLES = (
    "ledger_pot",
    "ledger_account",
    "ledger_event",
    "ledger_hold",
    "ledger_hold_kept",
    "ledger_hold_end",
    "ledger_move",
    "ledger_book",
    "ledger_retirement",
    "ledger_retired_part",
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
