"""Puts documents in the index."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from microcare.index.engines import Entry, engine_of
from microcare.index.models import IndexDocument, IndexHelp
from microcare.index.services.remove import remove_listings
from microcare.index.services.vocabulary import add_words
from microcare.index.sphere import box_around, chord2, unit_vector
from microcare.index.values import DAYS, PAYS, Document
from microcare.index.words import plain_words, stemmed

BATCH = 500
_DAY_WORDS = {
    "mon": "monday mondays weekday weekdays",
    "tue": "tuesday tuesdays weekday weekdays",
    "wed": "wednesday wednesdays weekday weekdays",
    "thu": "thursday thursdays weekday weekdays",
    "fri": "friday fridays weekday weekdays",
    "sat": "saturday saturdays weekend weekends",
    "sun": "sunday sundays weekend weekends",
}


def put_document(session: Session, document: Document) -> None:
    """Puts one document in the index, in place of the one its listing had."""
    _put(session, [document])


def put_documents(session: Session, documents: Iterable[Document]) -> int:
    """Puts many documents in the index, no two of one listing; answers how many."""
    rest, count = iter(documents), 0
    while batch := list(islice(rest, BATCH)):
        _put(session, batch)
        count += len(batch)
    return count


def _put(session: Session, documents: Sequence[Document]) -> None:
    remove_listings(session, [d.listing_id for d in documents])
    texts = [texts_of(d) for d in documents]
    words = [sorted({w for text in text_words for w in text}) for text_words in texts]
    rows = [row_of(d, w) for d, w in zip(documents, words, strict=True)]
    statement = insert(IndexDocument).returning(IndexDocument.id, sort_by_parameter_order=True)
    ids = list(session.scalars(statement, rows))
    entries = [
        entry_of(id_, document, text)
        for id_, document, text in zip(ids, documents, texts, strict=True)
    ]
    engine_of(session).put(session, entries)
    helps = [
        {"document_id": id_, "slug": slug}
        for id_, document in zip(ids, documents, strict=True)
        for slug in sorted({h.slug for h in document.helps})
    ]
    if helps:
        session.execute(insert(IndexHelp), helps)
    add_words(session, words)


def texts_of(document: Document) -> tuple[list[str], list[str], list[str], list[str]]:
    """The document's words by weight: its name, what it helps with, words alike, all else."""
    alike = " ".join(a for h in document.helps for a in h.alike)
    days = " ".join(_DAY_WORDS[d] for d in document.days)
    return (
        plain_words(document.name),
        plain_words(" ".join(h.name for h in document.helps)),
        plain_words(f"{alike} {document.summary}"),
        plain_words(f"{document.body} {days}"),
    )


def entry_of(id_: int, document: Document, texts: tuple[list[str], ...]) -> Entry:
    """What an engine keeps of the document."""
    name, helps, alike, body = (stemmed(words) for words in texts)
    served = document.served_radius_m
    return Entry(
        id=id_,
        name=name,
        helps=helps,
        alike=alike,
        body=body,
        lat=document.lat,
        lng=document.lng,
        served=None if served is None else box_around(document.lat, document.lng, served),
    )


def row_of(document: Document, words: list[str]) -> dict[str, Any]:
    """The document's row of `index_document`; `words` are its distinct words."""
    x, y, z = unit_vector(document.lat, document.lng)
    price, served = document.price, document.served_radius_m
    return {
        "listing_id": document.listing_id,
        "slug": document.slug,
        "name": document.name,
        "kind": document.kind,
        "summary": document.summary,
        "lat": document.lat,
        "lng": document.lng,
        "x": x,
        "y": y,
        "z": z,
        "served_chord2": None if served is None else chord2(served),
        "comes_to": document.comes_to,
        "pays": _bits(PAYS, document.pays),
        "days": _bits(DAYS, document.days),
        "has_room": document.has_room,
        "pence": price.pence if price else None,
        "per": price.per if price else None,
        "minutes": price.minutes if price else None,
        "pence_an_hour": price.pence_an_hour if price else None,
        "confirmed_on": document.confirmed_on,
        "published_at": document.published_at,
        "helps": [[h.slug, h.name, list(h.alike)] for h in document.helps],
        "words": words,
        "card": dict(document.card),
    }


def _bits(codes: Sequence[str], chosen: Iterable[str]) -> int:
    return sum(1 << codes.index(code) for code in set(chosen))
