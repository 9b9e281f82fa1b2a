"""What must be found in the catalogue: `flask db check` sees neither triggers nor CHECKs.

Altering a ledger table with Alembic's batch mode would drop them without a word, and a trigger can
keep its name and lose its point. So the committed list is compared with the catalogue, by name and
for triggers by content, by a test, by `/readyz` and by `ledger verify`.
"""

import hashlib
from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm import Session

from microcare.ledger.guards.committed import (
    CHECKS,
    KEYS,
    POSTGRESQL_TRIGGERS,
    SQLITE_TRIGGERS,
    TABLES,
)

__all__ = ["found_triggers", "missing_guards"]

_SQLITE_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_SQLITE_TABLES = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
# What fires, when, what it runs, and that no temporary table can stand before the real one.
_POSTGRESQL_TRIGGERS = """
    SELECT t.tgname, concat_ws(' ', c.relname, t.tgtype, t.tgenabled, p.prosrc,
        array_to_string(p.proconfig, ' ') LIKE '%pg_temp')
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)
"""
_POSTGRESQL_CONSTRAINTS = """
    SELECT k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE k.convalidated AND pg_table_is_visible(c.oid)
"""


def missing_guards(session: Session) -> list[str]:
    """Guards that should be in the database and are not, or are there but have changed."""
    found = found_triggers(session)
    wanted = SQLITE_TRIGGERS if _is_sqlite(session) else POSTGRESQL_TRIGGERS
    changed = [
        name if name not in found else f"{name} has changed"
        for name, digest in wanted.items()
        if found.get(name) != digest
    ]
    lost = _lost_in_sqlite(session) if _is_sqlite(session) else _lost_in_postgresql(session)
    return sorted([*changed, *lost])


def found_triggers(session: Session) -> dict[str, str]:
    """Each trigger of a ledger table with a digest of what it does."""
    rows = session.execute(text(_SQLITE_TRIGGERS if _is_sqlite(session) else _POSTGRESQL_TRIGGERS))
    return {
        name: hashlib.sha256(body.encode()).hexdigest()[:12]
        for name, body in rows
        if name.startswith("ledger_")
    }


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _lost_in_sqlite(session: Session) -> Iterable[str]:
    tables = {name: sql for name, sql in session.execute(text(_SQLITE_TABLES)) if sql}
    made = " ".join(tables.get(name, "") for name in TABLES)
    yield from (
        name for name, sql in CHECKS.items() if f"CONSTRAINT {name} CHECK ({sql})" not in made
    )
    yield from (name for name in KEYS if f"CONSTRAINT {name} " not in made)
    yield from (
        f"{name} without rowid"
        for name in TABLES
        if not tables.get(name, "").rstrip().endswith("WITHOUT ROWID")
    )


def _lost_in_postgresql(session: Session) -> Iterable[str]:
    found = set(session.scalars(text(_POSTGRESQL_CONSTRAINTS)))
    return (CHECKS.keys() | KEYS) - found
