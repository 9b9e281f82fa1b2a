"""Words as both engines see them: plain letters, stemmed by us so that the engines agree."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = re.compile(r"['\u2019\u02bc`]")
LONGEST_WORD = 40
# Longer words are names of chemicals; shorter ones have too many neighbours to guess between.
SPELLABLE = range(4, 21)
_STEMMER = snowballstemmer.stemmer("english")

# Words that carry no wish of their own. They are indexed like any other, but not asked for.
_FILLERS = """
a about after again all also am an and any anyone are around as at be because been being but by can
could do does each for from get give go had has have he help helped helping helps her him his how i
if in into is it its just like look looking me mine more most my near nearby need needs no not of
off on one or our out over own please she so some somebody someone something somewhere support than
that the their them then there these they this those to too up us use very want wants was we were
what when where which who why will with would you your
"""
FILLERS = frozenset(_FILLERS.split())


def plain_words(text: str) -> list[str]:
    """The words of `text` in lower-case ASCII, accents and apostrophes dropped, in order."""
    flat = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    flat = flat.encode("ascii", "ignore").decode().lower() if not flat.isascii() else flat.lower()
    return [w for w in _WORD.findall(flat) if len(w) <= LONGEST_WORD]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of one plain word, by the English Snowball stemmer."""
    return str(_STEMMER.stemWord(word))


def stemmed(words: Iterable[str]) -> str:
    """The stems of the words, a space between."""
    return " ".join(stem(word) for word in words)


def asked_words(text: str, *, limit: int = 12) -> list[str]:
    """The words of a search that carry a wish, each once, at most `limit`, in order."""
    kept = dict.fromkeys(w for w in plain_words(text) if w not in FILLERS)
    return list(kept)[:limit]


def forms(word: str) -> set[str]:
    """The word, and the word with each one letter left out.

    Two words one slip apart (a letter wrong, missing, extra or two swapped) share a form
    (Garbe, SymSpell: the symmetric delete algorithm).
    """
    if not is_spellable(word):
        return set()
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def is_spellable(word: str) -> bool:
    """Whether a misspelling of this word can be guessed at: letters only, of middling length."""
    return len(word) in SPELLABLE and word.isalpha()
