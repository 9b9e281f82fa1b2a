"""Reads that span features: whether the site is ready, and what the front page counts."""

from dataclasses import dataclass
from pathlib import Path

from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from microcare.directory.queries import help_terms
from microcare.index.queries import count
from microcare.index.values import Query
from microcare.ledger.guards import missing_guards

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@dataclass(frozen=True, slots=True)
class FrontPage:
    """How many listings there are, how many have room, and the help terms by starting kind."""

    listings: int
    with_room: int
    slugs: dict[str, list[str]]


def front_page(session: Session) -> FrontPage:
    """What the front page says of the place."""
    slugs: dict[str, list[str]] = {}
    for term in help_terms(session):
        slugs.setdefault(term.group, []).append(term.slug)
    return FrontPage(
        listings=count(session, Query()),
        with_room=count(session, Query(has_room=True)),
        slugs=slugs,
    )


def why_not_ready(session: Session) -> list[str]:
    """What keeps the site from serving: database, migrations, guards, index. Empty when ready."""
    try:
        session.execute(text("SELECT 1"))
        return [*_behind(session), *_unguarded(session), *_unsearchable(session)]
    except SQLAlchemyError as failure:
        return [f"database: {type(failure).__name__}"]


def _behind(session: Session) -> list[str]:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    head = ScriptDirectory.from_config(config).get_current_head()
    found = session.scalar(text("SELECT version_num FROM alembic_version"))
    return [] if found == head else [f"migrations: at {found}, not {head}"]


def _unguarded(session: Session) -> list[str]:
    return [f"guard missing: {name}" for name in missing_guards(session)]


def _unsearchable(session: Session) -> list[str]:
    count(session, Query())
    return []
