"""Turns rows into results, and says which of their words were found."""

from collections.abc import Iterable, Sequence
from typing import Any

from microcare.index.models import IndexDocument
from microcare.index.queries.reading import Term
from microcare.index.sphere import metres
from microcare.index.values import DAYS, PAYS, Field, FoundWord, Hit, Price
from microcare.index.words import plain_words, stem


def hit_of(row: IndexDocument, distance: float | None, terms: Sequence[Term]) -> Hit:
    """One result; `distance` is the squared chord to where the person looks from."""
    price = None
    if row.pence is not None and row.per is not None:
        price = Price(row.pence, row.per, row.minutes)
    return Hit(
        listing_id=row.listing_id,
        slug=row.slug,
        name=row.name,
        kind=row.kind,
        summary=row.summary,
        lat=row.lat,
        lng=row.lng,
        helps=tuple(slug for slug, _name, _alike in row.helps),
        pays=_codes(PAYS, row.pays),
        days=_codes(DAYS, row.days),
        has_room=row.has_room,
        visits=row.served_chord2 is not None,
        comes_to=row.comes_to,
        price=price,
        confirmed_on=row.confirmed_on,
        card=row.card,
        distance_m=None if distance is None else metres(distance),
        found=tuple(f for term in terms if (f := _found(row, term)) is not None),
    )


def _codes(codes: Sequence[str], bits: int) -> tuple[str, ...]:
    return tuple(code for n, code in enumerate(codes) if bits & 1 << n)


def _found(row: IndexDocument, term: Term) -> FoundWord | None:
    """Where the term stands in the document: the weightiest place, in the document's own word."""
    for field, texts in _places(row):
        for help_name, text in texts:
            word = _first(plain_words(text), term)
            if word:
                return FoundWord(term.typed, word, field, help_name)
    word = _first(row.words, term)
    return FoundWord(term.typed, word, Field.BODY) if word else None


def _places(row: IndexDocument) -> Iterable[tuple[Field, list[tuple[str | None, str]]]]:
    helps: list[Any] = row.helps
    yield Field.HELP, [(name, name) for _slug, name, _alike in helps]
    yield Field.NAME, [(None, row.name)]
    yield Field.ALIKE, [(name, a) for _slug, name, alike in helps for a in alike]
    yield Field.SUMMARY, [(None, row.summary)]


def _first(words: Iterable[str], term: Term) -> str | None:
    stems = term.stems
    return next((w for w in words if stem(w) in stems), None)
