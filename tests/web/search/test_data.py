"""The same search as data, exactly as the contract says."""

import pytest

from tests.client import Client
from tests.factories.index import TAUNTON

pytestmark = pytest.mark.usefixtures("taunton")
RESULT = {
    "id",
    "slug",
    "name",
    "kind",
    "summary",
    "distance_m",
    "price",
    "room",
    "confirmed_on",
    "why",
    "url",
}


def test_the_answer_has_the_names_of_the_contract(client: Client) -> None:
    answer = client.get("/search.json?q=cooking&near=TA1+4").json
    assert set(answer) == {
        "total",
        "total_is_exact",
        "page",
        "per_page",
        "near",
        "results",
        "facets",
    }
    assert answer["total"] == 1
    assert answer["total_is_exact"] is True
    assert answer["near"]["label"] == "near TA1 4"
    assert answer["near"]["precision"] == "sector"
    (result,) = answer["results"]
    assert set(result) == RESULT
    assert result["price"] == {"pence": 1800, "per": "hour", "hours": 1.0, "comparable": True}
    assert result["confirmed_on"] == "2026-11-09"
    assert result["room"] is True
    assert isinstance(result["distance_m"], int)
    assert result["url"].endswith(f"/listings/{result['slug']}")


def test_why_says_words_distance_room_and_price(client: Client) -> None:
    (result,) = client.get("/search.json?q=cooked&near=Taunton").json["results"]
    word, far, room, price = result["why"]
    assert (word, room, price) == ("cooking", "has room", "£18 an hour")
    assert "mile" in far


def test_every_result_says_why(client: Client) -> None:
    assert all(r["why"] for r in client.get("/search.json").json["results"])


def test_counts_are_those_of_the_other_filters(client: Client) -> None:
    facets = client.get("/search.json?kind=coop").json["facets"]
    assert facets["kind"] == {"coop": 1, "micro_enterprise": 2}
    assert facets["help"] == {"gardening": 1}
    assert facets["pay"] == {"own": 1}


def test_repeats_mean_or(client: Client) -> None:
    url = "/search.json?day=tue&day=sun&pay=own&pay=isf"
    assert [r["name"] for r in client.get(url).json["results"]] == ["Kitchen Table Cooks"]


def test_without_a_place_nothing_is_far(client: Client) -> None:
    answer = client.get("/search.json?q=cooking").json
    assert answer["near"] is None
    assert answer["results"][0]["distance_m"] is None


def test_only_the_public_point_is_told_nowhere_else(client: Client) -> None:
    text = client.get("/search.json?near=Taunton").get_data(as_text=True)
    assert str(TAUNTON[0]) not in text


def test_the_map_has_what_lies_in_the_viewport(client: Client) -> None:
    answer = client.get("/map.json?bbox=-3.3,50.9,-2.9,51.04&zoom=11")
    assert answer.mimetype == "application/geo+json"
    found = answer.json
    assert found["type"] == "FeatureCollection"
    assert found["total"] == 1
    (feature,) = found["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [TAUNTON[1], TAUNTON[0]]}
    assert set(feature["properties"]) == {"id", "slug", "name", "kind"}


def test_the_map_takes_the_same_filters(client: Client) -> None:
    url = "/map.json?bbox=-10,49,2,60&zoom=5"
    assert client.get(url).json["total"] == 3
    assert client.get(f"{url}&kind=coop&near=London").json["total"] == 1


@pytest.mark.parametrize(
    "bbox",
    ["", "1,2,3", "a,b,c,d", "2,50,1,51", "1,51,2,50", "nan,1,2,3", "-200,1,2,3", "1,2,3,inf"],
)
def test_a_viewport_must_be_one(client: Client, bbox: str) -> None:
    answer = client.get(f"/map.json?bbox={bbox}&zoom=5", status=400)
    assert answer.json["error"]["field"] == "bbox"


def test_a_zoom_must_be_one(client: Client) -> None:
    answer = client.get("/map.json?bbox=-3,50,-2,51&zoom=99", status=400)
    assert answer.json["error"]["field"] == "zoom"


def test_the_help_terms_are_told(client: Client) -> None:
    terms = client.get("/help.json").json
    assert len(terms) > 40
    assert all(set(term) == {"slug", "name"} for term in terms)
