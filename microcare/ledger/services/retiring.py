"""Removes a whole book that need no longer be kept, and leaves its last hash and totals (P47)."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.ledger.models import Book, Retirement
from microcare.ledger.queries import is_unsettled
from microcare.ledger.services.locking import lock_books
from microcare.ledger.values import NotAtRest


def retire_book(session: Session, book: UUID, *, clock: Clock) -> int:
    """Removes every entry of a group's book in one statement; answers how many there were.

    Whether its time has come is for the caller to know. The database does the removing itself, so
    that there is never half a book. Raises NotAtRest.
    """
    if session.get(Retirement, book) is not None or session.get(Book, book) is None:
        return 0
    head = lock_books(session, [book])[book]
    # As it is written: a promise past its time is removed with nothing, so it is ended first.
    if is_unsettled(session, book):
        raise NotAtRest
    moves = head.moves
    gone = Retirement(
        book=book, moves=moves, last_hash=head.last_hash, retired_at=clock.now(), is_open=True
    )
    session.add(gone)
    # Refused here, and not at the end, if the database knows better.
    session.flush()
    # The database removed rows that this session may still remember.
    session.expire_all()
    return moves
