"""What a visitor does with a listing: asks, saves, says what is wrong. Nobody sees an address."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from microcare.directory.models import ListingQuestion, ListingReport
from microcare.directory.notices import NOTICES
from microcare.directory.values import WhoFor
from tests.client import Client
from tests.factories.directory import keeper_of, make_public_listing
from tests.factories.outbox import rows

QUESTION = {"words": "Do you cook on Mondays?", "name": "Ros", "email": "Ros@Example.org"}


def _payload(session: Session, kind: str) -> dict[str, Any]:
    return next(row.payload for row in rows(session) if row.kind == f"directory.{kind}")


def test_a_question_goes_there_and_back_and_neither_sees_an_address(
    client: Client, session: Session, app: Flask
) -> None:
    listing = make_public_listing(session)
    keeper = keeper_of(session, listing)
    client.get(f"/listings/{listing.slug}/ask")
    sent = client.post(f"/listings/{listing.slug}/ask", QUESTION)
    assert "on its way" in client.follow(sent).get_data(as_text=True)

    asked = _payload(session, "asked")
    letter = NOTICES["directory.asked"](session, asked, "https://x.example")
    assert letter is not None
    assert letter.to == keeper.email
    assert "example.org" not in repr(letter).replace(keeper.email, "")
    answer_at = f"/answers/{asked['token']}"
    shown = client.get(answer_at)
    assert "Do you cook on Mondays?" in shown.get_data(as_text=True)
    assert "ros@example.org" not in shown.get_data(as_text=True).lower()
    client.submit(shown, {"words": "Yes, from four."})
    assert "Yes, from four." in client.get(answer_at).get_data(as_text=True)

    answered = _payload(session, "answered")
    back = NOTICES["directory.answered"](session, answered, "https://x.example")
    assert back is not None
    assert back.to == "ros@example.org"
    assert keeper.email not in repr(back)
    reply = client.get(f"/replies/{answered['token']}").get_data(as_text=True)
    assert "Yes, from four." in reply
    assert keeper.email not in reply


def test_a_question_is_answered_once(client: Client, session: Session) -> None:
    listing = make_public_listing(session)
    client.post(f"/listings/{listing.slug}/ask", QUESTION)
    at = f"/answers/{_payload(session, 'asked')['token']}"
    client.post(at, {"words": "Yes."})
    client.post(at, {"words": "No."}, status=400)
    assert session.query(ListingQuestion).one().answer == "Yes."


def test_tokens_are_kept_as_hashes_only(client: Client, session: Session) -> None:
    listing = make_public_listing(session)
    client.post(f"/listings/{listing.slug}/ask", QUESTION)
    token = _payload(session, "asked")["token"]
    question = session.query(ListingQuestion).one()
    assert token not in {str(v) for v in vars(question).values()}


def test_a_question_without_words_is_kept_and_said(client: Client, session: Session) -> None:
    listing = make_public_listing(session)
    page = client.post(f"/listings/{listing.slug}/ask", {"email": "ros"}, status=400)
    text = page.get_data(as_text=True)
    assert "Write your question" in text
    assert 'value="ros"' in text


def test_one_address_asks_a_listing_only_so_often(client: Client, session: Session) -> None:
    listing = make_public_listing(session)
    for _ in range(5):
        client.post(f"/listings/{listing.slug}/ask", QUESTION)
    page = client.post(f"/listings/{listing.slug}/ask", QUESTION, status=400)
    assert "Try again tomorrow" in page.get_data(as_text=True)


def test_a_stranger_s_token_opens_nothing(client: Client, session: Session) -> None:
    for address in ("/answers/x", "/replies/x", "/still-right/x", "/still-right/x/stopped"):
        client.get(address, status=404)


def test_somebody_says_what_is_wrong(client: Client, session: Session) -> None:
    listing = make_public_listing(session)
    page = client.get(f"/listings/{listing.slug}/report")
    assert "Call 999" in page.get_data(as_text=True)
    assert "01632" in page.get_data(as_text=True)
    client.submit(page, {"words": "The phone does not work."})
    assert session.query(ListingReport).one().words == "The phone does not work."
    assert _payload(session, "reported")["listing_id"] == str(listing.id)


def test_a_shortlist_needs_no_account(client: Client, session: Session) -> None:
    first = make_public_listing(session, "Kitchen Table Cooks")
    other = make_public_listing(session, "Moor Walks")
    assert "Nothing saved yet" in client.get("/saved").get_data(as_text=True)
    client.post(f"/listings/{first.slug}/save")
    client.post(f"/listings/{other.slug}/save")
    shown = client.get("/saved").get_data(as_text=True)
    assert shown.index("Moor Walks") < shown.index("Kitchen Table Cooks")
    client.post(f"/listings/{other.slug}/unsave")
    assert "Moor Walks" not in client.get("/saved").soup.main.get_text().replace("Taken", "")


@pytest.mark.parametrize("back", ["https://bad.example/", "//bad.example", "/\\bad.example", ""])
def test_saving_leads_nowhere_but_this_site(client: Client, session: Session, back: str) -> None:
    listing = make_public_listing(session)
    answer = client.post(f"/listings/{listing.slug}/save", data={"back": back})
    assert answer.location == "/saved"


def test_a_forged_shortlist_is_an_empty_one(client: Client, session: Session) -> None:
    for forged in ("nonsense", "W10.x", "eyJhIjoxfQ.abc"):
        client.flask.set_cookie("saved", forged)
        assert "Nothing saved yet" in client.get("/saved").get_data(as_text=True)


@pytest.mark.parametrize(
    ("least", "most", "ages"),
    [(18, None, "18 and over"), (None, 25, "Up to 25"), (11, 17, "11 to 17"), (None, None, None)],
)
def test_ages_and_what_they_do_not_do_stand_under_their_names(
    client: Client, session: Session, least: int | None, most: int | None, ages: str | None
) -> None:
    listing = make_public_listing(session, who_for=WhoFor("People near here", least, most))
    page = client.get(f"/listings/{listing.slug}")
    told = {d.dt.get_text(): d.dd.get_text() for d in page.soup.select(".mc-told > div")}
    assert told["What they do not do"] == "Driving"
    assert told.get("Ages") == ages
    assert "Driving" not in [p.get_text() for p in page.soup.select("main p")]
