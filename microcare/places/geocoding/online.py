"""Any geopy geocoder, kept to what it is needed for, with the offline one behind it.

A home's postcode is personal, and the answer is here already: a postcode is answered here, and no
word with a digit in it (a postcode, a house number) ever leaves this machine, nor does a point.
Only other words do (a village, a street), and only after the gazetteer has found that they have
one meaning here, or none. What a service finds is marked approximate: it does not say how it knows.
"""

from typing import Any, Protocol

import structlog
from geopy.exc import GeopyError

from microcare.places.gazetteer.names import nearest_outcode
from microcare.places.geocoding.offline import LONGEST_TEXT, OfflineGeocoder
from microcare.places.values import AmbiguousPlace, Place, Point, Precision, UnknownPlace

_log = structlog.get_logger(__name__)

# South-west and north-east corners of the United Kingdom and its islands.
_SOUTH, _WEST, _NORTH, _EAST = 49.1, -8.7, 60.9, 1.8
_WORDS_OF_A_LABEL = 2
# A service's own client may raise what geopy does not wrap (a socket, a broken answer), and answer
# what is no place: without a point, or with words where a number should be.
_TROUBLE = (
    GeopyError,
    OSError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)


class Service(Protocol):
    """The part of a geopy geocoder that is used."""

    def geocode(self, query: str, **options: Any) -> Any:
        """One `geopy.Location`, a list of them, or None."""
        ...


class OnlineGeocoder:
    """Asks `service` for words, and `offline` for everything else and whenever that fails."""

    def __init__(self, service: Service, *, offline: OfflineGeocoder):
        self._service = service
        self._offline = offline

    def find(self, text: str) -> Place:
        """The place meant. Raises UnknownPlace or AmbiguousPlace, as the offline one does."""
        text = text.strip()
        if not text or len(text) > LONGEST_TEXT:
            raise UnknownPlace
        if (place := self._offline.find_postcode(text)) is not None:
            return place
        known = self._known_here(text)
        return self._asked(text) or known or self._offline.find(text)

    def nearest_place(self, point: Point) -> Place:
        """The nearest town, from the gazetteer: where a person stands is not sent anywhere."""
        return self._offline.nearest_place(point)

    def _known_here(self, text: str) -> Place | None:
        """Asked first, because "which one did you mean?" is better than a service's guess."""
        try:
            return self._offline.find(text)
        except AmbiguousPlace:
            raise
        except UnknownPlace:
            return None

    def _asked(self, text: str) -> Place | None:
        words = _without_numbers(text)
        if not words:
            return None
        try:
            found = self._service.geocode(words)
            found = found[0] if isinstance(found, list) and found else found
            return self._place(found, text) if found else None
        except _TROUBLE as trouble:
            _log.warning("geocoder_failed", kind=type(trouble).__name__)
            return None

    def _place(self, found: Any, text: str) -> Place | None:
        point = Point(round(float(found.latitude), 5), round(float(found.longitude), 5))
        if not (_SOUTH <= point.lat <= _NORTH and _WEST <= point.lng <= _EAST):
            return None
        words = [word.strip() for word in str(found.address or text).split(",")]
        return Place(
            label=", ".join(words[:_WORDS_OF_A_LABEL]),
            point=point,
            precision=Precision.APPROXIMATE,
            near=text,
            outcode=nearest_outcode(point),
        )


def _without_numbers(text: str) -> str:
    """The words that may leave: none with a digit in it, for it may be a door or a postcode."""
    parts = (
        " ".join(word for word in part.split() if not any(mark.isdigit() for mark in word))
        for part in text.split(",")
    )
    return ", ".join(part for part in parts if part)
