"""Every parameter is checked; what is wrong is said beside its field, in the caller's form."""

import pytest

from tests.client import Client
from tests.page import _text

WRONG = [
    ("within=0", "within", "The distance must be 1 to 50 miles"),
    ("within=51", "within", "The distance must be 1 to 50 miles"),
    ("within=ten", "within", "The distance must be 1 to 50 miles"),
    ("within=nan", "within", "The distance must be 1 to 50 miles"),
    ("within=1e1", "within", "The distance must be 1 to 50 miles"),
    ("within=-5", "within", "The distance must be 1 to 50 miles"),
    ("kind=castle", "kind", "Choose from the list"),
    ("kind=coop&kind=castle", "kind", "Choose from the list"),
    ("help=no-such-help", "help", "Choose from the list"),
    ("pay=gold", "pay", "Choose from the list"),
    ("day=monday", "day", "Choose from the list"),
    ("room=maybe", "room", "Write 1, or leave this out"),
    ("max_price=lots", "max_price", "Write the price in numbers, like 18 or 18.50"),
    ("max_price=-1", "max_price", "Write the price in numbers, like 18 or 18.50"),
    ("max_price=Infinity", "max_price", "Write the price in numbers, like 18 or 18.50"),
    ("max_price=501", "max_price", "The price must be between £0 and £500"),
    ("sort=random", "sort", "Choose from the list"),
    ("sort=nearest", "near", "Write a town or postcode"),
    ("page=0", "page", "Write a page number, like 2"),
    ("page=99999999999999999999", "page", "Write a page number, like 2"),
    ("page=two", "page", "Write a page number, like 2"),
    ("per_page=0", "per_page", "Write a number from 1 to 100"),
    ("per_page=101", "per_page", "Write a number from 1 to 100"),
    ("q=" + "x" * 240, "q", "Make this shorter. It is 40 letters too long"),
    ("near=" + "x" * 101, "near", "Make this shorter. It is 1 letters too long"),
    ("q=a%00b", "q", "We took out hidden characters. Look, then send it again"),
    ("near=Tauntin", "near", "We do not know “Tauntin”. Did you mean Taunton?"),
    (
        "near=zz1+1zz",
        "near",
        "We do not know the postcode “zz1 1zz”. Check it, or try the nearest town",
    ),
    ("near=Qwzxv", "near", "We do not know “Qwzxv”. Try a postcode, or the nearest town"),
]


@pytest.mark.parametrize(("query", "field", "message"), WRONG, ids=[w[0][:40] for w in WRONG])
def test_a_bad_parameter_is_named(client: Client, query: str, field: str, message: str) -> None:
    answer = client.get(f"/search.json?{query}", status=400)
    assert answer.json == {"error": {"field": field, "message": message}}
    page = client.get(f"/search?{query}", status=400)
    summary = page.soup.select_one(".govuk-error-summary")
    assert message in _text(summary)
    target = summary.select_one("a")["href"].removeprefix("#")
    assert page.soup.find(id=target), f"nothing with the id {target}"


@pytest.mark.parametrize("query", ["", "q=&near=", "page=&per_page=&within=&sort=&kind=&room=0"])
def test_blanks_are_defaults(client: Client, query: str) -> None:
    answer = client.get(f"/search.json?{query}").json
    assert (answer["page"], answer["per_page"], answer["near"]) == (1, 20, None)


def test_unknown_parameters_are_let_be(client: Client) -> None:
    assert client.get("/search.json?utm_source=x").json["total"] == 0


def test_an_empty_form_says_what_to_write(client: Client) -> None:
    page = client.get("/search?q=&near=&within=10", status=400)
    assert "Write a town or postcode" in _text(page.soup.select_one(".govuk-error-summary"))


def test_what_was_typed_and_ticked_is_kept_when_something_is_wrong(client: Client) -> None:
    page = client.get("/search?q=cooking&near=Taunton&max_price=lots&room=1&day=mon", status=400)
    kept = {f["name"]: f["value"] for f in page.soup.select("main input")}
    wanted = {"q": "cooking", "near": "Taunton", "max_price": "lots", "room": "1", "day": "mon"}
    assert kept == wanted


def test_a_misspelt_place_is_one_press_away(client: Client) -> None:
    page = client.get("/search?q=cooking&near=Tauntin", status=400)
    assert page.soup.find(id="near")["value"] == "Tauntin"
    link = page.soup.select_one(".mc-ways a")
    assert "Taunton" in _text(link)
    assert "near=Taunton" in link["href"]
    assert "q=cooking" in link["href"]


def test_a_place_of_several_is_asked_about(client: Client) -> None:
    answer = client.get("/search.json?near=Newport&q=gardening", status=300)
    assert len(answer.json["choices"]) >= 5
    assert all(set(c) == {"label", "near"} for c in answer.json["choices"])
    one = answer.json["choices"][0]["near"]
    assert client.get("/search.json", query_string={"near": one}).json["near"]["lat"]


def test_the_page_of_several_places_leads_on(client: Client) -> None:
    body = client.flask.get("/search?near=Newport&q=gardening&room=1")
    assert body.status_code == 300
    from tests.page import check_page

    soup = check_page(body.get_data(as_text=True))
    assert _text(soup.h1) == "Which Newport do you mean?"
    links = [a["href"] for a in soup.select(".mc-ways a")]
    assert len(links) >= 5
    assert all("q=gardening" in link and "room=1" in link for link in links)
    assert soup.find("input", {"type": "hidden", "name": "room"})
