"""Each guard is the one that refuses: with it taken away, its attack succeeds.

Where two guards stand one behind the other, the ones in front are taken away first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from flask import Flask

from microcare.extensions import db
from microcare.ledger.guards.committed import CHECKS, POSTGRESQL_TRIGGERS, SQLITE_TRIGGERS
from microcare.ledger.queries import balances_differing
from tests.integration.ledger.plain import TABLES, Plain, new, quoted

Attack = Callable[[Plain], Sequence[str]]


@dataclass(frozen=True)
class Case:
    """A guard, an attack that it alone refuses, and what must be out of the way first."""

    guard: str
    attack: Attack
    in_front: tuple[str, ...] = ()
    only_on: str = ""


def given_back(plain: Plain) -> str:
    return plain.move("held", "available", 6_000, **plain.this_hold())


at_rest = given_back


def made(table: str, plain: Plain) -> list[str]:
    """Statements that leave a row in the table which nothing refers to, and its key."""
    key = new()
    row = {
        "ledger_pot": lambda: [plain.pot(id=quoted(key))],
        "ledger_account": lambda: [plain.opened(id=quoted(key))],
        "ledger_event": lambda: [plain.event(id=quoted(key))],
        "ledger_hold": lambda: [plain.hold(id=quoted(key))],
        "ledger_hold_end": lambda: [given_back(plain), plain.end()],
        "ledger_hold_kept": lambda: [plain.kept()],
        "ledger_move": lambda: [plain.move("available", "source", 1, id=quoted(key))],
        "ledger_book": lambda: [plain.head(id=quoted(key))],
        "ledger_retirement": lambda: [at_rest(plain), plain.retired()],
        "ledger_retired_part": lambda: [at_rest(plain), plain.retired()],
    }[table]()
    where = f"id = '{key}'"
    if table.startswith("ledger_hold_") or table.startswith("ledger_retire"):
        where = f"{'hold_id' if 'hold' in table else 'book'} <> '{new()}'"
    return [*row, where]


def deleting(table: str) -> Attack:
    def attack(plain: Plain) -> list[str]:
        *before, where = made(table, plain)
        return [*before, f"DELETE FROM {table} WHERE {where}"]

    return attack


def changing(table: str, column: str) -> Attack:
    def attack(plain: Plain) -> list[str]:
        *before, where = made(table, plain)
        return [*before, f"UPDATE {table} SET {column} = {column} WHERE {where}"]

    return attack


def truncating(table: str) -> Attack:
    return lambda _: [f"TRUNCATE {table} CASCADE"]


def replaced(table: str) -> Attack:
    return lambda _: [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"]


COLUMNS = {
    "ledger_pot": "closes_on",
    "ledger_event": "kind",
    "ledger_hold": "pence",
    "ledger_hold_end": "how",
    "ledger_hold_kept": "event_id",
    "ledger_move": "pence",
    "ledger_retired_part": "pence",
}
RULES, APPLY = "ledger_move_rules", "ledger_move_apply"
RETIRE = "ledger_retirement_apply"
CASES = [
    *(Case(f"{t}_no_delete", deleting(t)) for t in TABLES if t != "ledger_retirement"),
    Case(
        "ledger_retirement_no_delete",
        lambda p: [
            at_rest(p),
            p.retired(),
            "DELETE FROM ledger_retired_part",
            "DELETE FROM ledger_retirement",
        ],
        in_front=("ledger_retired_part_no_delete",),
    ),
    *(Case(f"{t}_no_update", changing(t, c)) for t, c in COLUMNS.items()),
    *(
        Case(
            f"{t}_no_truncate",
            truncating(t),
            in_front=tuple(f"{o}_no_truncate" for o in TABLES if o != t),
            only_on="postgresql",
        )
        for t in TABLES
    ),
    # PostgreSQL's own keys refuse a row over another; SQLite's INSERT OR REPLACE asks no key.
    Case("ledger_pot_rules", replaced("ledger_pot"), only_on="sqlite"),
    Case("ledger_event_rules", replaced("ledger_event"), only_on="sqlite"),
    Case("ledger_account_rules", lambda p: [p.opened(balance_pence=100)]),
    Case("ledger_hold_rules", lambda p: [p.hold(for_on="'2030-01-01'")]),
    Case("ledger_hold_end_rules", lambda p: [p.end()]),
    Case(RULES, lambda p: [p.move("available", "held", 100)]),
    Case("ledger_book_rules", lambda p: [p.head(moves=1)]),
    Case("ledger_hold_kept_rules", lambda p: [given_back(p), p.end(), p.kept()]),
    Case("ledger_retired_part_rules", lambda p: [at_rest(p), p.retired(), p.part()]),
    Case("ledger_retirement_rules", lambda p: [p.retired(last_hash="'x'")]),
    Case("ledger_book_by_moves", lambda _: ["UPDATE ledger_book SET last_hash = 'x'"]),
    Case(
        "ledger_retirement_ends",
        lambda p: [at_rest(p), p.retired(), "UPDATE ledger_retirement SET moves = 0"],
    ),
    Case(
        "ledger_account_by_moves",
        lambda _: ["UPDATE ledger_account SET balance_pence = 1 WHERE bucket = 'held'"],
    ),
    Case(
        "ck_ledger_pot_days_in_order",
        lambda p: [p.pot(opens_on="'2027-01-01'")],
    ),
    Case(
        "ck_ledger_account_never_below_zero",
        lambda p: [p.move("available", "source", 4_001)],
        in_front=(RULES,),
    ),
    Case("ck_ledger_account_known_bucket", lambda p: [p.opened(bucket="'gold'")]),
    Case("ck_ledger_hold_some_pence", lambda p: [p.hold(pence=0)]),
    Case("ck_ledger_hold_end_known_end", lambda p: [given_back(p), p.end(how="'lost'")]),
    Case(
        "ck_ledger_hold_end_posted_not_negative",
        lambda p: [p.end(posted_pence=-1)],
        in_front=("ledger_hold_end_rules",),
    ),
    Case(
        "ck_ledger_hold_end_posted_has_pence",
        lambda p: [given_back(p), p.end(how="'posted'")],
    ),
    Case("ck_ledger_move_some_pence", lambda p: [p.move("available", "source", -100)]),
    Case(
        "ck_ledger_move_two_accounts",
        lambda p: [p.move("available", "available", 1)],
        in_front=(RULES, APPLY),
    ),
    Case(
        "ck_ledger_move_correction_has_reason",
        lambda p: [p.move("available", "source", 1, reason="'x'")],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.guard)
def test_without_its_guard_each_attack_succeeds(plain: Plain, case: Case) -> None:
    if case.only_on and plain.is_sqlite is not (case.only_on == "sqlite"):
        pytest.skip(f"only on {case.only_on}")
    for guard in case.in_front:
        plain.drop(guard)
    assert plain.refused(*case.attack(plain)), "something else must be dropped first"
    plain.drop(case.guard)
    assert not plain.refused(*case.attack(plain))


def test_without_the_apply_trigger_balances_stand_still(plain: Plain, committed_app: Flask) -> None:
    """And the recomputation sees it."""
    assert balances_differing(db.session()) == []
    db.session.rollback()
    plain.drop(APPLY)
    plain.connection.execute(plain.move("available", "source", 1))
    assert len(balances_differing(db.session())) == 2


def test_every_guard_is_attacked() -> None:
    wanted = {*SQLITE_TRIGGERS, *POSTGRESQL_TRIGGERS, *CHECKS} - {APPLY, RETIRE}
    assert {case.guard for case in CASES} == wanted
