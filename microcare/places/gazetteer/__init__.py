"""Facts about postcodes and places, offline. It knows; the geocoders guess what people meant."""

from pathlib import Path

from microcare.places.gazetteer import tables
from microcare.places.gazetteer.matching import spelling
from microcare.places.gazetteer.names import Named, nearest_town
from microcare.places.gazetteer.units import Unit, Units
from microcare.places.geometry import distance_m
from microcare.places.postcode import Postcode, Sector, parse_postcode
from microcare.places.values import Place, Point, Precision, UnknownPlace, UnknownPostcode

# Below this many live postcodes a mean point says too much of where one home is (directory.md).
FEWEST_TO_HIDE_AMONG = 50
# Beyond this the sea, or another country, begins.
FARTHEST_TOWN_M = 60_000


class Gazetteer:
    """Postcodes, sectors, outcodes and towns, from the committed files and the units' own file."""

    def __init__(self, postcodes_file: Path | None = None):
        self._units = Units(postcodes_file)

    @property
    def knows_units(self) -> bool:
        """Whether unit postcodes are here (`flask places build` has run)."""
        return self._units.are_here

    def parse_postcode(self, text: str) -> Postcode:
        """The full postcode that `text` is, whether live or not. Raises NotAPostcode."""
        return parse_postcode(text)

    def council_code(self, postcode: Postcode | str) -> str | None:
        """The postcode's own council; never guessed from its outcode, which is wrong for 7.4%."""
        unit = self._unit(_read(postcode))
        return unit.council_code if unit else None

    def locate(self, postcode: Postcode | str) -> Place:
        """Where a full postcode is: itself, or else its sector, or else its outcode.

        Raises NotAPostcode, or UnknownPostcode where its outcode does not exist.
        """
        code = _read(postcode)
        unit = self._unit(code)
        if unit is not None:
            return Place(
                label=str(code),
                point=unit.point,
                precision=Precision.EXACT,
                near=str(code),
                outcode=code.outcode,
                council_code=unit.council_code,
            )
        place = self.sector(code.sector) or self.outcode(code.outcode)
        if place is None:
            raise UnknownPostcode
        return place

    def public_point(self, postcode: Postcode | str) -> Place:
        """The only point that may be shown for a home: one that many homes share.

        The sector's centroid where 50 or more live postcodes share it, else the outcode's, else
        the nearest town's. It depends on nothing after the sector's digit, so a home that moves
        within its sector changes nothing public; for the same reason it names no council.
        Raises NotAPostcode or UnknownPlace.
        """
        code = _read(postcode)
        sector = tables.sectors().get(code.sector.compact)
        if sector is not None and sector.live_postcodes >= FEWEST_TO_HIDE_AMONG:
            return self._sector_place(code.sector, sector.point)
        outcode = tables.outcodes().get(code.outcode)
        if outcode is None:
            raise UnknownPlace
        # Outcodes without a count come from place names, not from homes, so they hide nobody.
        if outcode.live_postcodes is None or outcode.live_postcodes >= FEWEST_TO_HIDE_AMONG:
            return self._outcode_place(outcode)
        return self.nearest_town(outcode.point)

    def sector(self, sector: Sector) -> Place | None:
        """The mean point of a sector's postcodes, or None where there is no such sector."""
        found = tables.sectors().get(sector.compact)
        return self._sector_place(sector, found.point) if found else None

    def outcode(self, code: str) -> Place | None:
        """The mean point of an outcode's postcodes, or None where there is no such outcode."""
        found = tables.outcodes().get(code)
        return self._outcode_place(found) if found else None

    def nearest_town(self, point: Point) -> Place:
        """The nearest town to a point, as a place that says no more than that.

        Raises UnknownPlace where no town is within 60 km.
        """
        town = nearest_town(point)
        if distance_m(town.point, point) > FARTHEST_TOWN_M:
            raise UnknownPlace
        return named_place(town)

    def _unit(self, code: Postcode) -> Unit | None:
        return self._units.find(code)

    def _sector_place(self, sector: Sector, point: Point) -> Place:
        return Place(
            label=f"near {sector}",
            point=point,
            precision=Precision.SECTOR,
            near=str(sector),
            outcode=sector.outcode,
        )

    def _outcode_place(self, outcode: tables.Outcode) -> Place:
        return Place(
            label=f"near {outcode.code}",
            point=outcode.point,
            precision=Precision.OUTCODE,
            near=outcode.code,
            outcode=outcode.code,
        )


def _read(postcode: Postcode | str) -> Postcode:
    return parse_postcode(postcode) if isinstance(postcode, str) else postcode


def named_place(named: Named) -> Place:
    """A named place, called by the plainest words that find it alone."""
    words = spelling(named)
    return Place(
        label=words,
        point=named.point,
        precision=Precision.APPROXIMATE if named.is_hamlet else Precision.TOWN,
        near=words,
        outcode=named.outcode,
    )
