"""Tables of the ledger, and the triggers that keep them true on a plain connection."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant

revision = "003_ledger"
down_revision = "002_places"
branch_labels = None
depends_on = None

TABLES = (
    "ledger_pot",
    "ledger_account",
    "ledger_event",
    "ledger_hold",
    "ledger_hold_end",
    "ledger_move",
)
FROZEN = ("ledger_pot", "ledger_event", "ledger_hold", "ledger_hold_end", "ledger_move")
PAIRS = (
    "source>available",
    "available>source",
    "available>held",
    "held>available",
    "held>spent",
    "held>paid_in",
    "paid_in>spent",
    "paid_in>refund_due",
    "spent>refund_due",
    "refund_due>available",
    "available>returned",
    "refund_due>returned",
)

# What each new row must satisfy: (table, what is wrong, SQL that is true when it is wrong).
_ACCOUNTS = (
    "SELECT 1 FROM ledger_account f JOIN ledger_account t ON t.id = NEW.to_account_id"
    " WHERE f.id = NEW.from_account_id AND f.pot_id = t.pot_id"
)
_PAIR = "(f.bucket || '>' || t.bucket)"
_HELD_PAIR = "(f.bucket = 'held' OR t.bucket = 'held')"
# No fraction and no text, which SQLite would keep in a column of whole numbers.
_NOT_WHOLE = "CAST(NEW.pence AS BIGINT) <> NEW.pence"
_NO_EVENT = "NOT EXISTS (SELECT 1 FROM ledger_event WHERE id = NEW.event_id)"
_OF_HOLD = (
    "EXISTS (SELECT 1 FROM ledger_hold h WHERE h.id = NEW.hold_id AND h.pot_id = f.pot_id"
    " AND h.book = CASE WHEN f.bucket = 'held' THEN f.book ELSE t.book END"
)
_INTO_HOLD = (
    "EXISTS (SELECT 1 FROM ledger_move i JOIN ledger_account a ON a.id = i.to_account_id"
    " AND a.bucket = 'held' WHERE i.hold_id = h.id)"
)
_OUT_OF_HOLD = (
    "(SELECT COALESCE(SUM(o.pence), 0) FROM ledger_move o JOIN ledger_account a"
    " ON a.id = o.from_account_id AND a.bucket = 'held' WHERE o.hold_id = {hold})"
)
_RULES = (
    ("ledger_pot", "already there", "EXISTS (SELECT 1 FROM ledger_pot WHERE id = NEW.id)"),
    (
        "ledger_account",
        "already there",
        "EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.id OR (pot_id = NEW.pot_id"
        " AND book = NEW.book AND bucket = NEW.bucket))",
    ),
    (
        "ledger_account",
        "begins empty",
        "NEW.balance_pence <> 0 OR NEW.moves <> 0 OR NEW.last_move_id IS NOT NULL",
    ),
    (
        "ledger_account",
        "its pot does not know it",
        "NOT EXISTS (SELECT 1 FROM ledger_pot p WHERE p.id = NEW.pot_id AND (NEW.book = p.purse"
        " OR NEW.bucket NOT IN ('source', 'available', 'returned')))",
    ),
    (
        "ledger_event",
        "already there",
        "EXISTS (SELECT 1 FROM ledger_event WHERE id = NEW.id"
        " OR (actor = NEW.actor AND key = NEW.key))",
    ),
    ("ledger_hold", "already there", "EXISTS (SELECT 1 FROM ledger_hold WHERE id = NEW.id)"),
    ("ledger_hold", "no such event", _NO_EVENT),
    ("ledger_hold", "not whole pence", _NOT_WHOLE),
    (
        "ledger_hold",
        "not due by then, or another period",
        "NOT EXISTS (SELECT 1 FROM ledger_pot p WHERE p.id = NEW.pot_id"
        " AND NEW.for_on BETWEEN p.opens_on AND p.closes_on)",
    ),
    (
        "ledger_hold_end",
        "a hold ends once",
        "EXISTS (SELECT 1 FROM ledger_hold_end WHERE hold_id = NEW.hold_id)",
    ),
    ("ledger_hold_end", "no such event", _NO_EVENT),
    (
        "ledger_hold_end",
        "does not add up",
        "NOT EXISTS (SELECT 1 FROM ledger_hold h WHERE h.id = NEW.hold_id AND h.pence = "
        + _OUT_OF_HOLD.format(hold="h.id")
        + ") OR NEW.posted_pence <> (SELECT COALESCE(SUM(o.pence), 0) FROM ledger_move o"
        " JOIN ledger_account a ON a.id = o.to_account_id AND a.bucket IN ('spent', 'paid_in')"
        " JOIN ledger_account b ON b.id = o.from_account_id AND b.bucket = 'held'"
        " WHERE o.hold_id = NEW.hold_id)",
    ),
    ("ledger_move", "already there", "EXISTS (SELECT 1 FROM ledger_move WHERE id = NEW.id)"),
    ("ledger_move", "no such event", _NO_EVENT),
    ("ledger_move", "not whole pence", _NOT_WHOLE),
    (
        "ledger_move",
        "corrects nothing there is",
        "NEW.reverses_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM ledger_move WHERE id = NEW.reverses_id)",
    ),
    (
        "ledger_move",
        "not an allowed move",
        f"NOT EXISTS ({_ACCOUNTS} AND {_PAIR} IN ({', '.join(repr(p) for p in PAIRS)}))",
    ),
    (
        "ledger_move",
        "not its turn",
        f"NOT EXISTS ({_ACCOUNTS} AND f.moves + 1 = NEW.from_move AND t.moves + 1 = NEW.to_move)",
    ),
    (
        "ledger_move",
        # The CHECK says so too, but INSERT OR IGNORE would skip the one account that it stops
        # and still change the other.
        "not so much there",
        f"EXISTS ({_ACCOUNTS} AND ((f.bucket <> 'source' AND f.balance_pence < NEW.pence)"
        " OR (t.bucket = 'source' AND t.balance_pence + NEW.pence > 0)))",
    ),
    (
        "ledger_move",
        "needs its hold",
        f"EXISTS ({_ACCOUNTS} AND {_HELD_PAIR} AND NOT {_OF_HOLD}))",
    ),
    (
        "ledger_move",
        "not what was promised",
        f"EXISTS ({_ACCOUNTS} AND t.bucket = 'held' AND NOT {_OF_HOLD} AND h.pence = NEW.pence"
        " AND NOT EXISTS (SELECT 1 FROM ledger_move o WHERE o.hold_id = h.id)))",
    ),
    (
        "ledger_move",
        "more than was promised",
        f"EXISTS ({_ACCOUNTS} AND f.bucket = 'held' AND NOT {_OF_HOLD} AND h.pence >= NEW.pence + "
        + _OUT_OF_HOLD.format(hold="h.id")
        + f" AND {_INTO_HOLD}))",
    ),
)
_ACCOUNT_CHANGE = (
    "NEW.id <> OLD.id OR NEW.pot_id <> OLD.pot_id OR NEW.book <> OLD.book"
    " OR NEW.bucket <> OLD.bucket OR NEW.moves <> OLD.moves + 1"
    " OR NOT EXISTS (SELECT 1 FROM ledger_move m WHERE m.id = NEW.last_move_id AND ("
    "(m.from_account_id = OLD.id AND m.from_move = NEW.moves"
    " AND NEW.balance_pence = OLD.balance_pence - m.pence)"
    " OR (m.to_account_id = OLD.id AND m.to_move = NEW.moves"
    " AND NEW.balance_pence = OLD.balance_pence + m.pence)))"
)
# Both accounts, or the row does not stay: a conflict clause or a temporary trigger of SQLite's can
# make the database pass over one of the two updates without an error.
_NOT_APPLIED = (
    f"NOT EXISTS ({_ACCOUNTS} AND f.last_move_id = NEW.id AND t.last_move_id = NEW.id"
    " AND f.moves = NEW.from_move AND t.moves = NEW.to_move)"
)
_APPLY = (
    "UPDATE ledger_account SET balance_pence = balance_pence - NEW.pence, moves = NEW.from_move,"
    " last_move_id = NEW.id WHERE id = NEW.from_account_id;"
    " UPDATE ledger_account SET balance_pence = balance_pence + NEW.pence, moves = NEW.to_move,"
    " last_move_id = NEW.id WHERE id = NEW.to_account_id;"
)


def _rules_of(table: str) -> list[tuple[str, str]]:
    return [(words, wrong) for name, words, wrong in _RULES if name == table]


def _sqlite_triggers() -> list[str]:
    made = []
    for table in TABLES:
        body = " ".join(
            f"SELECT RAISE(ABORT, '{table}: {words}') WHERE {wrong};"
            for words, wrong in _rules_of(table)
        )
        made.append(f"CREATE TRIGGER {table}_rules BEFORE INSERT ON {table} BEGIN {body} END")
        made.append(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: never deleted'); END"
        )
    made += [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table}: never changed'); END"
        for table in FROZEN
    ]
    made.append(
        "CREATE TRIGGER ledger_account_by_moves BEFORE UPDATE ON ledger_account BEGIN"
        " SELECT RAISE(ABORT, 'ledger_account: only a move changes it')"
        f" WHERE {_ACCOUNT_CHANGE}; END"
    )
    made.append(
        f"CREATE TRIGGER ledger_move_apply AFTER INSERT ON ledger_move BEGIN {_APPLY}"
        f" SELECT RAISE(ABORT, 'ledger_move: not applied') WHERE {_NOT_APPLIED}; END"
    )
    return made


def _function(name: str, body: str) -> str:
    # Temporary tables last: else one by the name of ledger_account would be changed in its stead.
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        f" SET search_path = {op.get_bind().exec_driver_sql('SELECT current_schema()').scalar()},"
        f" pg_temp AS $body$ BEGIN {body} END $body$"
    )


def _raise(words: str) -> str:
    return f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation';"


def _postgresql_triggers() -> list[str]:
    made = [_function("ledger_refuse", _raise("ledger: never changed or deleted"))]
    for table in TABLES:
        body = " ".join(
            f"IF {wrong} THEN {_raise(f'{table}: {words}')} END IF;"
            for words, wrong in _rules_of(table)
        )
        made.append(_function(f"{table}_rules", f"{body} RETURN NEW;"))
        made.append(
            f"CREATE TRIGGER {table}_rules BEFORE INSERT ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {table}_rules()"
        )
        made.append(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION ledger_refuse()"
        )
        made.append(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
        )
    made += [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION ledger_refuse()"
        for table in FROZEN
    ]
    only_moves = _raise("ledger_account: only a move changes it")
    made += [
        _function(
            "ledger_account_by_moves", f"IF {_ACCOUNT_CHANGE} THEN {only_moves} END IF; RETURN NEW;"
        ),
        "CREATE TRIGGER ledger_account_by_moves BEFORE UPDATE ON ledger_account"
        " FOR EACH ROW EXECUTE FUNCTION ledger_account_by_moves()",
        _function(
            "ledger_move_apply",
            f"{_APPLY} IF {_NOT_APPLIED} THEN {_raise('ledger_move: not applied')} END IF;"
            " RETURN NULL;",
        ),
        "CREATE TRIGGER ledger_move_apply AFTER INSERT ON ledger_move"
        " FOR EACH ROW EXECUTE FUNCTION ledger_move_apply()",
    ]
    return made


def _run(statements: list[str]) -> None:
    connection = op.get_bind()
    for statement in statements:
        connection.exec_driver_sql(statement)


def upgrade() -> None:
    """Makes the tables, then their guards."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    # SQLite's INSERT OR REPLACE can name a rowid and so remove a row that no trigger saw go.
    no_rowid: dict[str, Any] = {"sqlite_with_rowid": False}
    op.create_table(
        "ledger_pot",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("purse", sa.Uuid(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_ledger_pot_days_in_order")),
        **no_rowid,
    )
    op.create_index("ix_ledger_pot_purse_opens_on", "ledger_pot", ["purse", "opens_on"])
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("pot_id", sa.Uuid(), sa.ForeignKey("ledger_pot.id"), nullable=False),
        sa.Column("book", sa.Uuid(), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("balance_pence", big, nullable=False),
        sa.Column("moves", big, nullable=False),
        sa.Column("last_move_id", sa.Uuid()),
        sa.UniqueConstraint("pot_id", "book", "bucket"),
        sa.CheckConstraint(
            "(bucket <> 'source' AND balance_pence >= 0)"
            " OR (bucket = 'source' AND balance_pence <= 0)",
            name=op.f("ck_ledger_account_never_below_zero"),
        ),
        sa.CheckConstraint(
            "bucket IN ('source', 'available', 'held', 'paid_in', 'spent', 'refund_due',"
            " 'returned')",
            name=op.f("ck_ledger_account_known_bucket"),
        ),
        **no_rowid,
    )
    op.create_index("ix_ledger_account_book", "ledger_account", ["book"])
    op.create_table(
        "ledger_event",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.UniqueConstraint("actor", "key"),
        **no_rowid,
    )
    op.create_table(
        "ledger_hold",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("event_id", sa.Uuid(), sa.ForeignKey("ledger_event.id"), nullable=False),
        sa.Column("pot_id", sa.Uuid(), sa.ForeignKey("ledger_pot.id"), nullable=False),
        sa.Column("book", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.Uuid(), nullable=False),
        sa.Column("for_on", sa.Date(), nullable=False),
        sa.Column("pence", big, nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "pence BETWEEN 1 AND 1000000000", name=op.f("ck_ledger_hold_some_pence")
        ),
        **no_rowid,
    )
    op.create_index("ix_ledger_hold_book_ref", "ledger_hold", ["book", "ref"])
    op.create_index("ix_ledger_hold_pot_id", "ledger_hold", ["pot_id"])
    op.create_table(
        "ledger_hold_end",
        sa.Column("hold_id", sa.Uuid(), sa.ForeignKey("ledger_hold.id"), primary_key=True),
        sa.Column("event_id", sa.Uuid(), sa.ForeignKey("ledger_event.id"), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("posted_pence", big, nullable=False),
        sa.CheckConstraint(
            "how IN ('posted', 'released', 'expired')", name=op.f("ck_ledger_hold_end_known_end")
        ),
        sa.CheckConstraint(
            "posted_pence >= 0", name=op.f("ck_ledger_hold_end_posted_not_negative")
        ),
        sa.CheckConstraint(
            "(how = 'posted') = (posted_pence > 0)",
            name=op.f("ck_ledger_hold_end_posted_has_pence"),
        ),
        **no_rowid,
    )
    op.create_table(
        "ledger_move",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("event_id", sa.Uuid(), sa.ForeignKey("ledger_event.id"), nullable=False),
        sa.Column("from_account_id", sa.Uuid(), sa.ForeignKey("ledger_account.id"), nullable=False),
        sa.Column("to_account_id", sa.Uuid(), sa.ForeignKey("ledger_account.id"), nullable=False),
        sa.Column("pence", big, nullable=False),
        sa.Column("from_move", big, nullable=False),
        sa.Column("to_move", big, nullable=False),
        sa.Column("hold_id", sa.Uuid(), sa.ForeignKey("ledger_hold.id")),
        sa.Column("reverses_id", sa.Uuid(), sa.ForeignKey("ledger_move.id")),
        sa.Column("reason", sa.Text()),
        sa.UniqueConstraint("from_account_id", "from_move"),
        sa.UniqueConstraint("to_account_id", "to_move"),
        sa.CheckConstraint(
            "pence BETWEEN 1 AND 1000000000", name=op.f("ck_ledger_move_some_pence")
        ),
        sa.CheckConstraint(
            "from_account_id <> to_account_id", name=op.f("ck_ledger_move_two_accounts")
        ),
        sa.CheckConstraint(
            "(reverses_id IS NULL) = (reason IS NULL)",
            name=op.f("ck_ledger_move_correction_has_reason"),
        ),
        **no_rowid,
    )
    op.create_index("ix_ledger_move_hold_id", "ledger_move", ["hold_id"])
    op.create_index("ix_ledger_move_event_id", "ledger_move", ["event_id"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    _run(_sqlite_triggers() if is_sqlite else _postgresql_triggers())


def downgrade() -> None:
    """Removes the tables with their guards."""
    for table in ("ledger_move", *reversed(TABLES[:-1])):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        names = [*(f"{t}_rules" for t in TABLES), "ledger_account_by_moves", "ledger_move_apply"]
        for name in (*names, "ledger_refuse"):
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")
