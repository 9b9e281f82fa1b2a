"""Locks in one order: pots by id, then books by id. On SQLite the transaction has the only lock.

Whoever will move pence takes every lock at once, before reading what it decides on.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from microcare.ledger.models import Account, Book, Doubt, Pot
from microcare.ledger.values import BookInDoubt
from microcare.ledger.values.chain import BEGINNING

EVERYTHING = UUID(int=0)


def lock_pots(session: Session, pots: Iterable[UUID]) -> None:
    """Makes everybody else wait who would move pence of these pots, until this transaction ends."""
    wanted = select(Pot.id).where(Pot.id.in_(list(pots))).order_by(Pot.id)
    session.execute(wanted.with_for_update())


def lock_books(session: Session, books: Iterable[UUID]) -> dict[UUID, Book]:
    """The heads of these books, locked and as they are now; opened where it is the first time."""
    wanted = sorted(set(books))
    here = set(session.scalars(select(Book.id).where(Book.id.in_(wanted))))
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    for book in wanted:
        if book not in here:
            new = dialect.insert(Book).values(id=book, moves=0, last_hash=BEGINNING)
            # Whoever else opens it at this moment is waited for, and then it is there.
            session.execute(new.on_conflict_do_nothing())
    rows = select(Book).where(Book.id.in_(wanted)).order_by(Book.id).with_for_update()
    found = session.scalars(rows.execution_options(populate_existing=True))
    return {book.id: book for book in found}


def accounts_of(session: Session, pots: Iterable[UUID]) -> dict[tuple[UUID, UUID, str], Account]:
    """The accounts of locked pots as they are now, by pot, book and bucket.

    A statement after the lock and not the one that takes it: that one, on PostgreSQL, does not
    see the accounts which whoever had the lock before has opened meanwhile.
    """
    rows = (
        select(Account)
        .where(Account.pot_id.in_(list(pots)))
        .execution_options(populate_existing=True)
    )
    return {(a.pot_id, a.book, a.bucket): a for a in session.scalars(rows)}


def refuse_in_doubt(session: Session, books: Iterable[UUID]) -> None:
    """Promises nothing in a book whose sums were found to differ (pooling P11).

    Raises BookInDoubt.
    """
    asked = [EVERYTHING, *books]
    if session.scalar(select(Doubt.book).where(Doubt.book.in_(asked)).limit(1)) is not None:
        raise BookInDoubt
