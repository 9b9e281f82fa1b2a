"""Distance without trigonometry in SQL agrees with the textbook."""

import pytest
from geopy.distance import great_circle
from hypothesis import given
from hypothesis import strategies as st

from microcare.index.sphere import box_around, chord2, metres, unit_vector

lat = st.floats(49, 61)
lng = st.floats(-9, 2)


def _squared(a: tuple[float, float], b: tuple[float, float]) -> float:
    return sum((p - q) ** 2 for p, q in zip(unit_vector(*a), unit_vector(*b), strict=True))


@given(lat, lng, lat, lng)
def test_metres_are_those_of_the_great_circle(a: float, b: float, c: float, d: float) -> None:
    assert metres(_squared((a, b), (c, d))) == pytest.approx(
        great_circle((a, b), (c, d)).meters, rel=1e-4, abs=1
    )


@given(st.floats(0, 1_000_000))
def test_a_chord_and_back(distance_m: float) -> None:
    assert metres(chord2(distance_m)) == pytest.approx(distance_m, abs=1)


@given(lat, lng, st.floats(100, 80_000), st.floats(0, 360))
def test_a_box_holds_its_circle(lat: float, lng: float, far: float, bearing: float) -> None:
    at = great_circle(meters=far).destination((lat, lng), bearing)
    box = box_around(lat, lng, far)
    assert box.south <= at.latitude <= box.north
    assert box.west <= at.longitude <= box.east
