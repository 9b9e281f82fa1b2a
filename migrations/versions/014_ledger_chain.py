"""The chain of each book, refunds that stay inside their promise, and a book's whole retirement.

Moves that are there already are put into their chains in the order in which each account took them.
"""

import uuid
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

from microcare.kernel.base import Instant
from microcare.ledger.values.buckets import Bucket
from microcare.ledger.values.chain import BEGINNING, Entry, Promised

revision = "014_ledger_chain"
down_revision = "013_desk"
branch_labels = None
depends_on = None

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
GROUPS = "('held', 'paid_in', 'spent', 'refund_due')"
_ACCOUNTS = (
    "SELECT 1 FROM ledger_account f JOIN ledger_account t ON t.id = NEW.to_account_id"
    " WHERE f.id = NEW.from_account_id AND f.pot_id = t.pot_id"
)
_PAIR = "(f.bucket || '>' || t.bucket)"
_BOOK = f"(CASE WHEN t.bucket IN {GROUPS} THEN t.book ELSE f.book END)"
_OF_A_GROUP = f"(f.bucket IN {GROUPS} OR t.bucket IN {GROUPS})"
_OF_HOLD = (
    "EXISTS (SELECT 1 FROM ledger_hold h WHERE h.id = NEW.hold_id AND h.pot_id = f.pot_id"
    " AND h.book = NEW.book"
)
_IN_BUCKET = (
    "(SELECT COALESCE(SUM(o.pence), 0) FROM ledger_move o JOIN ledger_account a"
    " ON a.id = o.{side}_account_id AND a.bucket = f.bucket WHERE o.hold_id = NEW.hold_id)"
)
# What each new row must satisfy: (table, what is wrong, SQL that is true when it is wrong).
_RULES = (
    (
        "ledger_book",
        "already there",
        "EXISTS (SELECT 1 FROM ledger_book WHERE id = NEW.id)",
    ),
    ("ledger_book", "begins empty", "NEW.moves <> 0 OR NEW.last_hash <> ''"),
    (
        "ledger_book",
        "was retired",
        "EXISTS (SELECT 1 FROM ledger_retirement WHERE book = NEW.id)",
    ),
    ("ledger_move", "already there", "EXISTS (SELECT 1 FROM ledger_move WHERE id = NEW.id)"),
    (
        "ledger_move",
        "no such event",
        "NOT EXISTS (SELECT 1 FROM ledger_event WHERE id = NEW.event_id)",
    ),
    # No fraction and no text, which SQLite would keep in a column of whole numbers.
    ("ledger_move", "not whole pence", "CAST(NEW.pence AS BIGINT) <> NEW.pence"),
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
    ("ledger_move", "another book", f"NOT EXISTS ({_ACCOUNTS} AND {_BOOK} = NEW.book)"),
    (
        "ledger_move",
        "breaks the chain of its book",
        "LENGTH(NEW.hash) <> 64 OR NOT EXISTS (SELECT 1 FROM ledger_book b WHERE b.id = NEW.book"
        " AND b.moves + 1 = NEW.number AND b.last_hash = NEW.previous)",
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
        f"EXISTS ({_ACCOUNTS} AND {_OF_A_GROUP} AND NOT {_OF_HOLD}))",
    ),
    (
        "ledger_move",
        "not what was promised",
        f"EXISTS ({_ACCOUNTS} AND t.bucket = 'held' AND NOT {_OF_HOLD} AND h.pence = NEW.pence"
        " AND NOT EXISTS (SELECT 1 FROM ledger_move o WHERE o.hold_id = h.id)))",
    ),
    (
        "ledger_move",
        # Of each promise no more leaves a bucket than came into it: so what is given back stays
        # inside what was spent of that one line (pooling P38).
        "more than was promised",
        f"EXISTS ({_ACCOUNTS} AND f.bucket IN {GROUPS} AND {_IN_BUCKET.format(side='to')}"
        f" < NEW.pence + {_IN_BUCKET.format(side='from')})",
    ),
    (
        "ledger_hold_kept",
        "already there",
        "EXISTS (SELECT 1 FROM ledger_hold_kept WHERE hold_id = NEW.hold_id)",
    ),
    (
        "ledger_hold_kept",
        "not an open hold",
        "NOT EXISTS (SELECT 1 FROM ledger_hold WHERE id = NEW.hold_id)"
        " OR EXISTS (SELECT 1 FROM ledger_hold_end WHERE hold_id = NEW.hold_id)",
    ),
    (
        "ledger_hold_kept",
        "no such event",
        "NOT EXISTS (SELECT 1 FROM ledger_event WHERE id = NEW.event_id)",
    ),
    (
        "ledger_retirement",
        "already there",
        "EXISTS (SELECT 1 FROM ledger_retirement WHERE book = NEW.book)",
    ),
    (
        "ledger_retirement",
        "not what the book says",
        "NOT NEW.is_open OR NOT EXISTS (SELECT 1 FROM ledger_book b WHERE b.id = NEW.book"
        " AND b.moves = NEW.moves AND b.last_hash = NEW.last_hash)",
    ),
    (
        "ledger_retirement",
        "the book of a purse",
        "EXISTS (SELECT 1 FROM ledger_pot WHERE purse = NEW.book)",
    ),
    (
        "ledger_retirement",
        "something is still held or owed",
        "EXISTS (SELECT 1 FROM ledger_account WHERE book = NEW.book"
        " AND bucket IN ('held', 'paid_in', 'refund_due') AND balance_pence <> 0)",
    ),
    (
        "ledger_retired_part",
        "nothing is being retired",
        "NOT EXISTS (SELECT 1 FROM ledger_retirement WHERE book = NEW.book AND is_open)",
    ),
    (
        "ledger_retired_part",
        "already there",
        "EXISTS (SELECT 1 FROM ledger_retired_part WHERE book = NEW.book"
        " AND pot_id = NEW.pot_id AND bucket = NEW.bucket)",
    ),
)
# Only while its whole book goes may a row go. The retirement itself does it, in one statement.
_RETIRING = "EXISTS (SELECT 1 FROM ledger_retirement r WHERE r.is_open{and_book})"
_GOING = {
    "ledger_book": " AND r.book = OLD.id",
    "ledger_account": " AND r.book = OLD.book",
    "ledger_hold": " AND r.book = OLD.book",
    "ledger_move": " AND r.book = OLD.book",
    "ledger_hold_end": (
        " AND r.book = (SELECT h.book FROM ledger_hold h WHERE h.id = OLD.hold_id)"
    ),
    "ledger_hold_kept": (
        " AND r.book = (SELECT h.book FROM ledger_hold h WHERE h.id = OLD.hold_id)"
    ),
    "ledger_event": (" AND NOT EXISTS (SELECT 1 FROM ledger_move m WHERE m.event_id = OLD.id)"),
}
_STAYS = ("ledger_retirement", "ledger_retired_part")
_BOOK_CHANGE = (
    "NEW.id <> OLD.id OR NEW.moves <> OLD.moves + 1 OR NOT EXISTS (SELECT 1 FROM ledger_move m"
    " WHERE m.book = OLD.id AND m.number = NEW.moves AND m.hash = NEW.last_hash"
    " AND m.previous = OLD.last_hash)"
)
_RETIREMENT_CHANGE = (
    "NEW.book <> OLD.book OR NEW.moves <> OLD.moves OR NEW.last_hash <> OLD.last_hash"
    " OR NEW.retired_at <> OLD.retired_at OR NEW.is_open OR NOT OLD.is_open"
)
_APPLY = (
    "UPDATE ledger_account SET balance_pence = balance_pence - NEW.pence, moves = NEW.from_move,"
    " last_move_id = NEW.id WHERE id = NEW.from_account_id;"
    " UPDATE ledger_account SET balance_pence = balance_pence + NEW.pence, moves = NEW.to_move,"
    " last_move_id = NEW.id WHERE id = NEW.to_account_id;"
    " UPDATE ledger_book SET moves = NEW.number, last_hash = NEW.hash WHERE id = NEW.book;"
)
# All three, or the row does not stay: a conflict clause or a temporary trigger of SQLite's can
# make the database pass over an update without an error.
_NOT_APPLIED = (
    f"NOT EXISTS ({_ACCOUNTS} AND f.last_move_id = NEW.id AND t.last_move_id = NEW.id"
    " AND f.moves = NEW.from_move AND t.moves = NEW.to_move) OR NOT EXISTS (SELECT 1"
    " FROM ledger_book WHERE id = NEW.book AND moves = NEW.number AND last_hash = NEW.hash)"
)
_RETIRE = (
    "INSERT INTO ledger_retired_part (book, pot_id, bucket, pence, moves)"
    " SELECT NEW.book, a.pot_id, a.bucket,"
    " SUM(CASE WHEN m.to_account_id = a.id THEN m.pence ELSE -m.pence END), COUNT(*)"
    " FROM ledger_move m JOIN ledger_account a ON a.id IN (m.from_account_id, m.to_account_id)"
    " WHERE m.book = NEW.book AND a.bucket IN ('available', 'spent', 'returned')"
    " GROUP BY a.pot_id, a.bucket;"
    " DELETE FROM ledger_hold_kept WHERE hold_id IN"
    " (SELECT id FROM ledger_hold WHERE book = NEW.book);"
    " DELETE FROM ledger_hold_end WHERE hold_id IN"
    " (SELECT id FROM ledger_hold WHERE book = NEW.book);"
    " DELETE FROM ledger_move WHERE book = NEW.book;"
    " DELETE FROM ledger_hold WHERE book = NEW.book;"
    " DELETE FROM ledger_account WHERE book = NEW.book;"
    " DELETE FROM ledger_book WHERE id = NEW.book;"
    " DELETE FROM ledger_event WHERE NOT EXISTS"
    " (SELECT 1 FROM ledger_move WHERE event_id = ledger_event.id);"
    " UPDATE ledger_retirement SET is_open = false WHERE book = NEW.book;"
)
_NOT_RETIRED = (
    "EXISTS (SELECT 1 FROM ledger_move WHERE book = NEW.book)"
    " OR EXISTS (SELECT 1 FROM ledger_book WHERE id = NEW.book)"
    " OR EXISTS (SELECT 1 FROM ledger_account WHERE book = NEW.book)"
    " OR EXISTS (SELECT 1 FROM ledger_retirement WHERE is_open)"
)
# Tables whose rules are new here; the rules of moves take the place of those from before.
_NEW = (
    "ledger_book",
    "ledger_hold_kept",
    "ledger_retirement",
    "ledger_retired_part",
)
_RULED = (*_NEW, "ledger_move")
_FROZEN = ("ledger_hold_kept", "ledger_retired_part", "ledger_move")
# Trigger: (table, what must not be true of the row that is there and the new one, words).
_CHANGES = {
    "ledger_book_by_moves": ("ledger_book", _BOOK_CHANGE, "only a move changes it"),
    "ledger_retirement_ends": ("ledger_retirement", _RETIREMENT_CHANGE, "never changed"),
}
_AFTER = {
    "ledger_move_apply": ("ledger_move", _APPLY, _NOT_APPLIED, "not applied"),
    "ledger_retirement_apply": ("ledger_retirement", _RETIRE, _NOT_RETIRED, "not whole"),
}


def _deleting(table: str) -> str:
    """SQL that is true when a row of the table must not be deleted."""
    and_book = _GOING.get(table)
    return "1 = 1" if and_book is None else f"NOT {_RETIRING.format(and_book=and_book)}"


class _Sqlite:
    """Writes a trigger of SQLite's: a rule is a SELECT that raises."""

    @staticmethod
    def refusal(table: str, words: str, wrong: str) -> str:
        return f"SELECT RAISE(ABORT, '{table}: {words}') WHERE {wrong};"

    @staticmethod
    def made(name: str, when: str, table: str, body: str) -> Iterable[str]:
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"CREATE TRIGGER {name} {when} ON {table} BEGIN {body} END"


class _Postgresql:
    """Writes a trigger of PostgreSQL's: a function of the same name that raises."""

    @staticmethod
    def refusal(table: str, words: str, wrong: str) -> str:
        return (
            f"IF {wrong} THEN RAISE EXCEPTION '{table}: {words}'"
            " USING ERRCODE = 'check_violation'; END IF;"
        )

    @staticmethod
    def made(name: str, when: str, table: str, body: str) -> Iterable[str]:
        schema = op.get_bind().exec_driver_sql("SELECT current_schema()").scalar()
        row = "OLD" if "DELETE" in when else "NULL" if "AFTER" in when else "NEW"
        # Temporary tables last: else one by the name of ledger_account would be changed instead.
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path"
            f" = {schema}, pg_temp AS $body$ BEGIN {body} RETURN {row}; END $body$"
        )
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield (f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
        if "DELETE" in when and table in _NEW:
            yield (
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
            )


def _triggers(engine: type[_Sqlite] | type[_Postgresql]) -> Iterable[str]:
    refusal, made = engine.refusal, engine.made
    for table in _RULED:
        body = " ".join(refusal(t, words, wrong) for t, words, wrong in _RULES if t == table)
        yield from made(f"{table}_rules", "BEFORE INSERT", table, body)
    for table in (*_GOING, *_STAYS):
        body = refusal(table, "never deleted", _deleting(table))
        yield from made(f"{table}_no_delete", "BEFORE DELETE", table, body)
    for table in _FROZEN:
        body = refusal(table, "never changed", "1 = 1")
        yield from made(f"{table}_no_update", "BEFORE UPDATE", table, body)
    for name, (table, wrong, words) in _CHANGES.items():
        yield from made(name, "BEFORE UPDATE", table, refusal(table, words, wrong))
    for name, (table, does, wrong, words) in _AFTER.items():
        yield from made(name, "AFTER INSERT", table, f"{does} {refusal(table, words, wrong)}")


_IDS = (
    "id",
    "event_id",
    "actor",
    "purse",
    "pot",
    "from_book",
    "to_book",
    "hold_id",
    "ref",
    "reverses_id",
    "from_account_id",
    "to_account_id",
)
_MOVES = sa.text(
    "SELECT m.id, m.event_id, e.kind, e.actor, e.key, e.at, p.purse, p.id AS pot, p.opens_on,"
    " p.closes_on, f.bucket AS source, t.bucket AS target, f.book AS from_book, t.book AS to_book,"
    " m.pence, m.hold_id, h.ref, h.for_on, h.pence AS promised, h.expires_at, m.reverses_id,"
    " m.reason, m.from_account_id, m.to_account_id, m.from_move, m.to_move"
    " FROM ledger_move m JOIN ledger_event e ON e.id = m.event_id"
    " JOIN ledger_account f ON f.id = m.from_account_id"
    " JOIN ledger_account t ON t.id = m.to_account_id JOIN ledger_pot p ON p.id = f.pot_id"
    " LEFT JOIN ledger_hold h ON h.id = m.hold_id ORDER BY e.at, m.from_move, m.to_move, m.id"
).columns(
    at=Instant(),
    opens_on=sa.Date(),
    closes_on=sa.Date(),
    for_on=sa.Date(),
    expires_at=Instant(),
    **{name: sa.Uuid() for name in _IDS},
)


def _in_turn(rows: list[Any]) -> Iterable[Any]:
    """The moves in an order in which every account took its own one after the other."""
    turn: dict[uuid.UUID, int] = {}
    while rows:
        waiting = []
        for row in rows:
            sides = ((row.from_account_id, row.from_move), (row.to_account_id, row.to_move))
            if all(turn.get(account, 0) + 1 == number for account, number in sides):
                turn.update(sides)
                yield row
            else:
                waiting.append(row)
        if len(waiting) == len(rows):
            raise ValueError("the ledger's moves are not whole")
        rows = waiting


def _entry(row: Any, book: uuid.UUID, number: int, previous: str) -> Entry:
    hold = (
        Promised(row.hold_id, row.ref, row.for_on, row.promised, row.expires_at)
        if row.hold_id
        else None
    )
    return Entry(
        book=book,
        number=number,
        id=row.id,
        event=row.event_id,
        kind=row.kind,
        actor=row.actor,
        key=row.key,
        at=row.at,
        purse=row.purse,
        pot=row.pot,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        source=Bucket(row.source),
        target=Bucket(row.target),
        pence=row.pence,
        hold=hold,
        reverses=row.reverses_id,
        reason=row.reason,
        previous=previous,
    )


def _chain_what_is_there() -> None:
    connection = op.get_bind()
    move = sa.table(
        "ledger_move",
        *(sa.column(n, sa.Uuid()) for n in ("id", "book")),
        *(sa.column(n) for n in ("number", "previous", "hash")),
    )
    last: dict[uuid.UUID, tuple[int, str]] = {}
    for row in _in_turn(list(connection.execute(_MOVES))):
        book = row.to_book if row.target in GROUPS else row.from_book
        number, previous = last.get(book, (0, BEGINNING))
        entry = _entry(row, book, number + 1, previous)
        told = {"book": book, "number": number + 1, "previous": previous}
        last[book] = (number + 1, entry.computed_hash)
        change = move.update().where(move.c.id == row.id)
        connection.execute(change.values(**told, hash=entry.computed_hash))
    books = sa.table(
        "ledger_book", sa.column("id", sa.Uuid()), *map(sa.column, ("moves", "last_hash"))
    )
    for book, (moves, last_hash) in last.items():
        connection.execute(books.insert().values(id=book, moves=moves, last_hash=last_hash))


def upgrade() -> None:
    """Adds the chain and its tables, fills it, and puts the guards in force."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    no_rowid: dict[str, Any] = {"sqlite_with_rowid": False}
    op.create_table(
        "ledger_book",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("moves", big, nullable=False),
        sa.Column("last_hash", sa.Text(), nullable=False),
        **no_rowid,
    )
    op.create_table(
        "ledger_hold_kept",
        sa.Column("hold_id", sa.Uuid(), sa.ForeignKey("ledger_hold.id"), primary_key=True),
        sa.Column("event_id", sa.Uuid(), sa.ForeignKey("ledger_event.id"), nullable=False),
        **no_rowid,
    )
    op.create_table(
        "ledger_retirement",
        sa.Column("book", sa.Uuid(), primary_key=True),
        sa.Column("moves", big, nullable=False),
        sa.Column("last_hash", sa.Text(), nullable=False),
        sa.Column("retired_at", Instant(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        **no_rowid,
    )
    op.create_table(
        "ledger_retired_part",
        sa.Column("book", sa.Uuid(), sa.ForeignKey("ledger_retirement.book"), primary_key=True),
        sa.Column("pot_id", sa.Uuid(), sa.ForeignKey("ledger_pot.id"), primary_key=True),
        sa.Column("bucket", sa.Text(), primary_key=True),
        sa.Column("pence", big, nullable=False),
        sa.Column("moves", big, nullable=False),
        **no_rowid,
    )
    op.create_index("ix_ledger_retired_part_pot_id", "ledger_retired_part", ["pot_id"])
    op.create_table(
        "ledger_doubt",
        sa.Column("book", sa.Uuid(), primary_key=True),
        sa.Column("found_at", Instant(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
    )
    op.create_table("ledger_look", sa.Column("at", Instant(), primary_key=True))
    for table in ("ledger_hold", "ledger_hold_end", "ledger_hold_kept"):
        op.create_index(f"ix_{table}_event_id", table, ["event_id"])
    # Lifted while the chain is filled, and put in force again below.
    lift = "DROP TRIGGER ledger_move_no_update" + ("" if is_sqlite else " ON ledger_move")
    op.execute(lift)
    for name, kind, empty in (
        ("book", sa.Uuid(), "0" * 32),
        ("number", big, "0"),
        ("previous", sa.Text(), ""),
        ("hash", sa.Text(), ""),
    ):
        op.add_column("ledger_move", sa.Column(name, kind, nullable=False, server_default=empty))
    _chain_what_is_there()
    if not is_sqlite:
        for name in ("book", "number", "previous", "hash"):
            op.alter_column("ledger_move", name, server_default=None)
    op.create_index("uq_ledger_move_book_number", "ledger_move", ["book", "number"], unique=True)
    connection = op.get_bind()
    for statement in _triggers(_Sqlite if is_sqlite else _Postgresql):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """There is no way back: a chain that was broken once proves nothing."""
    raise NotImplementedError("the chain of the ledger is not taken apart")
