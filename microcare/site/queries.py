"""Reads that span features: whether the site is ready, and what the front page counts."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from microcare.directory.queries import help_terms, public_listings
from microcare.directory.values import PublicListing
from microcare.index.queries import count
from microcare.index.values import Query
from microcare.ledger.guards import missing_guards
from microcare.site.values import POSTGRESQL_TRIGGERS, SQLITE_TRIGGERS

# How many listings the front page looks at for a story, and how long a story reads best there.
A_FEW = 24
STORY_LETTERS = 110
_SQLITE_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
_POSTGRESQL_TRIGGERS = """
    SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND pg_table_is_visible(c.oid)
"""
MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@dataclass(frozen=True, slots=True)
class FrontPage:
    """How many listings there are, how many have room, the help terms by kind, and one story."""

    listings: int
    with_room: int
    slugs: dict[str, list[str]]
    story: PublicListing | None = None


def front_page(session: Session) -> FrontPage:
    """What the front page says of the place."""
    slugs: dict[str, list[str]] = {}
    for term in help_terms(session):
        slugs.setdefault(term.group, []).append(term.slug)
    return FrontPage(
        listings=count(session, Query()),
        with_room=count(session, Query(has_room=True)),
        slugs=slugs,
        story=_with_a_story(session),
    )


def _with_a_story(session: Session) -> PublicListing | None:
    # A few are enough: the front page tells one story, and none when none is near the top.
    few = islice(public_listings(session, batch=A_FEW), A_FEW)
    told = [(abs(len(it.story.words) - STORY_LETTERS), it) for it in few if it.story]
    return min(told, key=lambda pair: pair[0])[1] if told else None


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
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    wanted = SQLITE_TRIGGERS if is_sqlite else POSTGRESQL_TRIGGERS
    lost = wanted - triggers(session)
    return [f"guard missing: {name}" for name in (*missing_guards(session), *sorted(lost))]


def triggers(session: Session) -> set[str]:
    """The names of all triggers in the database that are in force, those of the ledger too."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return set(session.scalars(text(_SQLITE_TRIGGERS if is_sqlite else _POSTGRESQL_TRIGGERS)))


def _unsearchable(session: Session) -> list[str]:
    count(session, Query())
    return []
