"""Which words the documents have, so that a misspelling can be read as one of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from microcare.index.engines import engine_of
from microcare.index.models import IndexWord
from microcare.index.words import forms, stem

_FEWER = (
    update(IndexWord)
    .where(IndexWord.word == bindparam("one"))
    .values(documents=IndexWord.documents - bindparam("fewer"))
)


def add_words(session: Session, documents: Sequence[Iterable[str]]) -> None:
    """Counts the distinct words of documents that came."""
    counts = Counter(chain.from_iterable(documents))
    if not counts:
        return
    # Always in the same order, or two transactions could each wait for the other's row.
    words = sorted(counts)
    known = set(session.scalars(select(IndexWord.word).where(IndexWord.word.in_(words))))
    engine = engine_of(session)
    engine.count_words(
        session, [{"word": w, "stem": stem(w), "documents": counts[w]} for w in words]
    )
    new = [{"form": f, "word": w} for w in words if w not in known for f in sorted(forms(w))]
    if new:
        engine.note_forms(session, new)


def take_words(session: Session, documents: Sequence[Iterable[str]]) -> None:
    """Counts off the distinct words of documents that went; a word that none has is forgotten."""
    counts = Counter(chain.from_iterable(documents))
    if not counts:
        return
    words = sorted(counts)
    connection = session.connection()
    connection.execute(_FEWER, [{"one": w, "fewer": counts[w]} for w in words])
    session.execute(
        delete(IndexWord)
        .where(IndexWord.word.in_(words), IndexWord.documents <= 0)
        .execution_options(synchronize_session=False)
    )
