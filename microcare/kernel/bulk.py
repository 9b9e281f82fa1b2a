"""Writes very many rows at once, the way each engine does it fastest.

Rows are made ready for the engine in any process, and written by the one that has the connection:
as text for COPY on PostgreSQL, through one prepared statement on SQLite. Nothing here commits.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from operator import attrgetter
from typing import Any, cast
from uuid import UUID

from sqlalchemy import JSON, Connection, Dialect, Table, Uuid
from sqlalchemy.dialects import postgresql, sqlite

from microcare.kernel.base import Base

Row = tuple[Any, ...]
Change = Callable[[Any], Any]
# PostgreSQL's manual, COPY, "Text Format".
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NOTHING = "\\N"


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one table, made ready: `rows` for SQLite or `text` for PostgreSQL."""

    table: str
    columns: tuple[str, ...]
    rows: list[Row]
    text: str = ""


def batch(model: type[Base], columns: Sequence[str], rows: Iterable[Row], *, engine: str) -> Batch:
    """Python values for a model's columns, made ready for "sqlite" or "postgresql"."""
    table = cast(Table, model.__table__)
    # By column, because one list of like values is changed far faster than many small rows.
    values = list(zip(*rows, strict=True))
    if values:
        for place, name in enumerate(columns):
            if (change := _change(table, name, engine)) is not None:
                values[place] = tuple(None if v is None else change(v) for v in values[place])
    return plain_batch(table.name, columns, zip(*values, strict=True), engine=engine)


def plain_batch(table: str, columns: Sequence[str], rows: Iterable[Row], *, engine: str) -> Batch:
    """Rows whose values need no change: text, numbers, None."""
    if engine == "sqlite":
        return Batch(table, tuple(columns), list(rows))
    written = [_texts(column) for column in zip(*rows, strict=True)]
    lines = map("\t".join, zip(*written, strict=True))
    return Batch(table, tuple(columns), [], "".join(f"{line}\n" for line in lines))


@cache
def _dialect(engine: str) -> Dialect:
    # The driver's own dialect, so that values come out just as the ORM would send them.
    if engine == "sqlite":
        return sqlite.dialect()
    return postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]


@cache
def _change(table: Table, column: str, engine: str) -> Change | None:
    dialect = _dialect(engine)
    kind = table.c[column].type.dialect_impl(dialect)
    if isinstance(kind, JSON):
        return json.dumps
    if isinstance(kind, Uuid) and engine == "sqlite":
        return attrgetter("hex")
    return cast(Change | None, kind.bind_processor(dialect))


def _texts(column: Row) -> Iterable[str]:
    kinds = set(map(type, column))
    if kinds == {str}:
        # Most columns hold nothing to escape, and one look at all of it says so.
        together = "".join(column)
        return map(_field, column) if any(c in together for c in "\\\t\n\r") else column
    if kinds == {UUID}:
        return map(attrgetter("hex"), column)
    return map(str, column) if kinds <= {int, float} else map(_field, column)


def _field(value: Any) -> str:
    if value is None:
        return _NOTHING
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value.hex if isinstance(value, UUID) else str(value)


def write_batch(connection: Connection, ready: Batch) -> None:
    """Adds the rows. Column defaults of the models are not applied."""
    columns = ", ".join(f'"{name}"' for name in ready.columns)
    if ready.rows:
        marks = ", ".join("?" * len(ready.columns))
        # The names come from our own tables, never from anybody's input.
        statement = f'INSERT INTO "{ready.table}" ({columns}) VALUES ({marks})'  # noqa: S608
        connection.exec_driver_sql(statement, ready.rows)
    elif ready.text:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor:
            into = f'COPY "{ready.table}" ({columns}) FROM STDIN'
            with cursor.copy(into) as copy:
                copy.write(ready.text)
