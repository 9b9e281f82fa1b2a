"""Migrated databases on both engines: one to copy from, and as many copies as tests want."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, make_url

from config import Config
from microcare import create_app
from microcare.extensions import db

ENGINES = ("sqlite", "postgresql")


def test_config(folder: Path, url: str, **environment: str) -> Config:
    """Settings for a test application that keeps its files in `folder`."""
    return Config(
        instance=folder,
        environment={
            "DATABASE_URL": url,
            "SECRET_KEY": "for tests only, not kept anywhere",
            "POSTCODES_FILE": str(folder / "no-postcodes.sqlite"),
            **environment,
        },
    )


test_config.__test__ = False  # type: ignore[attr-defined]


@contextmanager
def taken_back(app: Flask) -> Iterator[Connection]:
    """Runs `app` on one connection, in its context; whatever it commits is taken back after."""
    with app.app_context():
        engines = db._app_engines[app]
        engine = engines[None]
        with engine.connect() as connection:
            outer = connection.begin()
            engines[None] = connection  # type: ignore[assignment]
            try:
                yield connection
            finally:
                db.session.remove()
                outer.rollback()
                engines[None] = engine


class Databases:
    """Makes migrated databases of one engine in `folder`; `server_url` is PostgreSQL's."""

    def __init__(self, engine: str, folder: Path, server_url: str | None):
        self.engine = engine
        self.folder = folder
        self.server_url = server_url
        self.template = self._new_url()
        self._migrate()

    def _new_url(self) -> str:
        name = f"mc_{uuid.uuid4().hex}"
        if self.engine == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite"
        return f"{self.server_url}/{name}"

    def _admin(self, statement: str) -> None:
        assert self.server_url is not None
        address = make_url(self.server_url)
        with psycopg.connect(
            host=address.host, port=address.port, user="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def _migrate(self) -> None:
        if self.engine == "postgresql":
            self._admin(f"CREATE DATABASE {make_url(self.template).database}")
        app = create_app(test_config(self.folder, self.template), TESTING=True)
        with app.app_context():
            upgrade()
            if self.engine == "sqlite":
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("COMMIT")
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            db.engine.dispose()

    def copy(self) -> str:
        """The URL of a fresh, migrated, empty database."""
        url = self._new_url()
        if self.engine == "sqlite":
            shutil.copy(make_url(self.template).database or "", make_url(url).database or "")
        else:
            source, target = make_url(self.template).database, make_url(url).database
            self._admin(f"CREATE DATABASE {target} TEMPLATE {source}")
        return url

    def empty(self) -> str:
        """The URL of a database with nothing in it, not even tables."""
        url = self._new_url()
        if self.engine == "postgresql":
            self._admin(f"CREATE DATABASE {make_url(url).database}")
        return url

    def drop(self, url: str) -> None:
        """Removes a copy."""
        name = make_url(url).database or ""
        if self.engine == "sqlite":
            for ending in ("", "-wal", "-shm"):
                Path(name + ending).unlink(missing_ok=True)
        else:
            self._admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
