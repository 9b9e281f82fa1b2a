"""Copies of one database in which everything waits to be done, to be broken one after another."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url, text

from microcare import create_app
from microcare.extensions import db
from microcare.kernel.clock import FixedClock
from tests.databases import Databases, test_config
from tests.integration.spending.killing import Seed, sow


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


def field_of(fields: dict[str, Sown], databases: Databases) -> Sown:
    """The one of this engine, sown when it is first asked for."""
    if databases.engine not in fields:
        fields[databases.engine] = Sown(databases)
    return fields[databases.engine]
