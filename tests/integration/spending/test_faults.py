"""The disk is full, or the connection is lost: nothing half saved, and the same press works after.

Being killed is test_killed.py. On PostgreSQL a full disk is told by its own error at a statement,
because no test may mount a small disk; on SQLite the file may really not grow.
"""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from microcare.extensions import db
from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import balances_of, differences
from tests.client import Client
from tests.databases import ENGINES
from tests.factories.spending import make_bill, make_promised, take_place, two_confirm
from tests.integration.spending.killing import ACTS, do, session_on, state
from tests.integration.spending.sown import Sown, field_of

SORRY = "Nothing was taken and nothing was lost. Try again."


def may_not_grow(connection: Any, *_: Any) -> None:
    """No page more for this file, in this transaction."""
    raw = connection.connection.driver_connection
    [pages] = raw.execute("PRAGMA page_count").fetchone()
    raw.execute(f"PRAGMA max_page_count = {pages}")


def packed(url: str) -> str:
    """The same database with no room left in its pages."""
    with session_on(url) as session:
        raw = session.connection().connection.driver_connection
        assert raw is not None
        raw.execute("COMMIT")
        raw.execute("VACUUM")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute("BEGIN")
    return url


def lose(connection: Any) -> None:
    """Somebody else ends this connection, between two statements of its transaction."""
    pid = connection.connection.driver_connection.info.backend_pid
    address = connection.engine.url
    told = {"host": address.host, "port": address.port, "user": "postgres"}
    with psycopg.connect(**told, dbname="postgres", autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def at_statement(number: int, fault: Callable[[Any], None]) -> Callable[..., None]:
    """What strikes once, before the nth statement."""
    passed = 0

    def strike(connection: Any, *_: Any) -> None:
        nonlocal passed
        if passed == number:
            fault(connection)
        passed += 1

    return strike


def full(_connection: Any) -> None:
    """As the server says it."""
    raise psycopg.errors.DiskFull("could not extend file: No space left on device")


@pytest.mark.parametrize("act", list(ACTS))
def test_a_full_disk_leaves_nothing_half_done(
    fields: dict[str, Sown],
    databases_of: Any,
    act: str,
) -> None:
    field = field_of(fields, databases_of("sqlite"))
    url = packed(field.copy())
    before = state(url, field.seed)
    event.listen(Engine, "begin", may_not_grow)
    try:
        with pytest.raises(OperationalError, match="full"):
            do(url, act, field.seed)
    finally:
        event.remove(Engine, "begin", may_not_grow)
    assert state(url, field.seed) == before
    do(url, act, field.seed)
    assert state(url, field.seed) != before
    field.databases.drop(url)


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize(("fault", "each"), [(lose, 9), (full, 19)])
def test_a_lost_connection_and_a_full_server_leave_nothing_half_done(
    fields: dict[str, Sown],
    databases_of: Any,
    act: str,
    fault: Callable[[Any], None],
    each: int,
) -> None:
    field = field_of(fields, databases_of("postgresql"))
    url = field.copy()
    before = state(url, field.seed)
    struck = 0
    for number in range(2, 200, each):
        try:
            do(url, act, field.seed, at_each=at_statement(number, fault))
        except (OperationalError, psycopg.errors.DiskFull):
            struck += 1
            assert state(url, field.seed) == before, f"half of {act} was done at {number}"
        else:
            break
    assert struck
    assert state(url, field.seed) != before, "at last there was no fault, and it was done"
    field.databases.drop(url)


@pytest.fixture
def paying(committed_app: Flask, clock: FixedClock) -> tuple[Client, str, Any]:
    """Somebody's browser, the address of their press, and where everybody's pence are."""
    committed_app.extensions["microcare.clock"] = clock
    session = db.session()
    story = make_promised(session, clock, people=2, sessions=1)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    two_confirm(session, story, bill, clock)
    client = Client(committed_app, session).sign_in(story.people[0])
    purses, press = [budget.id for budget in story.budgets], f"/my/bills/{bill.id}/paid"

    def spent() -> list[int]:
        found = balances_of(db.session(), purses)
        db.session.remove()
        return sorted(found[purse].spent for purse in purses)

    # From here on every request has a session of its own, as when it is served.
    client.session = None
    return client, press, spent


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_whoever_presses_is_told_that_nothing_was_taken_and_may_press_again(
    paying: tuple[Client, str, Any], engine_name: str
) -> None:
    client, press, spent = paying
    client.app.config["TESTING"] = False

    def strike(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO ledger_move"):
            lose(connection)

    strikes: tuple[str, Callable[..., None]] = ("before_cursor_execute", strike)
    db.session.remove()
    if engine_name == "sqlite":
        packed(str(db.engine.url))
        strikes = ("begin", may_not_grow)
    event.listen(db.engine, *strikes)
    answer = client.post(press, status=500)
    event.remove(db.engine, *strikes)
    assert SORRY in answer.text
    assert spent() == [0, 0]
    db.engine.dispose()
    client.post(press)
    assert spent() == [0, 2_700]
    assert list(differences(db.session())) == []
