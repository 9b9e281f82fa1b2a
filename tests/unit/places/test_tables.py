"""The committed files: whole, in range, and what councils and names become."""

import pytest

from microcare.places.councils import council_code_named, council_name, council_names, nation_of
from microcare.places.gazetteer import tables
from microcare.places.gazetteer.naming import county_label, place_key
from microcare.places.geometry import distance_m
from microcare.places.values import Nation, Point


def test_every_row_is_loaded() -> None:
    assert len(tables.outcodes()) == 2_969
    assert len(tables.sectors()) == 10_848
    assert len(tables.towns()) == 5_911 - len(tables.NOT_PLACES)
    assert len(tables.localities()) == 27_450
    assert len(council_names()) == 363


def test_every_point_is_in_these_islands() -> None:
    points = [row.point for row in tables.outcodes().values()]
    points += [row.point for row in tables.sectors().values()]
    points += [row.point for row in (*tables.towns(), *tables.localities())]
    assert all(49 < lat < 61 and -9 < lng < 2 for lat, lng in points)


def test_every_sector_is_of_a_known_outcode_and_counts_add_up() -> None:
    totals: dict[str, int] = {}
    for code, row in tables.sectors().items():
        totals[code[:-1]] = totals.get(code[:-1], 0) + row.live_postcodes
    counted = {c: o.live_postcodes for c, o in tables.outcodes().items() if o.live_postcodes}
    assert totals == counted
    assert sum(totals.values()) == 1_739_034


def test_every_council_code_has_a_name_and_a_nation() -> None:
    used = {row.council_code for row in tables.outcodes().values() if row.council_code}
    assert used <= set(council_names())
    assert all(nation_of(code) for code in council_names())


@pytest.mark.parametrize(
    ("code", "name", "nation"),
    [
        ("E06000066", "Somerset", Nation.ENGLAND),
        ("E08000009", "Trafford", Nation.ENGLAND),
        ("E06000023", "Bristol", Nation.ENGLAND),
        ("W06000022", "Newport", Nation.WALES),
        ("S12000049", "Glasgow City", Nation.SCOTLAND),
        ("N09000003", "Belfast", Nation.NORTHERN_IRELAND),
        ("M99999999", "Isle of Man", Nation.ISLE_OF_MAN),
    ],
)
def test_councils(code: str, name: str, nation: Nation) -> None:
    assert council_name(code) == name
    assert nation_of(code) is nation
    assert council_code_named(f" {name.upper()}") == code


def test_codes_and_names_that_are_not() -> None:
    assert council_name("E99999999") is None
    assert nation_of("X01") is None
    assert nation_of("") is None
    assert council_code_named("Narnia") is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("St. Ann's", "st anns"),
        ("SAINT ANNS", "st anns"),
        ("Saint Ann\u2019s", "st anns"),
        ("Stoke-on-Trent", "stoke on trent"),
        ("  Stoke  on\tTrent ", "stoke on trent"),
        ("Ynys Môn", "ynys mon"),
        ("Brighton & Hove", "brighton and hove"),
        ("", ""),
    ],
)
def test_ways_of_writing_have_one_key(name: str, key: str) -> None:
    assert place_key(name) == key


@pytest.mark.parametrize(
    ("county", "label"),
    [
        ("City and Borough of Leeds", "Leeds"),
        ("Borough of Wigan", "Wigan"),
        ("Sir Powys", "Powys"),
        ("The Scottish Borders", "Scottish Borders"),
        ("Caerphilly County Borough", "Caerphilly"),
        ("Bournemouth, Christchurch and Poole Council", "Bournemouth, Christchurch and Poole"),
        ("County Durham", "County Durham"),
    ],
)
def test_counties_are_said_plainly(county: str, label: str) -> None:
    assert county_label(county) == label


def test_distance() -> None:
    taunton, sale = Point(51.01494, -3.10293), Point(53.42519, -2.32443)
    assert distance_m(taunton, taunton) == 0
    assert distance_m(taunton, sale) == distance_m(sale, taunton)
    assert 272_000 < distance_m(taunton, sale) < 274_000
    assert distance_m(Point(51.0, 0.0), Point(52.0, 0.0)) == pytest.approx(111_195, abs=5)
