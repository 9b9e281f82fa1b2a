"""A catalyst reads what is said to be wrong, settles it, and writes back without an address."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from microcare.directory.models import ListingReport
from tests.client import Client
from tests.factories.catalyst import make_report
from tests.factories.directory import make_catalyst, make_patch, make_public_listing
from tests.factories.outbox import rows


def _text(page: Any) -> str:
    return " ".join(page.soup.main.get_text(" ").split())


@pytest.fixture
def report(client: Client, session: Session) -> ListingReport:
    """Something is wrong, and its catalyst is signed in."""
    catalyst = make_catalyst(session, make_patch(session))
    client.sign_in(catalyst)
    return make_report(session, make_public_listing(session, catalyst=catalyst).id)


def test_words_go_back_and_no_address_is_shown(
    client: Client, session: Session, report: ListingReport
) -> None:
    here = f"/catalyst/reports/{report.id}"
    page = client.get(here)
    assert "The phone number does not work." in _text(page)
    assert "ann@example.org" not in page.get_data(as_text=True)
    client.submit(page, {"words": "Put right. Thank you."})
    assert "directory.settled" in {row.kind for row in rows(session)}
    after = _text(client.get(here))
    assert "Settled by Dawn Okafor" in after
    assert "Put right. Thank you." in after
    assert "ann@example.org" not in after
    # A page that was still open is told.
    late = client.post(here, {"words": "Again."}, status=400)
    assert "Someone has settled this already." in late.soup.select_one("#words-error").get_text()
    assert late.soup.select_one("#words").get_text().strip() == "Again."


def test_without_an_address_there_is_nothing_to_write(
    client: Client, session: Session, report: ListingReport
) -> None:
    report.email = None
    page = client.get(f"/catalyst/reports/{report.id}")
    assert page.soup.select("#words") == []
    client.submit(page)
    assert "directory.settled" not in {row.kind for row in rows(session)}


@pytest.mark.parametrize("words", ["x" * 1001, "a\x07b"])
def test_words_that_cannot_be_sent_settle_nothing(
    client: Client, session: Session, report: ListingReport, words: str
) -> None:
    page = client.post(f"/catalyst/reports/{report.id}", {"words": words}, status=400)
    assert page.soup.select("#words-error")
    assert session.get_one(ListingReport, report.id).settled_at is None
