"""The database itself refuses, on a plain connection, whatever the program might do wrong.

Each guard is also taken away once, to show that it was the one that refused.
"""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from microcare.extensions import db
from microcare.kernel.clock import FixedClock
from microcare.ledger.guards import missing_guards
from tests.factories.ledger import hold, make_purse, make_wish


@pytest.fixture
def plain(committed_app: Any, clock: FixedClock) -> Iterator[Connection]:
    """A plain connection, no PRAGMAs, to a ledger with one promise of £60 from £100."""
    session = db.session()
    purse = make_purse(session, clock)
    hold(session, clock, make_wish(purse, clock=clock))
    session.commit()
    engine = create_engine(db.engine.url, poolclass=NullPool)
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("PRAGMA recursive_triggers=OFF")
        yield connection


def new_id(connection: Connection) -> str:
    value = uuid.uuid4()
    return value.hex if connection.dialect.name == "sqlite" else str(value)


def refused(connection: Connection, statement: str) -> bool:
    """Whether the database refuses; nothing is left behind either way."""
    nested = connection.begin_nested()
    try:
        result = connection.execute(text(statement))
    except DBAPIError:
        return True
    else:
        assert result.rowcount != 0, f"changed nothing: {statement}"
        return False
    finally:
        if nested.is_active:
            nested.rollback()


def ids(connection: Connection) -> dict[str, str]:
    rows = connection.execute(text("SELECT bucket, id FROM ledger_account")).all()
    found = {bucket: str(value).replace("-", "") for bucket, value in rows}
    found["event"] = str(connection.execute(text("SELECT id FROM ledger_event")).scalar())
    found["pot"] = str(connection.execute(text("SELECT id FROM ledger_pot")).scalar())
    found["hold"] = str(connection.execute(text("SELECT id FROM ledger_hold")).scalar())
    return found


def move(connection: Connection, source: str, target: str, pence: int, **more: str) -> str:
    known = ids(connection)
    turn = {
        str(row.id).replace("-", ""): row.moves + 1
        for row in connection.execute(text("SELECT id, moves FROM ledger_account"))
    }
    f, t = known[source], known[target]
    hold_id = f"'{more['hold']}'" if "hold" in more else "NULL"
    return (
        "INSERT INTO ledger_move (id, event_id, from_account_id, to_account_id, pence, from_move,"
        f" to_move, hold_id) VALUES ('{new_id(connection)}', '{known['event']}', '{f}', '{t}',"
        f" {pence}, {more.get('turn', turn[f])}, {turn[t]}, {hold_id})"
    )


TABLES = ("ledger_pot", "ledger_event", "ledger_hold", "ledger_move")


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_never_changed_deleted_or_replaced(plain: Connection, table: str) -> None:
    assert refused(plain, f"UPDATE {table} SET id = id")
    assert refused(plain, f"DELETE FROM {table}")
    if plain.dialect.name == "sqlite":
        assert refused(plain, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
    else:
        assert refused(plain, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "change",
    [
        "balance_pence = balance_pence + 100",
        "balance_pence = 0",
        "moves = moves + 1",
        "moves = moves + 1, balance_pence = balance_pence + 6000",
        "bucket = 'returned'",
        "last_move_id = NULL",
    ],
)
def test_a_balance_is_changed_by_a_move_and_by_nothing_else(plain: Connection, change: str) -> None:
    assert refused(plain, f"UPDATE ledger_account SET {change} WHERE bucket = 'available'")


def test_accounts_begin_empty_and_are_never_deleted(plain: Connection) -> None:
    pot, book = ids(plain)["pot"], new_id(plain)
    row = "INSERT INTO ledger_account (id, pot_id, book, bucket, balance_pence, moves) VALUES"
    assert refused(plain, f"{row} ('{new_id(plain)}', '{pot}', '{book}', 'held', 100, 0)")
    assert refused(plain, f"{row} ('{new_id(plain)}', '{pot}', '{book}', 'available', 0, 0)")
    assert not refused(plain, f"{row} ('{new_id(plain)}', '{pot}', '{book}', 'held', 0, 0)")
    assert refused(plain, "DELETE FROM ledger_account")


@pytest.mark.parametrize(
    ("source", "target", "pence"),
    [
        ("source", "held", 100),
        ("held", "source", 100),
        ("available", "available", 100),
        ("available", "source", -100),
        ("available", "source", 0),
        ("available", "source", 4_001),
        ("available", "held", 100),
        ("held", "available", 100),
    ],
)
def test_moves_the_rules_do_not_know_are_refused(
    plain: Connection, source: str, target: str, pence: int
) -> None:
    assert refused(plain, move(plain, source, target, pence))


def test_a_sound_move_is_taken(plain: Connection) -> None:
    assert not refused(plain, move(plain, "available", "source", 4_000))


def test_a_hold_gives_no_more_than_was_promised(plain: Connection) -> None:
    line = ids(plain)["hold"]
    assert not refused(plain, move(plain, "held", "available", 6_000, hold=line))
    assert refused(plain, move(plain, "held", "available", 6_001, hold=line))
    assert refused(plain, move(plain, "available", "held", 6_000, hold=line))


def test_a_move_is_applied_once_and_in_its_turn(plain: Connection) -> None:
    assert refused(plain, move(plain, "available", "source", 1, turn="2"))
    assert refused(plain, move(plain, "available", "source", 1, turn="9"))


def test_a_hold_that_did_not_give_its_pence_back_cannot_be_ended(plain: Connection) -> None:
    known = ids(plain)
    row = "INSERT INTO ledger_hold_end (hold_id, event_id, how, posted_pence) VALUES"
    assert refused(plain, f"{row} ('{known['hold']}', '{known['event']}', 'released', 0)")
    assert refused(plain, f"{row} ('{known['hold']}', '{known['event']}', 'posted', 6000)")


def test_pence_never_leave_their_pot(committed_app: Any, clock: FixedClock) -> None:
    session = db.session()
    make_purse(session, clock)
    make_purse(session, clock)
    session.commit()
    rows = session.execute(
        text("SELECT id, pot_id, bucket, moves FROM ledger_account ORDER BY pot_id")
    ).all()
    source = next(r for r in rows if r.bucket == "available")
    target = next(r for r in rows if r.bucket == "source" and r.pot_id != source.pot_id)
    event = session.execute(text("SELECT id FROM ledger_event")).scalar()
    fresh = uuid.uuid4()
    key = fresh.hex if session.get_bind().dialect.name == "sqlite" else str(fresh)
    with pytest.raises(DBAPIError, match="not an allowed move"):
        session.execute(
            text(
                "INSERT INTO ledger_move (id, event_id, from_account_id, to_account_id, pence,"
                f" from_move, to_move) VALUES ('{key}', '{event}', '{source.id}', '{target.id}',"
                f" 1, {source.moves + 1}, {target.moves + 1})"
            )
        )


def drop(connection: Connection, trigger: str, table: str) -> None:
    on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
    connection.execute(text(f"DROP TRIGGER {trigger}{on}"))


@pytest.mark.parametrize(
    ("trigger", "table", "attack"),
    [
        (
            "ledger_account_by_moves",
            "ledger_account",
            "UPDATE ledger_account SET balance_pence = balance_pence + 5 WHERE bucket='available'",
        ),
        ("ledger_event_no_update", "ledger_event", "UPDATE ledger_event SET kind = 'other'"),
        ("ledger_move_no_update", "ledger_move", "UPDATE ledger_move SET reason = 'other'"),
        ("ledger_hold_no_update", "ledger_hold", "UPDATE ledger_hold SET for_on = '2020-01-01'"),
        (
            "ledger_hold_end_rules",
            "ledger_hold_end",
            "INSERT INTO ledger_hold_end (hold_id, event_id, how, posted_pence)"
            " SELECT id, event_id, 'released', 0 FROM ledger_hold",
        ),
    ],
)
def test_without_its_guard_each_attack_succeeds(
    plain: Connection, trigger: str, table: str, attack: str
) -> None:
    assert refused(plain, attack)
    drop(plain, trigger, table)
    assert not refused(plain, attack)


def test_without_the_rules_an_unheard_of_move_succeeds(plain: Connection) -> None:
    attack = move(plain, "available", "held", 100)
    assert refused(plain, attack)
    drop(plain, "ledger_move_rules", "ledger_move")
    assert not refused(plain, attack)


def test_all_guards_are_in_the_catalogue(session: Session) -> None:
    assert missing_guards(session) == []


def test_a_lost_guard_is_named(plain: Connection) -> None:
    drop(plain, "ledger_move_no_delete", "ledger_move")
    with Session(plain) as session:
        assert missing_guards(session) == ["ledger_move_no_delete"]
