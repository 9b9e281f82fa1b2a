"""How far something is, told no more exactly than its less exact end is known."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from microcare.index.values import Hit
from microcare.places.values import Place, Point, Precision
from microcare.search.routes.wording import far_words, reasons, where_words, why_texts
from microcare.search.values import Asked
from tests.client import Client
from tests.factories.index import TAUNTON, north_of
from tests.page import _text
from tests.web.search.conftest import MILE, cooks

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
SAID = {
    Precision.EXACT: "1.2 miles",
    Precision.SECTOR: "1.2 miles",
    Precision.OUTCODE: "about 1 mile",
    Precision.TOWN: "about 1 mile",
    Precision.APPROXIMATE: "roughly 1 mile",
}


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def found(precision: Precision) -> Hit:
    """A result 1.2 miles away, its own point known so exactly."""
    nothing: Any = {"helps": (), "pays": (), "days": (), "price": None, "confirmed_on": None}
    words = {"slug": "a", "name": "A", "kind": "other", "summary": ""}
    is_so = {"has_room": False, "visits": False, "comes_to": True}
    point = {"lat": TAUNTON[0], "lng": TAUNTON[1], "distance_m": round(1.2 * MILE)}
    card = {"precision": precision.value}
    return Hit(listing_id=uuid4(), card=card, **nothing, **words, **is_so, **point)


def place(precision: Precision) -> Place:
    """Where somebody looked."""
    return Place("Somewhere", Point(*TAUNTON), precision, "near somewhere")


@pytest.mark.parametrize("precision", Precision)
def test_it_is_as_exact_as_the_less_exact_end(precision: Precision) -> None:
    exact = Precision.EXACT
    for hit, near in (
        (found(precision), place(exact)),
        (found(exact), place(precision)),
        (found(precision), place(Precision.SECTOR)),
    ):
        said = SAID[precision]
        far = where_words(hit, near).replace("\u00a0", " ")
        assert far == f"{said[0].upper()}{said[1:]} away. You go there"
        assert said in why_texts(hit, near)
        assert reasons(hit, Asked(), near)[0].before == f"it is {said} away"


def test_an_approximate_end_is_rough_whatever_the_other() -> None:
    assert far_words(4 * MILE, Precision.TOWN, Precision.APPROXIMATE) == "roughly 4 miles"
    assert far_words(0.3 * MILE, Precision.TOWN) == "less than a mile"
    assert far_words(0.3 * MILE, Precision.EXACT) == "less than half a mile"


def test_the_page_and_the_data_say_the_same(client: Client, put) -> None:
    put(cooks(**north_of(TAUNTON, metres=2.4 * MILE)))
    card = client.get("/search?q=cooking&near=Taunton").soup.select_one(".mc-result")
    assert "About 2 miles away" in _text(card).replace("\u00a0", " ")
    (result,) = client.get("/search.json?q=cooking&near=Taunton").get_json()["results"]
    assert "about 2 miles" in result["why"]
