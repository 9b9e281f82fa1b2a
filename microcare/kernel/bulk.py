"""Writes very many rows at once, the way each engine does it fastest.

Rows are made ready for the engine in any process, and written by the one that has the connection:
as text for COPY on PostgreSQL, through one prepared statement on SQLite. Nothing here commits.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import JSON, Connection, Dialect, Table
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
    changes = [
        (place, change)
        for place, name in enumerate(columns)
        if (change := _change(table, name, engine)) is not None
    ]
    changed = (_changed(row, changes) for row in rows)
    return plain_batch(table.name, columns, changed, engine=engine)


def plain_batch(table: str, columns: Sequence[str], rows: Iterable[Row], *, engine: str) -> Batch:
    """Rows whose values need no change: text, numbers, None."""
    if engine == "sqlite":
        return Batch(table, tuple(columns), list(rows))
    return Batch(table, tuple(columns), [], "".join(map(_line, rows)))


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
    if engine == "postgresql" and isinstance(kind, JSON):
        return json.dumps
    return cast(Change | None, kind.bind_processor(dialect))


def _changed(row: Row, changes: list[tuple[int, Change]]) -> Row:
    values = list(row)
    for place, change in changes:
        values[place] = change(values[place])
    return tuple(values)


def _line(row: Row) -> str:
    return "\t".join(map(_field, row)) + "\n"


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
