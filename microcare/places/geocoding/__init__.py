"""From what people write to where it is. Offline by default; any geopy geocoder by name."""

from typing import Protocol

from microcare.places.values import Place, Point


class Geocoder(Protocol):
    """Finds places by what people write, and names the place nearest to a point."""

    def find(self, text: str) -> Place:
        """The place meant by a postcode, town or village. Raises UnknownPlace or AmbiguousPlace."""
        ...

    def nearest_place(self, point: Point) -> Place:
        """The nearest town to a point. Raises UnknownPlace far from any."""
        ...
