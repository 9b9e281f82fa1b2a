"""What a keeper does once a page is public: confirms, pauses, changes, closes."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from microcare.directory.models import Listing
from microcare.directory.queries import answers_of, public_listing
from microcare.directory.services import ask_question, ask_still_right
from microcare.directory.values import Asked, Reach
from microcare.kernel.clock import FixedClock
from tests.client import Client
from tests.factories.directory import (
    keeper_of,
    make_draft,
    make_patch,
    make_public_listing,
    whole,
)
from tests.factories.outbox import rows
from tests.factories.people import CLOCK


def _kept(client: Client, session: Session) -> tuple[Any, str]:
    listing = make_public_listing(session)
    client.sign_in(keeper_of(session, listing))
    return listing, f"/my/listings/{listing.id}"


def test_every_state_has_its_page(client: Client, session: Session) -> None:
    listing, here = _kept(client, session)
    client.get("/my/listings")
    assert "Everyone can see it" in client.get(here).get_data(as_text=True)
    client.post(f"{here}/pause")
    assert "Paused" in client.get(here).get_data(as_text=True)
    client.post(f"{here}/resume")
    client.post(f"{here}/confirm")
    client.get(f"{here}/close")
    client.post(f"{here}/close")
    assert public_listing(session, listing.slug) is None
    client.post(f"{here}/reopen")
    assert "parts done" in client.get(here).get_data(as_text=True)


def test_what_cannot_be_done_now_says_so(client: Client, session: Session) -> None:
    _listing, here = _kept(client, session)
    page = client.post(f"{here}/resume", status=400)
    assert "has changed since you opened it" in page.get_data(as_text=True)


def test_a_change_to_a_public_page_waits_for_the_catalyst(client: Client, session: Session) -> None:
    listing, here = _kept(client, session)
    client.post(f"{here}/questions/summary", {"summary": "We cook hot curries with you."})
    shown = public_listing(session, listing.slug)
    assert shown is not None
    assert shown.summary == listing.summary
    assert "as it was last approved" in client.get(f"{here}/parts").get_data(as_text=True)


def test_room_is_told_at_once(client: Client, session: Session) -> None:
    listing, here = _kept(client, session)
    client.post(f"{here}/questions/room", {"room": "waiting", "waiting_weeks": "3"})
    shown = public_listing(session, listing.slug)
    assert shown is not None
    assert (shown.room, shown.waiting_weeks) == ("waiting", 3)


def test_one_press_behind_a_letter_says_it_is_still_right(
    client: Client, session: Session, clock: FixedClock
) -> None:
    listing = make_public_listing(session)
    ask_still_right(session, session.get_one(Listing, listing.id), clock=clock)
    session.flush()
    token = next(r.payload["token"] for r in rows(session) if r.kind == "directory.still_right")
    page = client.get(f"/still-right/{token}")
    assert "Is this still right?" in page.get_data(as_text=True)
    client.get(f"/still-right/{token}/stopped")
    # Opening the link, as a mail scanner does, changes nothing.
    assert session.get_one(Listing, listing.id).state == "public"
    client.submit(page)
    assert "Confirmed right 23" in client.get(f"/still-right/{token}").get_data(as_text=True)
    client.post(f"/still-right/{token}", status=200)


def test_a_letter_s_link_can_close_the_page(
    client: Client, session: Session, clock: FixedClock
) -> None:
    listing = make_public_listing(session)
    ask_still_right(session, session.get_one(Listing, listing.id), clock=clock)
    session.flush()
    token = next(r.payload["token"] for r in rows(session) if r.kind == "directory.still_right")
    client.submit(client.get(f"/still-right/{token}/stopped"))
    assert public_listing(session, listing.slug) is None
    assert "closed" in client.get(f"/still-right/{token}").get_data(as_text=True)


def test_a_question_is_answered_on_the_keepers_own_page(client: Client, session: Session) -> None:
    listing = make_public_listing(session)
    asked = Asked("Do you cook on Mondays?", "Ros", "ros@example.org")
    question = ask_question(session, listing.id, asked, by=None, clock=CLOCK)
    session.flush()
    client.sign_in(keeper_of(session, listing))
    here = f"/my/listings/{listing.id}"
    there = f"{here}/asked/{question.id}"
    assert client.get(here).soup.select_one(f"a[href='{there}']")
    shown = client.get(there)
    assert "ros@example.org" not in shown.text
    client.submit(shown, {"words": " "}, status=400)
    assert client.submit(shown, {"words": "Yes, from four."}).location == here
    assert question.answer == "Yes, from four."
    client.post(there, {"words": "No."}, status=400)
    other = make_public_listing(session, "Moor Walks")
    client.get(f"/my/listings/{other.id}/asked/{question.id}", status=404)
    client.sign_in(keeper_of(session, other))
    client.get(there, status=404)
    client.get(f"/my/listings/{other.id}/asked/{question.id}", status=404)


NOT_ASKED = [
    (Reach.VISITS, "address", {"line_1": "1 High Street", "city": "Taunton", "county": ""}),
    (Reach.VENUE, "miles", {"miles": "6"}),
]


@pytest.mark.parametrize(("reach", "question", "given"), NOT_ASKED)
def test_a_question_that_is_not_asked_leads_back_to_where(
    client: Client, session: Session, reach: Reach, question: str, given: dict[str, str]
) -> None:
    make_patch(session)
    listing = make_draft(session, reach=reach)
    before = answers_of(listing)
    client.sign_in(keeper_of(session, listing))
    here = f"/my/listings/{listing.id}/questions"
    shown = client.get(f"{here}/{question}", status=303)
    assert shown.headers["Location"] == f"{here}/where"
    page = client.post(f"{here}/{question}", given, status=400)
    assert "Say first where you help" in page.soup.select_one(".govuk-error-summary").get_text()
    assert page.soup.select_one("main form")["action"] == f"{here}/where"
    assert answers_of(whole(session, listing.id)) == before
