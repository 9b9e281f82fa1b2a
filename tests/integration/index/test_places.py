"""How far, and who comes to whom."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from microcare.index.queries import count, find, nearest, points
from microcare.index.values import Box, Near, Query
from tests.factories.index import TAUNTON, a_document, north_of
from tests.integration.index.conftest import TODAY

MILE = 1609.344


def _near(within_m: float) -> Near:
    return Near(*TAUNTON, within_m)


def _far(name: str, metres: float, **changes):
    return a_document(name, **north_of(TAUNTON, metres=metres), **changes)


@pytest.mark.parametrize(("metres", "is_found"), [(0, True), (4999, True), (5001, False)])
def test_people_go_no_further_than_they_said(put, names, metres: int, is_found: bool) -> None:
    put(_far("There", metres))
    assert names(near=_near(5000)) == (["There"] if is_found else [])


@pytest.mark.parametrize(
    ("metres", "served_m", "comes_to", "is_found"),
    [
        (2000, 3000, False, True),
        # Beyond how far the person would go, but the provider comes that far.
        (9000, 10000, False, True),
        # Close by, but outside the area they serve.
        (4000, 3000, False, False),
        # The same, but people may come to them too.
        (4000, 3000, True, True),
        (9000, 3000, True, False),
    ],
)
def test_who_visits_is_found_inside_their_served_area(
    put, names, metres: int, served_m: int, comes_to: bool, is_found: bool
) -> None:
    put(_far("Visitor", metres, served_radius_m=served_m, comes_to=comes_to))
    assert names(near=_near(5000)) == (["Visitor"] if is_found else [])


def test_who_says_neither_is_found_by_distance(put, names) -> None:
    put(_far("Imported", 3000, comes_to=False))
    assert names(near=_near(5000)) == ["Imported"]
    assert names(near=_near(2000)) == []


def test_nearest_first_with_distances(put, session: Session) -> None:
    put(_far("Far", 3 * MILE), _far("Close", MILE))
    query = Query(near=_near(10 * MILE), sort="nearest")
    hits = find(session, query, today=TODAY).hits
    assert [h.name for h in hits] == ["Close", "Far"]
    assert [h.distance_m for h in hits] == pytest.approx([MILE, 3 * MILE], abs=2)
    assert nearest(session, query) == hits[0].distance_m
    assert nearest(session, Query()) is None
    assert nearest(session, replace(query, words="helicopter")) is None


def test_without_a_place_nothing_has_a_distance(put, session: Session) -> None:
    put(_far("There", 10))
    assert find(session, Query(), today=TODAY).hits[0].distance_m is None


def test_the_map_holds_what_lies_in_the_viewport(put, session: Session) -> None:
    put(_far("In", 100), _far("Out", 40_000), _far("In too", 200))
    box = Box(TAUNTON[1] - 0.1, TAUNTON[0] - 0.1, TAUNTON[1] + 0.1, TAUNTON[0] + 0.1)
    total, found = points(session, Query(box=box), limit=10)
    assert total == 2
    assert {p.name for p in found} == {"In", "In too"}
    total, found = points(session, Query(box=box), limit=1)
    assert (total, len(found)) == (2, 1)


def test_the_corner_of_a_box_is_not_within_its_circle(put, session: Session) -> None:
    """The exact distance decides; with the boxes alone, this corner would be found."""
    query = Query(near=_near(5000))
    place = {"lat": TAUNTON[0] + 4000 / 111_195, "lng": TAUNTON[1] + 4000 / 70_000}
    put(a_document("Corner", **place))
    assert count(session, query) == 0
    put(a_document("Visitor at the corner", **place, served_radius_m=7000))
    assert count(session, query) == 1
