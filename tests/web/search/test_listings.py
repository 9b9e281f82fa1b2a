"""Real listings, from approval to the page."""

import re

from sqlalchemy.orm import Session

from tests.client import Client
from tests.factories.directory import POSTCODE, make_public_listing
from tests.page import _text


def test_an_approved_listing_is_found_and_shown_whole(client: Client, session: Session) -> None:
    listing = make_public_listing(session)
    page = client.get("/search?q=cooking&near=Taunton")
    (card,) = page.soup.select(".mc-result")
    words = _text(card).replace("\u00a0", " ")
    assert listing.name in words
    assert "Why it is here:" in words
    assert POSTCODE not in page.get_data(as_text=True)
    (result,) = client.get("/search.json?q=cooking&near=Taunton").json["results"]
    assert result["id"] == str(listing.id)


def test_a_card_can_be_saved_and_taken_off(client: Client, session: Session) -> None:
    make_public_listing(session)
    found = client.get("/search?q=cooking&near=Taunton")
    assert _text(found.soup.select_one(".mc-save")).startswith("Save ")
    assert client.submit(found).location == "/search?q=cooking&near=Taunton#r1"
    assert found.soup.select_one("#r1 .mc-save")
    again = client.get("/search?near=Taunton")
    assert _text(again.soup.select_one(".mc-save")).startswith("Saved ")
    client.submit(again)
    assert _text(client.get("/search?near=Taunton").soup.select_one(".mc-save")).startswith("Save ")


def test_a_search_reads_the_index_and_no_listing(client: Client, session: Session) -> None:
    from sqlalchemy import event

    make_public_listing(session)
    client.get("/search?near=Taunton")
    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement.lower())

    event.listen(session.connection(), "before_cursor_execute", note)
    for url in ("/search?q=cooking&near=TA1", "/search.json", "/map.json?bbox=-4,50,-2,52&zoom=9"):
        client.get(url)
    event.remove(session.connection(), "before_cursor_execute", note)
    read = {t for s in seen for t in re.findall(r"(?:from|join) +(\w+)", s)}
    assert "index_document" in read
    known = {"taxonomy_term", "taxonomy", "scored", "anon_1"}
    assert {t for t in read if not t.startswith("index_")} <= known
