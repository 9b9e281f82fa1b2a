"""Looks everything over, and stops new promises where something differs (pooling P11)."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.ledger.models import Doubt, Look
from microcare.ledger.queries import differences
from microcare.ledger.values import EVERYTHING
from microcare.ledger.values.chain import Difference


def note_doubts(session: Session, *, clock: Clock) -> list[Difference]:
    """Verifies the ledger; keeps each book that differs in doubt, and lifts older doubts.

    A difference of no book, such as a lost guard, puts everything in doubt.
    """
    found = list(differences(session))
    session.execute(delete(Doubt))
    books = {difference.book or EVERYTHING: difference.words for difference in found}
    session.add_all(
        Doubt(book=book, found_at=clock.now(), words=words) for book, words in books.items()
    )
    session.execute(delete(Look))
    session.add(Look(at=clock.now()))
    return found
