"""No result is never a dead end."""

import pytest
from sqlalchemy import select

from microcare.search.models import SearchRequest
from tests.client import Client
from tests.page import _text
from tests.web.search.conftest import cooks


def _ways(page) -> dict[str, str]:
    return {
        _text(a.b): (_text(a.small).replace("\u00a0", " "), a["href"])[0]
        for a in page.soup.select(".mc-ways a")
    }


def test_looking_further_away_says_how_many_and_how_far(client: Client, taunton) -> None:
    page = client.get("/search?q=talk&near=Taunton&within=5")
    assert _text(page.soup.h1) == "No one near Taunton does that yet"
    ways = _ways(page)
    assert ways["Look further away"] == "1 within 20 miles. The nearest is about 19 miles away"


def test_words_and_filters_can_be_left_out(client: Client, taunton) -> None:
    ways = _ways(client.get("/search?q=cooking+helicopter&near=Taunton&within=5"))
    assert ways == {"Leave out “helicopter”": "1 within 5 miles"}
    ways = _ways(client.get("/search?q=gardening&near=Taunton&room=1&within=5"))
    assert ways == {"Take off “Has room now”": "1 within 5 miles"}


def test_a_way_leads_to_what_it_says(client: Client, taunton) -> None:
    page = client.get("/search?q=talk&near=Taunton&within=5")
    link = page.soup.select_one(".mc-ways a")["href"]
    assert _text(client.get(link).soup.h1) == "We found 1 near Taunton for “talk”"


def test_a_word_can_be_left_out_further_away(client: Client, taunton) -> None:
    ways = _ways(client.get("/search?q=talk+helicopter&near=Taunton&within=5"))
    leave_out = "Leave out “helicopter”, and look further away"
    assert ways == {leave_out: "1 within 50 miles. The nearest is about 19 miles away"}


def test_when_nothing_helps_everyone_is_shown(client: Client, taunton) -> None:
    ways = _ways(client.get("/search?q=helicopter&near=Taunton&within=5"))
    assert ways == {"See everyone near there": "2 within 5 miles"}
    assert _ways(client.get("/search?q=helicopter")) == {"See every page": "3 pages"}


def test_an_empty_index_still_has_a_way_on(client: Client) -> None:
    page = client.get("/search?q=cooking&near=Taunton")
    assert not _ways(page)
    assert page.soup.find("a", {"href": "/groups"})


def test_the_press_sends_what_and_where_but_not_who(client: Client, desk, session) -> None:
    page = client.get("/search?q=cooking+for+Sam&near=TA1+4AB")
    assert "Tell Ruth it is wanted here" in _text(page.soup.main)
    sent = client.submit(page)
    kept = session.scalars(select(SearchRequest)).one()
    assert (kept.patch_id, kept.words) == (desk.id, "cooking for Sam")
    assert (kept.place, kept.outcode) == ("TA1", "TA1")
    columns = set(SearchRequest.__table__.columns.keys())
    assert not columns & {"person_id", "name", "address", "postcode"}
    assert kept.email is None
    assert "Ruth has been told that this is wanted here." in _text(client.follow(sent).soup.main)


def test_where_nobody_looks_after_a_place_there_is_no_button(client: Client) -> None:
    page = client.get("/search?q=cooking&near=Taunton")
    assert not page.soup.select("main form[method=post]")
    assert "No catalyst works there yet." in _text(page.soup.main)
    assert page.soup.select_one("main a[href^='tel:']")
    refused = client.post("/search/ask", {"q": "cooking", "near": "Taunton"}, status=400)
    assert "There is no catalyst there yet" in _text(refused.soup.main)


def test_a_wish_needs_words_and_a_place(client: Client, desk, session) -> None:
    for data in (
        {"q": "", "near": "Taunton"},
        {"q": "cooking", "near": ""},
        {"q": "cooking", "near": "Qwzxv"},
        {"q": "cooking", "near": "Newport"},
        {"q": "x" * 201, "near": "Taunton"},
        {"q": "cooking", "near": "Taunton", "help": "no-such-help"},
    ):
        page = client.post("/search/ask", data, status=400)
        assert page.soup.select_one(".govuk-error-summary")
    assert not session.scalars(select(SearchRequest)).all()


def test_a_refused_wish_repeats_only_kinds_of_help_that_there_are(
    client: Client, desk, session
) -> None:
    helps = ["cooking-together", "no-such-help", "nul\x00", "<script>"]
    page = client.post("/search/ask", {"q": "x", "near": "Taunton", "help": helps}, status=400)
    kept = [tag["value"] for tag in page.soup.select("input[name=help]")]
    assert kept == ["cooking-together"]
    assert not session.scalars(select(SearchRequest)).all()


def test_words_too_long_for_a_wish_are_refused_in_words_of_ours(client: Client, desk) -> None:
    long = {"q": "x" * 201, "near": "y" * 101}
    page = client.post("/search/ask", long, status=400)
    said = _text(page.soup.select_one(".govuk-error-summary"))
    assert "200 letters at most" in said
    assert "100 letters at most" in said


def test_a_wish_needs_its_token(client: Client, desk) -> None:
    answer = client.flask.post("/search/ask", data={"q": "cooking", "near": "Taunton"})
    assert answer.status_code == 403


def test_full_places_are_shown_as_full(client: Client, put) -> None:
    put(cooks(has_room=False, card={"room": "waiting", "waiting_weeks": 3}))
    page = client.get("/search?q=cooking")
    assert "Waiting list, 3 weeks" in _text(page.soup.select_one(".mc-room"))


def test_without_a_place_somebody_to_ring_and_a_place_are_asked_for(client: Client, desk) -> None:
    page = client.get("/search?q=cooking&room=1")
    assert not page.soup.select("main form[method=post]")
    assert page.soup.select_one("main a[href^='tel:']")
    form = page.soup.select_one("main form.mc-again")
    sent = {f["name"]: f.get("value") for f in form.select("input")}
    assert sent == {"q": "cooking", "room": "1", "near": None}
    there = client.get("/search?q=cooking&room=1&near=Taunton")
    assert there.soup.select_one("main form[method=post] #email")


def test_whoever_wants_to_hear_back_leaves_an_address(client: Client, desk, session) -> None:
    page = client.get("/search?q=cooking&near=TA1+4AB")
    client.submit(page, {"email": " Ros@Example.org "})
    assert session.scalars(select(SearchRequest.email)).one() == "Ros@Example.org"


@pytest.mark.parametrize(
    "email", ["ros", "ros@", "a" * 250 + "@example.org", "a@b\x00.org", "<script>@x.y z", "a@b\nc"]
)
def test_an_address_that_cannot_be_one_sends_nothing(
    client: Client, desk, session, email: str
) -> None:
    data = {"q": "cooking", "near": "Taunton", "email": email}
    page = client.post("/search/ask", data, status=400)
    assert page.soup.select_one("#email-error")
    assert not session.scalars(select(SearchRequest)).all()
