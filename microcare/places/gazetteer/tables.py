"""The committed place files, read once a process into plain tuples. See data/ATTRIBUTION.md."""

import csv
import gzip
import io
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from microcare.places.gazetteer.naming import county_label
from microcare.places.values import Point

# Districts that GeoNames keeps as if they were towns, by GeoNames id: Mendip and the former county
# borough of Londonderry (the city has a row of its own).
NOT_PLACES = {"6947756", "2643734"}
# Counties that GeoNames has wrong, by GeoNames id: Hale by Altrincham is in Trafford.
_COUNTIES = {"6640028": "Trafford"}
_NATION_NAMES = {
    "ENG": "England",
    "SCT": "Scotland",
    "WLS": "Wales",
    "NIR": "Northern Ireland",
}


class Outcode(NamedTuple):
    """The first half of a postcode. `live_postcodes` is None where it was never counted."""

    code: str
    point: Point
    live_postcodes: int | None
    council_code: str | None
    nearest_place: str


class SectorPoint(NamedTuple):
    """The mean point of a sector's live postcodes, and how many they are."""

    point: Point
    live_postcodes: int


class Town(NamedTuple):
    """A named place. A part of a town is found by name, but never stands for where a point is."""

    name: str
    nation: str
    county: str
    population: int
    point: Point
    is_part: bool


class Locality(NamedTuple):
    """A village or hamlet under one outcode; its point may be shared with its neighbours."""

    name: str
    outcode: str
    nation: str
    point: Point


def _rows(name: str) -> Iterator[list[str]]:
    packed = (files("microcare.places") / "data" / f"{name}.csv.gz").read_bytes()
    text = io.TextIOWrapper(gzip.GzipFile(fileobj=io.BytesIO(packed)), encoding="utf-8", newline="")
    rows = csv.reader(text)
    next(rows)
    return rows


@cache
def outcodes() -> dict[str, Outcode]:
    """Every outcode by its code."""
    return {
        code: Outcode(
            code, Point(float(lat), float(lng)), int(live) if live else None, council or None, near
        )
        for code, lat, lng, live, _spread, council, near, _source in _rows("outcodes")
    }


@cache
def sectors() -> dict[str, SectorPoint]:
    """Every sector of Great Britain by its compact code ("TA14" is TA1 4)."""
    return {
        code: SectorPoint(Point(float(lat), float(lng)), int(live))
        for code, lat, lng, live in _rows("sectors")
    }


@cache
def towns() -> list[Town]:
    """Every named place, most people first."""
    found = [
        Town(
            _as_written(name),
            _NATION_NAMES[nation],
            county_label(_COUNTIES.get(code, county)),
            int(population),
            Point(float(lat), float(lng)),
            feature == "PPLX",
        )
        for code, name, nation, county, feature, population, lat, lng in _rows("places_geonames")
        if code not in NOT_PLACES
    ]
    return sorted(found, key=lambda town: -town.population)


@cache
def localities() -> list[Locality]:
    """Every village and hamlet, with the outcode that tells it from its namesakes."""
    return [
        Locality(_as_written(name), outcode, nation, Point(float(lat), float(lng)))
        for name, outcode, nation, lat, lng, _accuracy, _shared in _rows("localities_geonames")
    ]


def _as_written(name: str) -> str:
    """The name as signposts have it ("St Ives"), without what was added after it.

    "Ash, Sevenoaks" and "Bristol (PO Boxes)" lose their second half.
    """
    for mark in (",", " (", " &#"):
        name = name.partition(mark)[0]
    name = re.sub(r"\b(?:Saint|St\.) ", "St ", name)
    return name.replace(" 0n ", " on ").strip()
