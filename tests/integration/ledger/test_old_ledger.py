"""A ledger from before the chain is put into it when the database is upgraded."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from microcare import create_app
from microcare.extensions import db
from microcare.ledger.queries import differences, entries_of, head_of
from tests.databases import ENGINES, Databases, test_config

BEFORE = "013_desk"
ID = {name: uuid.uuid4().hex for name in ("pot", "purse", "group", "event", "hold", "s", "a", "h")}
OLD = f"""
INSERT INTO ledger_pot VALUES ('{ID["pot"]}', '{ID["purse"]}', '2026-04-01', '2027-03-31');
INSERT INTO ledger_event VALUES ('{ID["event"]}', 'x', '{ID["purse"]}', 'k', 'h', '2026-11-01');
INSERT INTO ledger_account VALUES ('{ID["s"]}', '{ID["pot"]}', '{ID["purse"]}', 'source', 0, 0);
INSERT INTO ledger_account VALUES ('{ID["a"]}', '{ID["pot"]}', '{ID["purse"]}', 'available', 0, 0);
INSERT INTO ledger_account VALUES ('{ID["h"]}', '{ID["pot"]}', '{ID["group"]}', 'held', 0, 0);
INSERT INTO ledger_hold VALUES ('{ID["hold"]}', '{ID["event"]}', '{ID["pot"]}', '{ID["group"]}',
 '{ID["group"]}', '2026-12-01', 600, '2030-01-01')
"""
MOVES = ((1, "s", "a", 1_000, 1, 1, None), (2, "a", "h", 600, 2, 1, ID["hold"]))


@pytest.fixture(params=ENGINES)
def old_app(request: Any, databases_of: Any, tmp_path: Path) -> Any:
    """An application on a database as it was before the chain."""
    databases: Databases = databases_of(request.param)
    url = databases.empty()
    app = create_app(test_config(tmp_path, url), TESTING=True)
    with app.app_context():
        upgrade(revision=BEFORE)
        yield app
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


def test_moves_from_before_are_chained(old_app: Flask) -> None:
    with db.engine.begin() as connection:
        for statement in OLD.split(";"):
            connection.execute(text(_with_columns(statement)))
        for number, source, target, pence, from_move, to_move, hold in MOVES:
            connection.execute(
                text(
                    "INSERT INTO ledger_move (id, event_id, from_account_id, to_account_id, pence,"
                    " from_move, to_move, hold_id) VALUES (:id, :event, :f, :t, :pence, :fm, :tm,"
                    " :hold)"
                ),
                {
                    "id": uuid.UUID(int=number).hex,
                    "event": ID["event"],
                    "f": ID[source],
                    "t": ID[target],
                    "pence": pence,
                    "fm": from_move,
                    "tm": to_move,
                    "hold": hold,
                },
            )
    upgrade()
    session = db.session()
    assert list(differences(session)) == []
    assert [e.pence for e in entries_of(session)] != []
    assert head_of(session, uuid.UUID(ID["group"]))[0] == 1
    assert head_of(session, uuid.UUID(ID["purse"]))[0] == 1


def _with_columns(statement: str) -> str:
    """Names the columns of an account, whose last one stays empty."""
    return statement.replace(
        "ledger_account VALUES",
        "ledger_account (id, pot_id, book, bucket, balance_pence, moves) VALUES",
    )
