"""deploy/backup and deploy/restore: what comes back is whole, with every guard."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from microcare import create_app
from microcare.extensions import db
from microcare.site.queries import why_not_ready
from microcare.web.transaction import writing
from tests import postgres
from tests.databases import test_config
from tests.factories.people import make_person

DEPLOY = Path(__file__).resolve().parents[3] / "deploy"
# The scripts become `postgres` to be let in; the server of the tests lets anybody in as that.
RUNUSER = '#!/bin/sh\n[ "$1 $2 $3" = "-u postgres --" ] || exit 9\nshift 3\nexec "$@"\n'


@pytest.fixture
def as_operator(committed_database: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of the scripts, and an owner for what they make."""
    address = make_url(committed_database)
    (tmp_path / "runuser").write_text(RUNUSER)
    (tmp_path / "runuser").chmod(0o755)
    server = {"host": address.host, "port": address.port, "user": "postgres"}
    with psycopg.connect(**server, autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute("CREATE ROLE microcare")
        yield os.environ | {
            "PATH": f"{tmp_path}:{postgres._binaries()}:{os.environ['PATH']}",
            "PGHOST": str(address.host),
            "PGPORT": str(address.port),
            "PGUSER": "postgres",
            "BACKUPS": str(tmp_path / "backups"),
            "DATABASE": str(address.database),
        }
        made = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{address.database}%"]
        )
        for (name,) in made.fetchall():
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]
        connection.execute("DROP ROLE microcare")


def _run(script: str, *arguments: str, environment: dict[str, str]) -> str:
    command = ["bash", str(DEPLOY / script), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_what_was_kept_comes_back_with_every_guard(
    committed_database: str, as_operator: dict[str, str], tmp_path: Path
) -> None:
    app = create_app(test_config(tmp_path, committed_database), TESTING=True)
    with app.app_context():
        with writing() as session:
            kept = make_person(session).id
        db.session.remove()
        db.engine.dispose()
        kept_line = _run("backup", environment=as_operator)
        with writing() as session:
            lost = make_person(session).id
        db.session.remove()
        db.engine.dispose()
        _run("restore", kept_line.split()[1], environment=as_operator)
        people = set(db.session.scalars(db.text("SELECT id FROM person")))
        assert kept in people
        assert lost not in people
        assert why_not_ready(db.session()) == []
        db.session.remove()
        db.engine.dispose()
