"""The stage: one world an engine, built once a process, on which nothing lasts."""

from collections.abc import Iterator
from typing import Any

import pytest

from microcare import create_app
from microcare.extensions import db, limiter
from tests.databases import taken_back, test_config
from tests.factories.directory import FakeGazetteer
from tests.factories.people import CLOCK
from tests.web.safety.stage import Stage
from tests.web.safety.world import build_world


@pytest.fixture(scope="session")
def worlds() -> dict[str, Any]:
    """An application and its world by engine, filled as tests ask."""
    return {}


@pytest.fixture
def stage(engine_name: str, worlds: dict[str, Any], databases_of: Any) -> Iterator[Stage]:
    """The stage on each engine in turn."""
    yield from _set(engine_name, worlds, databases_of)


@pytest.fixture
def sqlite_stage(worlds: dict[str, Any], databases_of: Any) -> Iterator[Stage]:
    """The stage on SQLite alone, for what is long and knows no engine."""
    yield from _set("sqlite", worlds, databases_of)


def _set(engine: str, worlds: dict[str, Any], databases_of: Any) -> Iterator[Stage]:
    if engine not in worlds:
        worlds[engine] = _built(databases_of(engine))
    app, world = worlds[engine]
    with taken_back(app) as connection:
        yield Stage(app, world, connection)
        limiter.reset()


def _built(databases: Any) -> Any:
    app = create_app(test_config(databases.folder, databases.copy()), TESTING=True)
    app.extensions["microcare.clock"] = CLOCK
    app.extensions["microcare.gazetteer"] = FakeGazetteer()
    with app.app_context():
        world = build_world(db.session(), CLOCK)
        db.session.commit()
        db.session.remove()
    return app, world
