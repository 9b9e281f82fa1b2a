"""Words by a Zipf law: the n-th commonest word comes about 1/n as often as the commonest.

The commonest are words that people here really use, from the demonstration; the long tail is
made up. So an index meets both very common words and very many rare ones.
"""

import random
import re
from collections import Counter
from functools import cache
from itertools import accumulate

from microcare.site.seeding.sketches import DATA

VOCABULARY = 40_000
_STARTS = "b bl br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh st t th tr v w".split()  # noqa: SIM905
_VOWELS = "a e i o u ai ea ee oa ou".split()  # noqa: SIM905
_ENDS = ["", "n", "l", "r", "t", "m", "ck", "nd", "st", "ble", "ry", "ton", "wick"]


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """The words, the commonest first, and their weights added up."""
    text = " ".join(path.read_text(encoding="utf-8") for path in sorted(DATA.glob("*.toml")))
    counts = Counter(word.lower() for word in re.findall(r"[A-Za-z]{2,}", text))
    words = [word for word, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    known = set(words)
    chance = random.Random(1887)  # noqa: S311
    while len(words) < VOCABULARY:
        word = "".join(
            chance.choice(_STARTS) + chance.choice(_VOWELS) + chance.choice(_ENDS)
            for _ in range(chance.choice([1, 2, 2, 3]))
        )
        if word not in known:
            known.add(word)
            words.append(word)
    return words, list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))


def words(chance: random.Random, number: int) -> list[str]:
    """So many words."""
    known, weights = vocabulary()
    return chance.choices(known, cum_weights=weights, k=number)


def sentence(chance: random.Random, number: int) -> str:
    """So many words, as a sentence."""
    return " ".join(words(chance, number)).capitalize() + "."
