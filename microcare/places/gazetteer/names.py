"""Every named place under one key, and what tells it from its namesakes."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property
from math import cos, radians

from microcare.places.councils import council_name
from microcare.places.gazetteer import tables
from microcare.places.gazetteer.naming import place_key
from microcare.places.geometry import distance_m
from microcare.places.values import Point

# What a place counts for where nobody has counted: a village in the town table, a hamlet outside.
UNCOUNTED_TOWN, HAMLET = 500, 100
# An outcode of fewer live postcodes is mostly offices, and says too much of a home.
FEWEST_HOMES = 50
# Two rows of one name nearer than this are one place that lies under two outcodes.
SAME_PLACE_M = 6_000
_PREFIXES = ("royal ", "city of ")
# What people call a place that the gazetteer knows only by its formal name.
_SHORT = {"kingston upon hull": "hull", "kingston upon thames": "kingston"}


@dataclass(frozen=True, eq=False)
class Named:
    """A place with its name, its weight in people, and whether its point is only approximate."""

    name: str
    point: Point
    people: int
    county: str
    nation: str
    is_hamlet: bool
    is_part: bool
    own_outcode: str | None = None

    @cached_property
    def outcode(self) -> str:
        """Its outcode, or the one with the nearest middle."""
        return self.own_outcode or nearest_outcode(self.point)

    @cached_property
    def area(self) -> str:
        """Its county or council, as people say it; empty where neither is known."""
        if self.county:
            return self.county
        return self._council

    @cached_property
    def qualifiers(self) -> frozenset[str]:
        """The keys that, written after its name, may tell it from its namesakes."""
        known = (self.area, self.nation, self.outcode, self._council)
        return frozenset(place_key(word) for word in known if word)

    @cached_property
    def _council(self) -> str:
        outcode = tables.outcodes().get(self.outcode)
        return council_name((outcode.council_code if outcode else None) or "") or ""

    @property
    def spellings(self) -> list[str]:
        """What may be written before the comma and after it, plainest first."""
        name, area, nation, outcode = self.name, self.area, self.nation, self.outcode
        ways = [name]
        if area and place_key(area) != place_key(name):
            ways += [f"{name}, {area}"]
        if nation:
            ways += [f"{name}, {nation}"]
        if area:
            ways += [f"{name}, {area}, {outcode}"]
        return [*ways, f"{name}, {outcode}"]


@cache
def _lived_in() -> list[tables.Outcode]:
    """Outcodes without those made for one large office, like CH88 in Chester."""
    every = tables.outcodes().values()
    return [o for o in every if o.live_postcodes is None or o.live_postcodes >= FEWEST_HOMES]


def nearest_outcode(point: Point) -> str:
    """The outcode of homes whose mean point is nearest."""
    narrow = cos(radians(point.lat))
    found = min(
        _lived_in(),
        key=lambda o: (o.point.lat - point.lat) ** 2 + ((o.point.lng - point.lng) * narrow) ** 2,
    )
    return found.code


@cache
def _whole_towns() -> list[Named]:
    every = {id(town): town for known in names().towns.values() for town in known}
    return [town for town in every.values() if not town.is_part]


def nearest_town(point: Point) -> Named:
    """The town nearest to a point; a part of a town never stands for it."""
    narrow = cos(radians(point.lat))
    return min(
        _whole_towns(),
        key=lambda t: (t.point.lat - point.lat) ** 2 + ((t.point.lng - point.lng) * narrow) ** 2,
    )


class Names:
    """Places by key: towns (with parts of towns), and hamlets."""

    def __init__(self) -> None:
        self.towns: dict[str, list[Named]] = {}
        self.hamlets: dict[str, list[Named]] = {}
        for town in tables.towns():
            self._add_town(town)
        for locality in tables.localities():
            self._add_hamlet(locality)
        self._keys = sorted(self.towns)

    def towns_beginning(self, start: str) -> list[Named]:
        """Towns whose key begins with `start`, most people first, each once."""
        at = bisect_left(self._keys, start)
        found: dict[int, Named] = {}
        while at < len(self._keys) and self._keys[at].startswith(start):
            found |= {id(named): named for named in self.towns[self._keys[at]]}
            at += 1
        return sorted(found.values(), key=lambda named: -named.people)

    def _add_town(self, town: tables.Town) -> None:
        named = Named(
            name=town.name,
            point=town.point,
            people=town.population or UNCOUNTED_TOWN,
            county=town.county,
            nation=town.nation,
            is_hamlet=False,
            is_part=town.is_part,
        )
        for key in _keys_of(town.name):
            self.towns.setdefault(key, []).append(named)

    def _add_hamlet(self, row: tables.Locality) -> None:
        key = place_key(row.name)
        namesakes = self.towns.get(key, []) + self.hamlets.get(key, [])
        if any(_are_one(row, other) for other in namesakes):
            return
        outcode = tables.outcodes().get(row.outcode)
        council = outcode.council_code if outcode else None
        self.hamlets.setdefault(key, []).append(
            Named(
                name=row.name,
                point=row.point,
                people=HAMLET,
                county=(council_name(council) if council else None) or "",
                nation=row.nation,
                is_hamlet=True,
                is_part=False,
                own_outcode=row.outcode,
            )
        )


@cache
def names() -> Names:
    """The index, made once a process."""
    return Names()


@cache
def areas() -> dict[str, tuple[str, Point]]:
    """Councils and counties by key: the name, and the middle of where their people are."""
    sums: dict[str, list[float]] = {}
    labels: dict[str, str] = {}

    def add(name: str, weight: int, point: Point) -> None:
        total = sums.setdefault(place_key(name), [0.0, 0.0, 0.0])
        labels.setdefault(place_key(name), name)
        for i, amount in enumerate((weight, weight * point.lat, weight * point.lng)):
            total[i] += amount

    for outcode in tables.outcodes().values():
        council = council_name(outcode.council_code or "")
        if council and outcode.live_postcodes:
            add(council, outcode.live_postcodes, outcode.point)
    councils = set(sums)
    for town in tables.towns():
        if town.county and place_key(town.county) not in councils:
            add(town.county, town.population or UNCOUNTED_TOWN, town.point)
    return {
        key: (labels[key], Point(round(lat / w, 5), round(lng / w, 5)))
        for key, (w, lat, lng) in sums.items()
    }


def _are_one(row: tables.Locality, other: Named) -> bool:
    """Whether a row is a place already known by that name: near it, or under its outcode."""
    apart_m = distance_m(row.point, other.point)
    return apart_m < SAME_PLACE_M or (apart_m < 10 * SAME_PLACE_M and row.outcode == other.outcode)


def _keys_of(name: str) -> set[str]:
    key = place_key(name)
    keys = {key} | ({_SHORT[key]} if key in _SHORT else set())
    return keys | {key.removeprefix(start) for start in _PREFIXES}
