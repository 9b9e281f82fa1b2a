"""Which help terms somebody's words mean: all that may be kept of the words."""

from collections import Counter
from collections.abc import Sequence

from microcare.directory.values import HelpTerm
from microcare.index.words import asked_words, stem
from microcare.search.values import once

# A word that so many names share says little about any of them.
_SHARED = 3


def matched_helps(
    terms: Sequence[HelpTerm], words: str, *, chosen: Sequence[str] = ()
) -> tuple[str, ...]:
    """Slugs of the terms that were chosen, or whose name or other words were typed."""
    known = {term.slug for term in terms}
    typed = _stems(words)
    shared = Counter(s for term in terms for s in _stems(term.name))
    matched = [term.slug for term in terms if _means(term, typed, shared)]
    return once([*(slug for slug in chosen if slug in known), *matched])


def _means(term: HelpTerm, typed: set[str], shared: Counter[str]) -> bool:
    if any(stem_ in typed and shared[stem_] < _SHARED for stem_ in _stems(term.name)):
        return True
    phrases = (_stems(phrase) for phrase in term.alike)
    return any(phrase and phrase <= typed for phrase in phrases)


def _stems(text: str) -> set[str]:
    return {stem(word) for word in asked_words(text)}
