"""Fills the index with very many new documents, far faster than one at a time.

What can be worked out without a database (words, stems, boxes) is worked out by `prepare`, in as
many processes as there are; `fill` writes it. Documents must be of listings that have none yet.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from microcare.index.engines import engine_of
from microcare.index.engines.bulk import batches
from microcare.index.models import IndexDocument, IndexHelp, IndexMisspelling, IndexWord
from microcare.index.services.put import entry_of, row_of, texts_of
from microcare.index.values import Document
from microcare.index.words import forms, stem
from microcare.kernel.bulk import Batch, batch, write_batch

_COLUMNS = tuple(name for name in IndexDocument.__table__.columns.keys() if name != "id")  # noqa: SIM118


@dataclass(frozen=True, slots=True)
class Prepared:
    """Documents as rows, and how many of them have each word."""

    batches: tuple[Batch, ...]
    words: Counter[str]


def first_free_id(session: Session) -> int:
    """The number that the next document may have."""
    return int(session.scalar(select(func.max(IndexDocument.id))) or 0) + 1


def prepare(documents: Sequence[Document], *, first_id: int, engine: str) -> Prepared:
    """The rows of these documents for "sqlite" or "postgresql", numbered from `first_id`."""
    rows, helps, entries, counts = [], [], [], Counter[str]()
    for id_, document in enumerate(documents, start=first_id):
        fields = texts_of(document)
        words = sorted({word for field in fields for word in field})
        counts.update(words)
        told = row_of(document, words)
        rows.append((id_, *(told[name] for name in _COLUMNS)))
        helps += [(id_, slug) for slug in sorted({h.slug for h in document.helps})]
        entries.append(entry_of(id_, document, fields))
    return Prepared(
        (
            batch(IndexDocument, ("id", *_COLUMNS), rows, engine=engine),
            batch(IndexHelp, ("document_id", "slug"), helps, engine=engine),
            *batches(entries, engine=engine),
        ),
        counts,
    )


def fill(session: Session, prepared: Prepared) -> None:
    """Writes prepared rows. Their words are counted by `count_words`, once for all of them."""
    connection = session.connection()
    for ready in prepared.batches:
        write_batch(connection, ready)


def count_words(session: Session, words: Counter[str]) -> None:
    """Counts the words of all that was filled, and goes on numbering documents after them."""
    known = set(session.scalars(select(IndexWord.word)))
    # Always in the same order, or two transactions could each wait for the other's row.
    ordered = sorted(words)
    again = [_counted(word, words) for word in ordered if word in known]
    if again:
        engine_of(session).count_words(session, again)
    new = [w for w in ordered if w not in known]
    engine, connection = session.get_bind().dialect.name, session.connection()
    rows = [tuple(_counted(w, words).values()) for w in new]
    write_batch(connection, batch(IndexWord, ("word", "stem", "documents"), rows, engine=engine))
    slips = [(form, w) for w in new for form in sorted(forms(w))]
    write_batch(connection, batch(IndexMisspelling, ("form", "word"), slips, engine=engine))
    if engine == "postgresql":
        session.execute(
            text(
                "SELECT setval(pg_get_serial_sequence('index_document', 'id'),"
                " (SELECT max(id) FROM index_document))"
            )
        )


def _counted(word: str, words: Counter[str]) -> dict[str, Any]:
    return {"word": word, "stem": stem(word), "documents": words[word]}
