"""Decides which named place people mean, when that can be decided at all.

The rule, in order: towns of exactly that name; a council or county; towns that begin with those
words; hamlets; towns that begin with those letters. A place wins without a question when it is
alone or has 20 times the people of the next (Manchester is the city). A longer name joins the
question when it has 10 times the people of every exact one ("Newcastle" may be Newcastle upon
Tyne). Hamlets join only while no town of that name has 2,000 people. What follows a comma, or the
last words when nothing else fits, is a county, council, nation or outcode.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from microcare.places.gazetteer.names import Named, areas, names
from microcare.places.gazetteer.naming import place_key
from microcare.places.values import Point

DOMINANT, BIGGER = 20, 10
A_REAL_TOWN = 2_000
MOST_CHOICES_BY_PREFIX = 12
FEWEST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Area:
    """A council or county, found by its middle."""

    name: str
    point: Point


Match = Named | Area | list[Named]


def match(text: str) -> Match:
    """The place `text` names, or the several it may name; an empty list where it names none."""
    key, qualifiers = _parts(text)
    if not key:
        return []
    for step in (_whole, _by_last_words, _by_letters, _by_rest):
        found = step(key, qualifiers)
        if found:
            return found
    return []


def spelling(named: Named) -> str:
    """The plainest words that find exactly this place: "Taunton", "Newport, Isle of Wight"."""
    ways = named.spellings
    return next((way for way in ways if match(way) is named), ways[-1])


def _parts(text: str) -> tuple[str, list[str]]:
    name, *rest = text.replace("(", ",").replace(")", " ").split(",")
    return place_key(name), [word for part in rest if (word := place_key(part))]


def _whole(key: str, qualifiers: list[str]) -> Match:
    if qualifiers:
        return _qualified(key, qualifiers)
    exact = names().towns.get(key, [])
    if exact:
        return _among_namesakes(key, exact)
    if key in areas():
        return Area(*areas()[key])
    longer = names().towns_beginning(key + " ")
    return _settle(longer[:MOST_CHOICES_BY_PREFIX] or names().hamlets.get(key, []))


def _among_namesakes(key: str, exact: list[Named]) -> Match:
    most = max(named.people for named in exact)
    longer = [n for n in names().towns_beginning(key + " ") if n.people >= BIGGER * most]
    hamlets = names().hamlets.get(key, []) if most < A_REAL_TOWN else []
    known = [*exact, *hamlets]
    # However large, a longer name is only ever asked about: it is not what was written.
    return _ranked([*longer, *known]) if longer else _settle(known)


def _qualified(key: str, qualifiers: list[str]) -> Match:
    towns, hamlets = names().towns.get(key, []), names().hamlets.get(key, [])
    for known in (towns, hamlets, names().towns_beginning(key + " ")):
        found = [named for named in known if named.qualifiers.issuperset(qualifiers)]
        if found:
            return _settle(found)
    return []


def _by_last_words(key: str, qualifiers: list[str]) -> Match:
    """ "newport isle of wight" without its comma."""
    for name, last in _cuts(key):
        found = _qualified(name, [last, *qualifiers])
        if found:
            return found
    return []


def _by_letters(key: str, qualifiers: list[str]) -> Match:
    if qualifiers or len(key) < FEWEST_LETTERS:
        return []
    return _settle(names().towns_beginning(key)[:MOST_CHOICES_BY_PREFIX])


def _by_rest(_key: str, qualifiers: list[str]) -> Match:
    """ "High Street, Taunton": the street is not known here, the town is."""
    for at, name in enumerate(qualifiers):
        found = _qualified(name, qualifiers[at + 1 :]) if qualifiers[at + 1 :] else _town(name)
        if found:
            return found
    return []


def _town(key: str) -> Match:
    return _settle(names().towns.get(key, []))


def _cuts(key: str) -> Iterator[tuple[str, str]]:
    words = key.split()
    for at in range(len(words) - 1, 0, -1):
        yield " ".join(words[:at]), " ".join(words[at:])


def _ranked(found: list[Named]) -> list[Named]:
    each = {id(named): named for named in found}
    return sorted(each.values(), key=lambda named: -named.people)


def _settle(found: list[Named]) -> Match:
    """The one that is alone or far the largest; otherwise all of them, most people first."""
    ranked = _ranked(found)
    if not ranked:
        return []
    if len(ranked) == 1 or ranked[0].people >= DOMINANT * ranked[1].people:
        return ranked[0]
    return ranked
