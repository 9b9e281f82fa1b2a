"""Filters, counts and order."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from microcare.index.queries import find
from microcare.index.values import Near, Price, Query, Sort
from tests.factories.index import COOKING, GARDENING, TAUNTON, a_document, hourly, north_of
from tests.integration.index.conftest import TODAY

A = a_document("A", kind="coop", pays=("own",), days=("mon", "tue"), helps=(COOKING,))
B = a_document("B", pays=("own", "phb"), days=("tue",), helps=(COOKING, GARDENING), has_room=True)
C = a_document("C", pays=("isf",), days=("sun",), helps=(GARDENING,), has_room=True)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kinds": ("coop",)}, "A"),
        ({"kinds": ("coop", "micro_enterprise")}, "ABC"),
        ({"helps": ("gardening",)}, "BC"),
        ({"helps": ("gardening", "meals")}, "ABC"),
        ({"pays": ("own",)}, "AB"),
        ({"pays": ("isf", "phb")}, "BC"),
        ({"days": ("mon", "sun")}, "AC"),
        ({"has_room": True}, "BC"),
        ({"days": ("tue",), "helps": ("gardening",)}, "B"),
        ({"helps": ("no such help",)}, ""),
        ({"pays": ("no such pay",)}, ""),
    ],
)
def test_or_within_a_name_and_between_names(put, names, asked, found: str) -> None:
    put(A, B, C)
    assert "".join(sorted(names(**asked))) == found


def test_each_count_leaves_out_its_own_filter(put, session: Session) -> None:
    put(A, B, C)
    query = Query(helps=("gardening",), pays=("own",), has_room=True)
    facets = find(session, query, today=TODAY).facets
    assert facets.total == 1
    assert facets.kind == {"micro_enterprise": 1}
    assert facets.help == {"gardening": 1, "meals": 1}
    assert facets.pay == {"own": 1, "phb": 1, "isf": 1}
    assert facets.day == {"tue": 1}
    assert facets.room == 1


def test_the_count_beside_room_is_what_ticking_it_would_find(put, session: Session) -> None:
    put(A, B, C)
    assert find(session, Query(), today=TODAY).facets.room == 2


PRICED = [
    a_document("hour18", price=hourly(1800)),
    a_document("session", price=Price(3000, "session", 120)),
    a_document("unknown length", price=Price(500, "session")),
    a_document("day", price=Price(400, "day", 480)),
    a_document("dear", price=hourly(4000)),
    a_document("no price"),
]


def test_the_highest_price_keeps_what_cannot_be_compared_last(put, names) -> None:
    put(*PRICED)
    found = names(max_pence_an_hour=1800)
    assert set(found[:2]) == {"hour18", "session"}
    assert set(found[2:]) == {"unknown length", "day", "no price"}


def test_by_price_the_comparable_come_first(put, names) -> None:
    put(*PRICED)
    cheapest_first = ["session", "hour18", "dear", "day", "unknown length", "no price"]
    assert names(sort=Sort.PRICE) == cheapest_first


def test_newest_first(put, names) -> None:
    for year in (2024, 2026, 2025):
        put(a_document(str(year), published_at=datetime(year, 1, 1, tzinfo=UTC)))
    assert names(sort=Sort.NEWEST) == ["2026", "2025", "2024"]


def test_the_best_have_the_word_then_are_near_then_have_room_then_are_confirmed(put, names) -> None:
    near = {"near": Near(*TAUNTON, 20_000)}
    put(
        a_document("plain"),
        a_document("room", has_room=True),
        a_document("fresh", has_room=True, confirmed_on=date(2026, 11, 1)),
        a_document("stale", confirmed_on=date(2025, 1, 1)),
        a_document("far", **north_of(TAUNTON, metres=9000), has_room=True),
    )
    found = names(**near)
    assert found[:2] == ["fresh", "room"]
    assert found[-1] == "far"


def test_pages_hold_everything_once(put, session: Session) -> None:
    put(*(a_document("Same Name") for _ in range(25)))
    pages = [find(session, Query(), page=n, per_page=10, today=TODAY) for n in (1, 2, 3, 4)]
    assert [len(p.hits) for p in pages] == [10, 10, 5, 0]
    assert {p.total for p in pages} == {25}
    assert len({h.listing_id for p in pages for h in p.hits}) == 25


def test_ties_fall_the_same_way_each_time(put, names, session: Session) -> None:
    put(*(a_document("Same Name") for _ in range(9)))
    hits = find(session, Query(), today=TODAY).hits
    assert [h.listing_id.hex for h in hits] == sorted(h.listing_id.hex for h in hits)


def test_the_card_comes_back_untouched(put, session: Session) -> None:
    put(a_document(card={"room": {"state": "wait", "weeks": 3}}, price=hourly(1750)))
    (hit,) = find(session, Query(), today=TODAY).hits
    assert hit.card == {"room": {"state": "wait", "weeks": 3}}
    assert hit.price == hourly(1750)
