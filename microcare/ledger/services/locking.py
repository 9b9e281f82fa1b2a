"""Locks in one order: pots by id, then books by id. On SQLite the transaction has the only lock.

Whoever will move pence takes every lock at once, before reading what it decides on. Statements are
built once: to build one costs more than to run it.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, exists, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from microcare.ledger.models import Account, Book, Doubt, Pot
from microcare.ledger.queries.lines import PORTION
from microcare.ledger.values import EVERYTHING, BookInDoubt
from microcare.ledger.values.chain import BEGINNING
from microcare.ledger.values.rows import Balance, Head, Portion

_SEVERAL: Any = bindparam("ids", expanding=True)
POTS = select(*PORTION).where(Pot.id.in_(_SEVERAL)).order_by(Pot.id).with_for_update()
POTS_OF = select(*PORTION).where(Pot.purse.in_(_SEVERAL)).order_by(Pot.id).with_for_update()
# Only where there is none: the guard refuses a second one aloud. Whoever else opens it at this
# moment is waited for, and then it is there.
_NEW = select(bindparam("book", type_=Uuid()), literal(0), literal(BEGINNING)).where(
    ~exists().where(Book.id == bindparam("book"))
)
_OPENED = {
    dialect.dialect.name: dialect.insert(Book)
    .from_select(["id", "moves", "last_hash"], _NEW)
    .on_conflict_do_nothing()
    for dialect in (postgresql, sqlite)
}
_DOUBTED = exists().where(Doubt.book.in_([Book.id, EVERYTHING]))
_HEADS = (
    select(Book.id, Book.moves, Book.last_hash, _DOUBTED)
    .where(Book.id.in_(_SEVERAL))
    .order_by(Book.id)
    .with_for_update()
)
_ACCOUNTS = select(
    Account.pot_id, Account.book, Account.bucket, Account.id, Account.balance_pence, Account.moves
).where(Account.pot_id.in_(_SEVERAL))


def lock_pots(session: Session, pots: Iterable[UUID]) -> None:
    """Makes everybody else wait who would move pence of these pots, until this transaction ends."""
    session.connection().execute(POTS, {"ids": list(set(pots))})


def lock_purses(session: Session, purses: Iterable[UUID]) -> list[Portion]:
    """Locks every pot of these purses; answers them, the last to open first."""
    rows = session.connection().execute(POTS_OF, {"ids": list(set(purses))})
    pots = [Portion(*row) for row in rows]
    # Sorted twice, because the sort is stable: by id among those that open on one day.
    return sorted(pots, key=lambda pot: pot.opens_on, reverse=True)


def lock_books(session: Session, books: Iterable[UUID]) -> dict[UUID, Head]:
    """The heads of these books, locked and as they are now; opened where it is the first time."""
    wanted, connection = sorted(set(books)), session.connection()
    if not wanted:
        # A yes to a share of nothing promises nothing.
        return {}
    connection.execute(_OPENED[connection.dialect.name], [{"book": book} for book in wanted])
    rows = connection.execute(_HEADS, {"ids": wanted})
    return {book: Head(moves, last, doubted) for book, moves, last, doubted in rows}


def accounts_of(session: Session, pots: Iterable[UUID]) -> dict[tuple[UUID, UUID, str], Balance]:
    """The accounts of locked pots as they are now, by pot, book and bucket.

    A statement after the lock and not the one that takes it: that one, on PostgreSQL, does not
    see the accounts which whoever had the lock before has opened meanwhile.
    """
    rows = session.connection().execute(_ACCOUNTS, {"ids": list(pots)})
    return {(row.pot_id, row.book, row.bucket): Balance(*row[3:]) for row in rows}


def refuse_in_doubt(heads: Collection[Head]) -> None:
    """Promises nothing in a book whose sums were found to differ (pooling P11).

    Raises BookInDoubt.
    """
    if any(head.is_doubted for head in heads):
        raise BookInDoubt
