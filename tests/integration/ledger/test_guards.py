"""The database itself refuses, on a plain connection, whatever the program might do wrong."""

import contextlib

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from microcare.extensions import db
from microcare.kernel.clock import FixedClock
from microcare.ledger.guards import missing_guards
from tests.factories.ledger import make_purse
from tests.integration.ledger.plain import REFUSALS, TABLES, Plain, new, quoted

FROZEN = TABLES[:1] + TABLES[2:4]


@pytest.mark.parametrize("table", FROZEN)
def test_rows_are_never_changed_or_deleted(plain: Plain, table: str) -> None:
    assert "never" in plain.refused(f"UPDATE {table} SET id = id")
    assert "never" in plain.refused(f"DELETE FROM {table}")


def test_ends_and_what_is_kept_are_never_changed_or_deleted(plain: Plain) -> None:
    back = plain.move("held", "available", 6_000, **plain.this_hold())
    for table, rows in (
        ("ledger_hold_end", [back, plain.end()]),
        ("ledger_hold_kept", [plain.kept()]),
        ("ledger_move", []),
    ):
        key = "id" if table == "ledger_move" else "hold_id"
        assert "never" in plain.refused(*rows, f"UPDATE {table} SET {key} = {key}")
        assert "never" in plain.refused(*rows, f"DELETE FROM {table}")


def test_no_row_is_replaced(plain: Plain) -> None:
    """SQLite's INSERT OR REPLACE, and both engines' upsert, over each key there is."""
    for table in (*FROZEN, "ledger_account", "ledger_move", "ledger_book"):
        row = f"INTO {table} SELECT * FROM {table} WHERE true LIMIT 1"
        assert plain.refused(f"INSERT {row} ON CONFLICT (id) DO UPDATE SET id = excluded.id")
        if plain.is_sqlite:
            assert "already there" in plain.refused(f"INSERT OR REPLACE {row}")
            assert "rowid" in plain.refused(f"INSERT OR REPLACE INTO {table} (rowid) VALUES (1)")
    if plain.is_sqlite:
        actor, key = plain.all("SELECT actor, key FROM ledger_event")[0]
        again = plain.event(actor=quoted(actor), key=quoted(key))
        assert plain.refused(again.replace("INSERT", "INSERT OR REPLACE", 1))
        pot, book = plain.all("SELECT pot_id, book FROM ledger_account WHERE bucket='held'")[0]
        twin = plain.opened(pot_id=quoted(pot), book=quoted(book))
        assert plain.refused(twin.replace("INSERT", "INSERT OR REPLACE", 1))


def test_postgresql_truncates_nothing(plain: Plain) -> None:
    if plain.is_sqlite:
        pytest.skip("SQLite has no TRUNCATE; its DELETE without WHERE fires the triggers")
    for table in TABLES:
        assert "never" in plain.refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "change",
    [
        "balance_pence = balance_pence + 100",
        "balance_pence = 0",
        "moves = moves + 1",
        "moves = moves + 1, balance_pence = balance_pence + 6000",
        "moves = 1, last_move_id = (SELECT id FROM ledger_move LIMIT 1)",
        "bucket = 'returned'",
        "last_move_id = NULL",
    ],
)
def test_a_balance_is_changed_by_a_move_and_by_nothing_else(plain: Plain, change: str) -> None:
    attack = f"UPDATE ledger_account SET {change} WHERE bucket = 'available'"
    assert "only a move" in plain.refused(attack)


def test_accounts_begin_empty_and_are_never_deleted(plain: Plain) -> None:
    assert "begins empty" in plain.refused(plain.opened(balance_pence=100))
    assert "begins empty" in plain.refused(plain.opened(moves=3))
    assert "does not know" in plain.refused(plain.opened(bucket="'available'"))
    assert not plain.refused(plain.opened())
    assert "never" in plain.refused("DELETE FROM ledger_account")


@pytest.mark.parametrize(
    ("source", "target", "pence"),
    [
        ("source", "held", 100),
        ("held", "source", 100),
        ("available", "available", 100),
        ("available", "source", -100),
        ("available", "source", 0),
        ("available", "source", 4_001),
        ("available", "source", 0.4),
        ("available", "source", "'abc'"),
        ("source", "available", 1_000_000_001),
        ("source", "available", 9_223_372_036_854_775_807),
        ("available", "held", 100),
        ("held", "available", 100),
    ],
)
def test_moves_the_rules_do_not_know_leave_nothing(
    plain: Plain, source: str, target: str, pence: object
) -> None:
    """A conflict clause reaches into the triggers: OR IGNORE once made money out of nothing."""
    state = "SELECT bucket, balance_pence, moves FROM ledger_account ORDER BY bucket"
    before = plain.all(state)
    for verb in (
        ("INSERT", "INSERT OR IGNORE", "INSERT OR FAIL") if plain.is_sqlite else ("INSERT",)
    ):
        with contextlib.suppress(*REFUSALS):
            plain.connection.execute(plain.move(source, target, pence, verb=verb))
        assert plain.all(state) == before
        assert len(plain.all("SELECT id FROM ledger_move")) == 2


def test_a_sound_move_is_taken(plain: Plain) -> None:
    assert not plain.refused(plain.move("available", "source", 4_000))
    assert not plain.refused(plain.move("source", "available", 1_000_000_000))


def test_a_hold_gives_no_more_than_was_promised_and_once(plain: Plain) -> None:
    hold = plain.this_hold()
    assert not plain.refused(plain.move("held", "available", 6_000, **hold))
    assert plain.refused(plain.move("held", "available", 6_001, **hold))
    plain.connection.execute(plain.move("held", "available", 6_000, **hold))
    assert plain.refused(plain.move("held", "available", 1, **hold))
    assert "promised" in plain.refused(plain.move("available", "held", 4_000, **hold))


def test_a_hold_gives_nothing_that_was_not_put_into_it(plain: Plain) -> None:
    """Else one hold's pence could be spent in the name of another."""
    id_ = quoted(new())
    empty = plain.hold(id=id_, pence=6_000)
    assert "promised" in plain.refused(empty, plain.move("held", "available", 6_000, hold_id=id_))


@pytest.mark.parametrize("day", ["2026-03-31", "2027-04-01"])
def test_a_hold_draws_on_the_period_of_its_day_and_on_what_is_due(plain: Plain, day: str) -> None:
    assert "not due" in plain.refused(plain.hold(for_on=quoted(day)))


@pytest.mark.parametrize("turn", [1, 2, 9])
def test_a_move_is_applied_once_and_in_its_turn(plain: Plain, turn: int) -> None:
    assert "turn" in plain.refused(plain.move("available", "source", 1, from_move=turn))


def test_an_end_sums_up_what_its_hold_gave(plain: Plain) -> None:
    back = plain.move("held", "available", 6_000, **plain.this_hold())
    assert "add up" in plain.refused(plain.end())
    assert "add up" in plain.refused(plain.end(how="'posted'", posted_pence=6_000))
    assert "add up" in plain.refused(back, plain.end(how="'posted'", posted_pence=6_000))
    assert not plain.refused(back, plain.end())
    assert "once" in plain.refused(back, plain.end(), plain.end(how="'expired'"))


def test_what_is_kept_is_an_open_hold_and_kept_once(plain: Plain) -> None:
    assert not plain.refused(plain.kept())
    assert plain.refused(plain.kept(), plain.kept())
    assert "not an open hold" in plain.refused(plain.kept(hold_id=quoted(new())))
    back = plain.move("held", "available", 6_000, **plain.this_hold())
    assert "not an open hold" in plain.refused(back, plain.end(), plain.kept())


def test_of_a_promise_no_more_is_given_back_than_was_spent(plain: Plain) -> None:
    """Nor out of what another promise spent (pooling P38)."""
    hold = plain.this_hold()
    plain.connection.execute(plain.opened(bucket="'spent'", **plain.of_book()))
    plain.connection.execute(plain.opened(bucket="'refund_due'", **plain.of_book()))
    plain.connection.execute(plain.move("held", "spent", 6_000, **hold))
    assert "so much" in plain.refused(plain.move("spent", "refund_due", 6_001, **hold))
    plain.connection.execute(plain.move("spent", "refund_due", 2_000, **hold))
    assert "so much" in plain.refused(plain.move("refund_due", "available", 2_001, **hold))
    assert not plain.refused(plain.move("refund_due", "available", 2_000, **hold))
    other = quoted(new())
    empty = plain.hold(id=other, pence=6_000)
    refund = plain.move("spent", "refund_due", 100, hold_id=other)
    assert "more than was promised" in plain.refused(empty, refund)
    assert "needs its hold" in plain.refused(plain.move("spent", "refund_due", 100))


@pytest.mark.parametrize(
    "broken",
    [
        {"number": 1},
        {"number": 3},
        {"previous": "''"},
        {"hash": "'short'"},
        {"book": quoted(new())},
    ],
)
def test_each_move_follows_the_last_one_of_its_book(
    plain: Plain, broken: dict[str, object]
) -> None:
    attack = plain.move("available", "source", 1, **broken)
    assert plain.refused(attack)
    assert not plain.refused(plain.move("available", "source", 1))


def test_a_move_is_of_its_own_groups_book(plain: Plain) -> None:
    """Else a purse's chain could hide what a group did."""
    place = plain.next_in_book("available", "source")
    attack = plain.move("held", "available", 6_000, **plain.this_hold(), **place)
    assert "another book" in plain.refused(attack)


@pytest.mark.parametrize(
    "change",
    ["moves = moves + 1", "last_hash = ''", "moves = 0, last_hash = ''", "id = id"],
)
def test_the_head_of_a_book_is_changed_by_a_move_alone(plain: Plain, change: str) -> None:
    assert "only a move" in plain.refused(f"UPDATE ledger_book SET {change}")
    assert "begins empty" in plain.refused(plain.head(moves=1))
    assert "never" in plain.refused("DELETE FROM ledger_book")


def test_nothing_hangs_in_the_air(plain: Plain) -> None:
    """SQLite checks no foreign key on a plain connection."""
    nothing = quoted(new())
    assert plain.refused(plain.move("available", "source", 1, event_id=nothing))
    assert plain.refused(plain.move("available", "source", 1, from_account_id=nothing))
    assert plain.refused(plain.move("available", "source", 1, reverses_id=nothing, reason="'x'"))
    assert plain.refused(plain.hold(event_id=nothing))
    assert plain.refused(plain.hold(pot_id=nothing))
    assert plain.refused(plain.opened(pot_id=nothing))
    back = plain.move("held", "available", 6_000, **plain.this_hold())
    assert plain.refused(back, plain.end(event_id=nothing))
    assert plain.refused(plain.kept(event_id=nothing))


def test_pence_never_leave_their_pot(plain: Plain, committed_app: Flask, clock: FixedClock) -> None:
    make_purse(db.session(), clock)
    db.session.commit()
    source = plain.all("SELECT id, moves, pot_id FROM ledger_account WHERE bucket = 'available'")[0]
    target = next(
        row
        for row in plain.all("SELECT id, moves, pot_id FROM ledger_account WHERE bucket='source'")
        if row[2] != source[2]
    )
    attack = plain.move(
        "available",
        "source",
        1,
        from_account_id=quoted(str(source[0])),
        from_move=source[1] + 1,
        to_account_id=quoted(str(target[0])),
        to_move=target[1] + 1,
    )
    assert "not an allowed move" in plain.refused(attack)


def test_a_temporary_object_takes_nothing_from_the_real_one(plain: Plain) -> None:
    """A temporary trigger that skips an update, or a temporary table that stands before ours."""
    move = plain.move("available", "source", 1)
    if plain.is_sqlite:
        plain.connection.execute(
            "CREATE TEMP TRIGGER sly BEFORE UPDATE ON main.ledger_account"
            " WHEN OLD.bucket = 'available' BEGIN SELECT RAISE(IGNORE); END"
        )
        assert "not applied" in plain.refused(move)
    else:
        plain.connection.execute("CREATE TEMP TABLE ledger_account AS TABLE ledger_account")
        real = "SELECT balance_pence FROM public.ledger_account WHERE bucket = 'available'"
        plain.connection.execute(move)
        assert plain.one(real) == "3999"


def test_all_guards_are_in_the_catalogue(session: Session) -> None:
    assert missing_guards(session) == []


def test_a_lost_or_weakened_guard_is_named(plain: Plain, committed_app: Flask) -> None:
    plain.drop("ledger_move_no_delete")
    plain.drop("ledger_pot_no_delete")
    plain.drop("ck_ledger_pot_days_in_order")
    body = (
        "BEGIN SELECT 1; END"
        if plain.is_sqlite
        else "FOR EACH ROW EXECUTE FUNCTION ledger_move_apply()"
    )
    plain.connection.execute(
        f"CREATE TRIGGER ledger_pot_no_delete BEFORE DELETE ON ledger_pot {body}"
    )
    assert missing_guards(db.session()) == [
        "ck_ledger_pot_days_in_order",
        "ledger_move_no_delete",
        "ledger_pot_no_delete has changed",
    ]
