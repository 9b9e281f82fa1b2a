"""Removes a whole book that need no longer be kept, and leaves its last hash and totals (P47)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.ledger.models import Account, Book, Retirement
from microcare.ledger.services.locking import lock_books
from microcare.ledger.values import Bucket, NotAtRest

_AT_REST = (Bucket.HELD, Bucket.PAID_IN, Bucket.REFUND_DUE)


def retire_book(session: Session, book: UUID, *, clock: Clock) -> int:
    """Removes every entry of a group's book in one statement; answers how many there were.

    Whether its time has come is for the caller to know. The database does the removing itself, so
    that there is never half a book. Raises NotAtRest.
    """
    if session.get(Retirement, book) is not None or session.get(Book, book) is None:
        return 0
    head = lock_books(session, [book])[book]
    still = select(Account.id).where(Account.book == book, Account.balance_pence != 0)
    if session.scalar(still.where(Account.bucket.in_(_AT_REST)).limit(1)) is not None:
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
