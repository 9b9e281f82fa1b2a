"""The extension objects, bare: created here, bound to an application in create_app."""

import sqlite3
from contextvars import ContextVar
from typing import Any

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Connection, Engine, event

from microcare.kernel.base import Base

# Joining by savepoint matters only to tests, which hand the session a connection of their own.
db = SQLAlchemy(model_class=Base, session_options={"join_transaction_mode": "create_savepoint"})
# Ledger tables carry triggers that Alembic's batch mode would drop without a word.
migrate = Migrate(render_as_batch=False)
login = LoginManager()
csrf = CSRFProtect()
babel = Babel()
limiter = Limiter(get_remote_address)

# Whether the work at hand may write. SQLite must take its lock when the transaction begins: taken
# later, two readers that both go on to write end in "database is locked" or in overspending.
may_write: ContextVar[bool] = ContextVar("may_write", default=True)


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver's own transaction handling would begin too late; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    for pragma in (
        # First, so that the others wait too.
        "busy_timeout=20000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if may_write.get() else "BEGIN")
