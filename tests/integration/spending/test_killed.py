"""Killed before any statement, an act has done all or nothing, and done again it is done (P10)."""

import shutil
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text

from microcare import create_app
from microcare.extensions import db
from microcare.kernel.clock import FixedClock
from tests.databases import ENGINES, Databases, test_config
from tests.integration.spending.killing import ACTS, Seed, do, killed, sow, state

# Every death needs a copy of its own: the ordinary run leaves some out, and PostgreSQL.
MANY = 12


class Sown:
    """Copies of one database in which everything waits to be done."""

    def __init__(self, databases: Databases):
        self.databases = databases
        self.url = databases.copy()
        app = create_app(test_config(databases.folder, self.url), TESTING=True)
        with app.app_context():
            self.seed: Seed = sow(db.session(), FixedClock(datetime(2026, 11, 23, 12, tzinfo=UTC)))
            db.session.commit()
            if databases.engine == "sqlite":
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("COMMIT")
                    connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            db.session.remove()
            db.engine.dispose()

    def copy(self) -> str:
        """Another one."""
        url = self.databases._new_url()
        source, target = make_url(self.url).database or "", make_url(url).database or ""
        if self.databases.engine == "sqlite":
            shutil.copy(Path(source), Path(target))
        else:
            self.databases._admin(f"CREATE DATABASE {target} TEMPLATE {source}")
        return url


@pytest.fixture(scope="module")
def fields(databases_of: Any) -> Iterator[dict[str, Sown]]:
    sown: dict[str, Sown] = {}
    yield sown
    for engine, field in sown.items():
        databases_of(engine).drop(field.url)


def field_of(fields: dict[str, Sown], databases: Databases) -> Sown:
    if databases.engine not in fields:
        fields[databases.engine] = Sown(databases)
    return fields[databases.engine]


def die_at_each(field: Sown, act: str, *, step: int | None = None) -> int:
    """Kills the act before each `step`th boundary; answers how many deaths there were."""
    drop, seed = field.databases.drop, field.seed
    undisturbed = field.copy()
    before = state(undisturbed, seed)
    boundaries = do(undisturbed, act, seed)
    after = state(undisturbed, seed)
    assert after != before
    assert do(undisturbed, act, seed) <= boundaries
    assert state(undisturbed, seed) == after, "done twice is done once"
    drop(undisturbed)
    if step is None:
        step = -(-boundaries // MANY)
    deaths = range(0, boundaries, step)
    url = field.copy()
    for number in deaths:
        assert killed(url, act, seed, number) == signal.SIGKILL
        found = state(url, seed)
        assert found in (before, after), f"{act} was done by half at {number}"
        do(url, act, seed)
        assert state(url, seed) == after
        drop(url)
        url = field.copy()
    drop(url)
    return len(deaths)


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("engine", ["sqlite"])
def test_killed_anywhere_it_is_all_or_nothing(
    fields: dict[str, Sown], databases_of: Any, engine: str, act: str
) -> None:
    field = field_of(fields, databases_of(engine))
    assert die_at_each(field, act) >= 3


@pytest.mark.nightly
@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("engine", ENGINES)
def test_killed_at_every_boundary_on_both_engines(
    fields: dict[str, Sown], databases_of: Any, engine: str, act: str
) -> None:
    field = field_of(fields, databases_of(engine))
    assert die_at_each(field, act, step=1) >= 3
