"""The search page: a list with reasons, first of all."""

import json

import pytest

from tests.client import Client
from tests.factories.index import COOKING, a_document
from tests.page import _text
from tests.web.search.conftest import cooks

pytestmark = pytest.mark.usefixtures("taunton")


def _names(page) -> list[str]:
    return [a.get_text() for a in page.soup.select(".mc-result__name a")]


def test_a_card_says_what_it_is_and_why(client: Client) -> None:
    page = client.get("/search?q=dinner+kitchen&near=Taunton&pay=direct_payment")
    (card,) = page.soup.select(".mc-result")
    words = _text(card).replace("\u00a0", " ")
    assert card.select_one("h2 a")["href"].startswith("/listings/kitchen-table-cooks-")
    for said in (
        "Small enterprise, 2 people",
        "Has room",
        "Priya and Joe cook with you in your own kitchen.",
        "Less than a mile away. You go there",
        "£18 an hour",
        "Tuesday and Thursday, 4pm to 8pm",
        "Confirmed right 9 November",
        "Why it is here:",
        "close to dinner",
        "you can pay with: a direct payment",
    ):
        assert said in words, said
    assert [m.get_text() for m in card.select("mark")] == ["meals and cooking", "kitchen"]


def test_the_heading_says_how_many_near_where_for_what(client: Client) -> None:
    page = client.get("/search?q=cooking&near=TA1")
    assert _text(page.soup.h1) == "We found 1 near TA1 for “cooking”"
    assert _text(client.get("/search?near=Taunton").soup.h1) == "We found 2 near Taunton"
    assert _text(client.get("/search?q=cooking").soup.h1) == "We found 1 for “cooking”"
    assert _text(client.get("/search").soup.h1) == "All 3 pages"


def test_the_list_comes_before_the_map_and_has_its_numbers(client: Client) -> None:
    page = client.get("/search?near=Taunton")
    main = page.get_data(as_text=True)
    assert main.index('class="mc-results"') < main.index('id="map"')
    data = json.loads(page.soup.find(id="map-data").string)
    assert [(p["n"], p["name"]) for p in data["pins"]] == list(enumerate(_names(page), 1))
    assert data["pins"][0]["near"] == "near TA1 1"
    assert data["you"]["label"] == "Taunton"
    # The script puts a way round the map before it, in these words.
    assert data["words"]["skip"] == "Skip the map"
    assert data["ring"]["m"] == 16093


def test_order_is_said_in_words(client: Client) -> None:
    page = client.get("/search?near=Taunton&sort=nearest")
    assert "Nearest first." in _text(page.soup.main)
    assert _names(page) == ["Kitchen Table Cooks", "Green Fingers"]


def test_a_misspelling_is_forgiven_and_said(client: Client) -> None:
    page = client.get("/search?q=cokoing")
    assert _names(page) == ["Kitchen Table Cooks"]
    assert "We looked for “cooking”, as we do not know “cokoing”." in _text(page.soup.main)


def test_what_was_ticked_stays_ticked_with_its_count(client: Client) -> None:
    page = client.get("/search?near=Taunton&room=1&kind=micro_enterprise&max_price=20")
    room = page.soup.find(id="f-room")
    assert room.has_attr("checked")
    assert _text(page.soup.find("label", {"for": "f-room"})) == "Has room now 1"
    assert page.soup.find(id="f-kind-micro_enterprise").has_attr("checked")
    assert page.soup.find(id="max_price")["value"] == "20"


def test_pages_go_on_with_numbers_and_filters(client: Client, put) -> None:
    put(*(a_document(f"Choir {n}", summary="Choir") for n in range(5)))
    page = client.get("/search?q=choir&per_page=2&page=2")
    assert [_text(n) for n in page.soup.select(".mc-result .mc-num")] == ["3", "4"]
    link = page.soup.find("a", {"rel": "next"})["href"]
    assert _names(client.get(link))[0] not in _names(page)
    assert "per_page=2" in link
    assert "There is nothing on this page." in _text(
        client.get("/search?q=choir&page=99").soup.main
    )


def test_hostile_words_stay_words(client: Client, put) -> None:
    put(cooks(name="<script>alert(1)</script>", summary='" onload="x', helps=(COOKING,)))
    body = client.get("/search?q=%3Cscript%3E+cooking&near=Taunton").get_data(as_text=True)
    assert "<script>alert" not in body
    assert "&lt;script&gt;" in body


def test_as_many_statements_for_2_as_for_20(client: Client, put, app) -> None:
    from sqlalchemy import event

    from microcare.extensions import db

    seen: list[str] = []

    def note(_conn, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    def statements() -> int:
        seen.clear()
        client.get("/search?q=choir")
        return len(seen)

    put(*(a_document("Choir") for _ in range(2)))
    event.listen(db.session.connection(), "before_cursor_execute", note)
    try:
        for_two = statements()
        put(*(a_document("Choir") for _ in range(18)))
        assert statements() == for_two
    finally:
        event.remove(db.session.connection(), "before_cursor_execute", note)
