"""Reads what was typed: stems it, and forgives what is half written or misspelt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from microcare.index.models import IndexMisspelling, IndexWord
from microcare.index.values import Reading
from microcare.index.words import asked_words, forms, stem

# Begun words shorter than this begin too many others.
_BEGUN = 3
_MOST_ENDINGS = 5
# A long word may have two slips in it and still be known.
_LONG = 8


@dataclass(frozen=True, slots=True)
class Term:
    """A word that was typed, and the stems of which any will do."""

    typed: str
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Terms:
    """All the terms of a search: a document must answer each."""

    terms: tuple[Term, ...]
    reading: Reading

    @property
    def groups(self) -> list[frozenset[str]]:
        """The stems alone, for the engine."""
        return [term.stems for term in self.terms]


def read_words(session: Session, text: str) -> Terms:
    """The terms of `text`, each read as a known word where one is near enough."""
    asked = asked_words(text)
    if not asked:
        return Terms((), Reading())
    wanted = {stem(word) for word in asked}
    known = set(session.scalars(select(IndexWord.stem).where(IndexWord.stem.in_(wanted))))
    strange = [word for word in asked if stem(word) not in known]
    endings = _endings(session, strange) if strange else {}
    lost = [word for word in strange if word not in endings]
    spelt = _spelt(session, lost) if lost else {}
    read = {w: endings.get(w) or {stem(spelt.get(w, w))} for w in asked}
    return Terms(
        tuple(Term(w, frozenset(read[w])) for w in asked),
        Reading(tuple(asked), spelt, tuple(w for w in lost if w not in spelt)),
    )


def _endings(session: Session, begun: Iterable[str]) -> dict[str, set[str]]:
    """For each half-written word, the stems of the commonest words that begin so."""
    long_enough = [w for w in begun if len(w) >= _BEGUN]
    if not long_enough:
        return {}
    # A brace follows the letter z, so this is every word that begins with w.
    ranges = [and_(IndexWord.word >= w, IndexWord.word < w + "{") for w in long_enough]
    order = (IndexWord.documents.desc(), IndexWord.word)
    rows = session.execute(
        select(IndexWord.word, IndexWord.stem).where(or_(*ranges)).order_by(*order)
    ).all()
    found: dict[str, set[str]] = {}
    for begun_word in long_enough:
        stems = [row.stem for row in rows if row.word.startswith(begun_word)]
        if stems:
            found[begun_word] = set(stems[:_MOST_ENDINGS])
    return found


def _spelt(session: Session, words: Sequence[str]) -> dict[str, str]:
    """For each unknown word, the known word that it is a slip of, if there is one."""
    all_forms = {form for word in words for form in forms(word)}
    if not all_forms:
        return {}
    rows = session.execute(
        select(IndexWord.word, IndexWord.documents)
        .distinct()
        .join(IndexMisspelling, IndexMisspelling.word == IndexWord.word)
        .where(IndexMisspelling.form.in_(all_forms))
    ).all()
    found: dict[str, str] = {}
    for word in words:
        slips = 2 if len(word) >= _LONG else 1
        near = [
            (distance, row.word[0] != word[0], -row.documents, row.word)
            for row in rows
            if (distance := OSA.distance(word, row.word, score_cutoff=slips)) <= slips
        ]
        if near:
            found[word] = min(near)[-1]
    return found
