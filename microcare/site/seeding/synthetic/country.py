"""Where made-up listings are: by how many people live in each town of the real gazetteer."""

import random
from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import cos, hypot, radians, sqrt

from microcare.places.gazetteer import tables
from microcare.places.values import Point

# A village that nobody counted.
UNCOUNTED = 300
KM_IN_A_DEGREE = 111.2
# As in the gazetteer: of fewer live postcodes a mean point says too much of one home.
FEWEST_TO_HIDE_AMONG = 50


@dataclass(frozen=True, slots=True)
class Spot:
    """A sector that stands for a home: its postcode's first part, public point, town, council."""

    sector: str
    point: Point
    town: str
    council_code: str


def spot(chance: random.Random) -> Spot:
    """Somewhere to be: a town by its people, then one of the sectors round it."""
    places, weights = _towns()
    found = places[bisect(weights, chance.random() * weights[-1])]
    return _as_spot(found[chance.randrange(len(found))])


@cache
def _towns() -> tuple[list[tuple[str, ...]], list[float]]:
    """The sectors of each town, and the towns' people added up."""
    grid = _grid()
    places, people = [], []
    for town in tables.towns():
        # Northern Ireland has no sectors in the open data.
        if town.is_part or town.nation == "Northern Ireland":
            continue
        near = _sectors_near(grid, town.point, reach_km=1.2 + 0.006 * sqrt(town.population))
        if near:
            places.append(tuple(near))
            people.append(float(town.population or UNCOUNTED))
    return places, list(accumulate(people))


@cache
def _grid() -> dict[tuple[int, int], list[tuple[str, Point]]]:
    grid = defaultdict(list)
    for code, sector in tables.sectors().items():
        if sector.live_postcodes >= FEWEST_TO_HIDE_AMONG and _outcode(code) in tables.outcodes():
            grid[_cell(sector.point)].append((code, sector.point))
    return grid


def _cell(point: Point) -> tuple[int, int]:
    return int(point.lat * 5), int(point.lng * 5)


def _outcode(sector: str) -> str:
    return sector[:-1]


def _sectors_near(
    grid: dict[tuple[int, int], list[tuple[str, Point]]], point: Point, *, reach_km: float
) -> list[str]:
    row, column = _cell(point)
    cells = [(row + a, column + b) for a in (-1, 0, 1) for b in (-2, -1, 0, 1, 2)]
    by_far = sorted(
        (_km(point, where), code) for cell in cells for code, where in grid.get(cell, [])
    )
    return [code for far, code in by_far if far <= reach_km] or [code for _, code in by_far[:1]]


def _km(a: Point, b: Point) -> float:
    # Flat is near enough within a town.
    east = (a.lng - b.lng) * cos(radians(a.lat))
    return KM_IN_A_DEGREE * hypot(a.lat - b.lat, east)


@cache
def _as_spot(code: str) -> Spot:
    point = tables.sectors()[code].point
    outcode = tables.outcodes()[_outcode(code)]
    return Spot(
        sector=f"{code[:-1]} {code[-1]}",
        point=point,
        town=outcode.nearest_place,
        council_code=outcode.council_code or "",
    )
