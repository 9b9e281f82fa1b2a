"""A fresh, migrated application on each engine, PostgreSQL started for the purpose."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from microcare import create_app
from microcare.extensions import db
from tests import postgres
from tests.databases import Databases, test_config


@contextmanager
def applications() -> Iterator[Iterator[tuple[str, Flask]]]:
    """An iterator of engine names with an application on an empty database of each."""
    server = postgres.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield _each(Path(folder), server.url)
    finally:
        server.stop()


def _each(folder: Path, server_url: str) -> Iterator[tuple[str, Flask]]:
    for engine in ("sqlite", "postgresql"):
        databases = Databases(engine, folder, server_url)
        app = create_app(test_config(folder, databases.copy(), RATELIMIT_ENABLED="0"))
        with app.app_context():
            yield engine, app
            db.session.remove()
            db.engine.dispose()
