"""Whoever asked for something to start, and left an address, hears back once; then it goes."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from microcare.catalyst.commands import chore
from microcare.catalyst.models import WishSettled
from microcare.catalyst.notices import NOTICES
from microcare.kernel.clock import FixedClock
from microcare.mail.values import Letter
from microcare.search.commands import chore as search_chore
from microcare.search.models import SearchRequest
from tests.client import Client
from tests.factories.catalyst import make_wish
from tests.factories.directory import make_catalyst, make_patch
from tests.factories.outbox import rows

EMAIL = "ros@example.org"


@pytest.fixture
def wish(client: Client, session: Session) -> SearchRequest:
    """Somebody asked and wants to hear back; their catalyst is signed in."""
    patch = make_patch(session)
    client.sign_in(make_catalyst(session, patch))
    wish = make_wish(session, patch)
    wish.email = EMAIL
    session.flush()
    return wish


def _text(page: Any) -> str:
    return " ".join(page.soup.main.get_text(" ").split())


def _letters(session: Session) -> list[Letter | None]:
    session.flush()
    owed = [row for row in rows(session) if row.kind == "catalyst.wish_settled"]
    return [NOTICES[row.kind](session, row.payload, "https://x.example") for row in owed]


def test_the_catalyst_writes_back_once_and_sees_no_address(
    client: Client, session: Session, wish: SearchRequest
) -> None:
    desk = client.get("/catalyst")
    assert "They would like to hear back." in _text(desk)
    here = f"/catalyst/wishes/{wish.id}"
    assert desk.soup.select_one(f"a[href='{here}']")
    assert not desk.soup.select_one(f"form[action='{here}']")
    page = client.get(here)
    assert "swimming with help" in _text(page)
    client.submit(page, {"words": "Moor Swims began.\n\nRing me."})
    [letter] = _letters(session)
    assert letter is not None
    assert letter.to == EMAIL
    assert letter.lines[2:] == ("Moor Swims began.", "Ring me.")
    assert "swim" not in (letter.subject + str(letter.lines[0])).lower()
    after = client.get(here)
    assert "Moor Swims began." in _text(after)
    assert "Settled by Dawn Okafor" in _text(after)
    late = client.post(here, {"words": "Again."}, status=400)
    assert "Someone has settled this already." in late.soup.select_one("#words-error").get_text()
    assert late.soup.select_one("#words").get_text().strip() == "Again."
    assert "We have written to them" not in _text(client.get(here))
    assert len(_letters(session)) == 1
    assert session.get_one(WishSettled, wish.id).answer == "Moor Swims began.\n\nRing me."
    for seen in (desk, page, after):
        assert EMAIL not in seen.get_data(as_text=True)


def test_without_an_address_one_press_settles_it(
    client: Client, session: Session, wish: SearchRequest
) -> None:
    wish.email = None
    session.flush()
    here = f"/catalyst/wishes/{wish.id}"
    assert client.get("/catalyst").soup.select_one(f"form[action='{here}']")
    assert client.get(here).soup.select("#words") == []
    client.post(here, {"words": "Nobody reads this."})
    # The second press is told, and no flash says what is not so.
    client.get("/catalyst")
    late = client.post(here, {}, status=400)
    assert "Someone has settled this already." in _text(late)
    assert "Taken off your desk." not in _text(late)
    assert _letters(session) == []
    assert session.get_one(WishSettled, wish.id).answer is None


@pytest.mark.parametrize("words", ["x" * 1001, "a\x07b"])
def test_words_that_cannot_be_sent_settle_nothing(
    client: Client, session: Session, wish: SearchRequest, words: str
) -> None:
    page = client.post(f"/catalyst/wishes/{wish.id}", {"words": words}, status=400)
    assert page.soup.select("#words-error")
    assert session.get(WishSettled, wish.id) is None


def test_a_week_after_the_answer_the_address_is_gone(
    client: Client, session: Session, clock: FixedClock, wish: SearchRequest
) -> None:
    client.post(f"/catalyst/wishes/{wish.id}", {"words": "Soon."})
    for moved, kept in ((timedelta(days=6), EMAIL), (timedelta(days=1), None)):
        clock.move(moved)
        chore()
        session.expire_all()
        assert session.get_one(SearchRequest, wish.id).email == kept
    assert _letters(session) == [None]


def test_ninety_days_without_an_answer_the_address_is_gone(
    session: Session, clock: FixedClock, wish: SearchRequest
) -> None:
    wish.asked_on = clock.today()
    session.commit()
    for moved, kept in ((timedelta(days=89), EMAIL), (timedelta(days=1), None)):
        clock.move(moved)
        search_chore()
        session.expire_all()
        assert session.get_one(SearchRequest, wish.id).email == kept
