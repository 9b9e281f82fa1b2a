"""Which engine serves a session: SQLite's or PostgreSQL's."""

from sqlalchemy.orm import Session

from microcare.index.engines.postgres import PostgresEngine
from microcare.index.engines.protocol import Engine, Entry
from microcare.index.engines.sqlite import SqliteEngine

__all__ = ["Engine", "Entry", "engine_of"]
_ENGINES: dict[str, Engine] = {"sqlite": SqliteEngine(), "postgresql": PostgresEngine()}


def engine_of(session: Session) -> Engine:
    """The engine of the session's database."""
    return _ENGINES[session.get_bind().dialect.name]
