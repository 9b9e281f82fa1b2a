"""The session and the client, on both engines. Everything else has a file of its own."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import event
from sqlalchemy.orm import Session

from microcare import create_app
from microcare.extensions import db, limiter
from microcare.kernel.clock import FixedClock
from tests import postgres
from tests.client import Client
from tests.databases import ENGINES, Databases, taken_back, test_config

# No test passes or fails by the clock.
settings.register_profile("microcare", deadline=None)
settings.load_profile("microcare")
SERVER = "MICROCARE_TEST_POSTGRES"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """The run's one PostgreSQL, started by the first process and shared with the workers."""
    if not hasattr(config, "workerinput") and SERVER not in os.environ:
        config._microcare_server = server = postgres.start()  # type: ignore[attr-defined]
        os.environ[SERVER] = server.url


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stops what pytest_configure started."""
    server = getattr(config, "_microcare_server", None)
    if server is not None:
        server.stop()
        os.environ.pop(SERVER, None)


@pytest.fixture(scope="session")
def databases_of(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """`databases_of(engine)` answers this process's Databases of that engine, made once."""
    made: dict[str, Databases] = {}

    def of(engine: str) -> Databases:
        if engine not in made:
            folder = tmp_path_factory.mktemp(engine)
            made[engine] = Databases(engine, folder, os.environ.get(SERVER))
        return made[engine]

    return of


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def apps(databases_of: Any) -> dict[str, Flask]:
    """One application an engine, filled as tests ask."""
    return {}


@pytest.fixture
def clock() -> FixedClock:
    """Noon on Monday 23 November 2026, standing still until moved."""
    return FixedClock(NOON)


@pytest.fixture
def app(
    engine_name: str, apps: dict[str, Flask], databases_of: Any, clock: FixedClock
) -> Iterator[Flask]:
    """The application on a database whose every change is taken back after the test."""
    if engine_name not in apps:
        databases = databases_of(engine_name)
        config = test_config(databases.folder, databases.copy())
        apps[engine_name] = _checked(create_app(config, TESTING=True))
    app = apps[engine_name]
    app.extensions["microcare.clock"] = clock
    with taken_back(app):
        yield app
        limiter.reset()


@pytest.fixture
def session(app: Flask) -> Session:
    """The test's own session, on the connection that is rolled back at the end."""
    return db.session()


@pytest.fixture
def client(app: Flask, session: Session) -> Client:
    """A visitor's checking client."""
    return Client(app, session)


@pytest.fixture
def committed_database(engine_name: str, databases_of: Any) -> Iterator[str]:
    """The URL of a fresh, migrated database of one's own, for several connections or processes."""
    databases: Databases = databases_of(engine_name)
    url = databases.copy()
    yield url
    databases.drop(url)


@pytest.fixture
def committed_app(committed_database: str, tmp_path: Path) -> Iterator[Flask]:
    """An application that really commits, on a database of its own."""
    app = create_app(test_config(tmp_path, committed_database), TESTING=True)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _checked(app: Flask) -> Flask:
    """Fails any request that answers below 400 with changes left uncommitted."""

    @event.listens_for(db.session, "after_flush")
    def flushed(session: Session, _context: Any) -> None:
        session.info["unsaved"] = True

    @event.listens_for(db.session, "after_commit")
    @event.listens_for(db.session, "after_rollback")
    def settled(session: Session) -> None:
        session.info["unsaved"] = False

    def refuse(response: Any) -> Any:
        session = db.session()
        if response.status_code < 400:
            left = session.info.get("unsaved") or session.new or session.dirty or session.deleted
            assert not left, "the view left changes uncommitted"
        return response

    app.after_request_funcs.setdefault(None, []).insert(0, refuse)
    return app
