"""Which help terms somebody's words mean: all that may be kept of the words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from microcare.directory.values import HelpTerm
from microcare.index.words import asked_words, stem
from microcare.search.values import once

# A word that so many names share says little about any of them.
_SHARED = 3


@dataclass(frozen=True, slots=True)
class _Meaning:
    """Stems that mean a term: any of `telling`, or the whole of one of `phrases`."""

    slug: str
    telling: frozenset[str]
    phrases: tuple[frozenset[str], ...]


def matched_helps(
    terms: Sequence[HelpTerm], words: str, *, chosen: Sequence[str] = ()
) -> tuple[str, ...]:
    """Slugs of the terms that were chosen, or whose name or other words were typed."""
    known = {term.slug for term in terms}
    typed = _stems(words)
    matched = [
        meaning.slug
        for meaning in _meanings(tuple(terms))
        if meaning.telling & typed or any(phrase <= typed for phrase in meaning.phrases)
    ]
    return once([*(slug for slug in chosen if slug in known), *matched])


@lru_cache(maxsize=4)
def _meanings(terms: tuple[HelpTerm, ...]) -> tuple[_Meaning, ...]:
    shared = Counter(s for term in terms for s in _stems(term.name))
    return tuple(
        _Meaning(
            term.slug,
            frozenset(s for s in _stems(term.name) if shared[s] < _SHARED),
            tuple(phrase for alike in term.alike if (phrase := _stems(alike))),
        )
        for term in terms
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in asked_words(text))
