"""The default geocoder: asks nobody, knows every postcode and 29,000 names."""

from rapidfuzz import fuzz, process, utils

from microcare.places.gazetteer import Gazetteer, named_place
from microcare.places.gazetteer.matching import Area, match, spelling
from microcare.places.gazetteer.names import Named, names
from microcare.places.gazetteer.naming import place_key
from microcare.places.postcode import (
    parse_outcode,
    parse_postcode,
    parse_sector,
    postcode_in,
    reads_like_postcode,
)
from microcare.places.values import (
    AmbiguousPlace,
    Choice,
    NotAPostcode,
    Place,
    Point,
    Precision,
    UnknownPlace,
    UnknownPostcode,
)

LONGEST_TEXT = 200
MOST_SUGGESTIONS = 5
# Of 100: "Tauntin" and "Manchster" pass, words with a few letters in common do not.
LEAST_LIKENESS = 75


class OfflineGeocoder:
    """Answers from the gazetteer: postcode, sector, outcode, then names (see `matching`)."""

    def __init__(self, gazetteer: Gazetteer):
        self._gazetteer = gazetteer

    def find(self, text: str) -> Place:
        """The place meant. Raises UnknownPlace with names like it, or AmbiguousPlace."""
        text = text.strip()
        if not text or len(text) > LONGEST_TEXT:
            raise UnknownPlace
        return self.find_postcode(text) or self._find_name(text)

    def find_postcode(self, text: str) -> Place | None:
        """The place of a postcode, whole or in part, or None where `text` holds none.

        Raises UnknownPlace for a whole postcode that cannot exist.
        """
        try:
            return self._gazetteer.locate(parse_postcode(text))
        except NotAPostcode:
            pass
        # "TA14" is Stoke sub Hamdon; "TA1 4" is a part of Taunton.
        outcode = parse_outcode(text) if len(text.split()) == 1 else None
        place = self._gazetteer.outcode(outcode) if outcode else None
        sector = parse_sector(text)
        if place is None and sector is not None:
            place = self._gazetteer.sector(sector) or self._gazetteer.outcode(sector.outcode)
        if place is None and (within := postcode_in(text)) is not None:
            place = self._gazetteer.locate(within)
        return place

    def nearest_place(self, point: Point) -> Place:
        """The nearest town to a point. Raises UnknownPlace where none is within 60 km."""
        return self._gazetteer.nearest_town(point)

    def _find_name(self, text: str) -> Place:
        found = match(text)
        if isinstance(found, Named):
            return named_place(found)
        if isinstance(found, Area):
            return Place(found.name, found.point, Precision.APPROXIMATE, found.name)
        if found:
            raise AmbiguousPlace([_choice(named) for named in found])
        if reads_like_postcode(text):
            raise UnknownPostcode
        raise UnknownPlace(_like(text))


def _choice(named: Named) -> Choice:
    words = spelling(named)
    return Choice(label=words, near=words)


def _like(text: str) -> list[Choice]:
    """Names that read like `text`: towns first, hamlets while there is room."""
    key = place_key(text.partition(",")[0])
    found: list[Named] = []
    hamlets = {name: rows for name, rows in names().hamlets.items() if name not in names().towns}
    for known in (names().towns, hamlets):
        room = MOST_SUGGESTIONS - len(found)
        if len(key) < 3 or room <= 0:
            break
        near = process.extract(
            key,
            known.keys(),
            scorer=fuzz.ratio,
            processor=utils.default_process,
            score_cutoff=LEAST_LIKENESS,
            limit=room,
        )
        ranked = sorted(near, key=lambda hit: (-round(hit[1]), -known[hit[0]][0].people))
        found += [known[hit[0]][0] for hit in ranked]
    choices = {choice.near: choice for choice in map(_choice, found)}
    return list(choices.values())
