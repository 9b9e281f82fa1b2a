"""What a listing's map draws: never nothing, and never a home."""

import json
from typing import Any

import pytest
from sqlalchemy.orm import Session

from microcare.directory.values import Reach
from tests.client import Client
from tests.factories.directory import FakeGazetteer, make_public_listing


def _drawn(client: Client, slug: str) -> dict[str, Any]:
    page = client.get(f"/listings/{slug}")
    return json.loads(page.soup.find(id="map-data").string)


@pytest.mark.parametrize("postcode", ["TA1 4AB", "TA24 5XX"])
def test_where_people_come_to_a_home_the_area_round_its_public_point_is_drawn(
    client: Client, session: Session, postcode: str
) -> None:
    home = {"reach": Reach.HOME, "served": None, "gazetteer": FakeGazetteer()}
    listing = make_public_listing(session, postcode=postcode, **home)
    drawn = _drawn(client, listing.slug)
    assert drawn["pins"] == []
    assert drawn["area"]["at"] == list(listing.place.point)
    assert drawn["area"]["m"] >= 1000


def test_the_area_they_go_to_is_drawn_and_a_place_has_a_pin_that_says_where(
    client: Client, session: Session
) -> None:
    visits = make_public_listing(session, "Moor Walks")
    assert _drawn(client, visits.slug)["area"]["m"] == visits.place.radius_m
    venue = make_public_listing(
        session, "Town Hall Lunch", reach=Reach.VENUE, gazetteer=FakeGazetteer()
    )
    (pin,) = _drawn(client, venue.slug)["pins"]
    assert pin["name"] == "Town Hall Lunch"
    assert pin["near"] == f"near {venue.place.near}"
