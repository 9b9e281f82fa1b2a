"""What an operator and an auditor type: verify here, export, and verify the export anywhere."""

import json
import uuid
from contextvars import Context
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.exc import OperationalError

from microcare import create_app
from microcare.extensions import db
from microcare.kernel.clock import FixedClock
from microcare.ledger.commands import chore
from microcare.ledger.queries import last_looked
from tests.databases import test_config
from tests.factories.ledger import hold, make_purse, make_wish
from tests.integration.ledger.plain import Plain

BOOK = uuid.UUID(int=77)


def run(app: Flask, *arguments: object) -> Any:
    # In an empty context: else a command of one application would run in another's.
    invoke = app.test_cli_runner().invoke
    return Context().run(invoke, args=["ledger", *map(str, arguments)])


def exported(app: Flask, clock: FixedClock, folder: Path) -> Path:
    """The export of a book with three promises."""
    session = db.session()
    purse = make_purse(session, clock)
    for pence in (100, 200, 300):
        hold(session, clock, make_wish(purse, pence=pence, book=BOOK, clock=clock))
    session.commit()
    path = folder / "book.jsonl"
    result = run(app, "export", BOOK, path)
    assert result.exit_code == 0, result.output
    return path


def test_all_is_as_it_must_be(committed_app: Flask, clock: FixedClock) -> None:
    make_purse(db.session(), clock)
    db.session.commit()
    result = run(committed_app, "verify")
    assert (result.exit_code, result.output) == (
        0,
        "All is as it must be: 1 entries in 1 books\n",
    )


def test_the_first_difference_is_named(plain: Plain, committed_app: Flask) -> None:
    plain.drop("ledger_account_by_moves")
    plain.connection.execute(
        "UPDATE ledger_account SET balance_pence = 1 WHERE bucket = 'available'"
    )
    result = run(committed_app, "verify")
    assert result.exit_code == 1
    assert "DIFFERS: the ledger: the guard ledger_account_by_moves is missing" in result.output
    assert "is not the sum of its moves" in result.output


def test_an_export_is_verified_without_a_database(
    committed_app: Flask, clock: FixedClock, tmp_path: Path
) -> None:
    """As docs/money.md says: by the program and the file, where there is no database at all."""
    path = exported(committed_app, clock, tmp_path)
    away = create_app(test_config(tmp_path, "postgresql+psycopg://nobody@127.0.0.1:1/nothing"))
    assert isinstance(run(away, "verify").exception, OperationalError)
    lines = path.read_text().splitlines()
    last = json.loads(lines[-1])["hash"]
    sound = f"All is as it must be: 3 entries; the last hash is {last}\n"
    assert run(away, "verify", path).output == sound
    assert run(away, "verify", path, "--last", last).output == sound
    row = json.loads(lines[1])
    row["pence"] += 1
    path.write_text("\n".join([lines[0], json.dumps(row), lines[2]]) + "\n")
    result = run(away, "verify", path)
    assert result.exit_code == 1
    assert f"book {BOOK}, entry 2: was changed after it was written" in result.output
    path.write_text("\n".join([lines[0], lines[2]]) + "\n")
    assert "entry 2 is missing" in run(away, "verify", path).output
    path.write_text("\n".join([*lines, lines[2]]) + "\n")
    assert "entry 4 is missing" in run(away, "verify", path).output
    # What was cut off at the end is known by the hash that the export told.
    path.write_text("\n".join(lines[:2]) + "\n")
    assert run(away, "verify", path).exit_code == 0
    cut = run(away, "verify", path, "--last", last)
    assert cut.exit_code == 1
    assert "Entries are missing at the end." in cut.output


def test_a_file_that_is_no_export_is_refused_by_its_line(
    committed_app: Flask, clock: FixedClock, tmp_path: Path
) -> None:
    path = exported(committed_app, clock, tmp_path)
    path.write_text(path.read_text() + "not an entry\n")
    result = run(committed_app, "verify", path)
    assert result.exit_code == 1
    assert "Line 4 is not an entry of an export." in result.output
    path.write_bytes(b"\xff\xfe")
    assert run(committed_app, "verify", path).exit_code == 1
    assert "There is no book" in run(committed_app, "export", uuid.uuid4(), path).output


def test_the_chore_looks_once_a_day(committed_app: Flask, clock: FixedClock) -> None:
    committed_app.extensions["microcare.clock"] = clock
    assert chore() == "Looked over. Differences: 0."
    assert chore() == "Looked over already today."
    clock.move(timedelta(days=1))
    assert chore() == "Looked over. Differences: 0."
    assert last_looked(db.session()) == clock.now()
