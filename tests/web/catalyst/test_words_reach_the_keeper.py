"""What a catalyst writes reaches whoever keeps the page, whatever the answer was."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from microcare.directory.notices import approved
from microcare.directory.services import (
    answer,
    approve_listing,
    ask_changes,
    decline_listing,
    send_listing,
)
from microcare.directory.values import Summary
from microcare.kernel.clock import FixedClock
from tests.client import Client
from tests.factories.directory import (
    keeper_of,
    make_catalyst,
    make_patch,
    make_public_listing,
    make_sent,
    see_checks,
    whole,
)
from tests.factories.outbox import rows

WORDS = "Say what you do when it rains."


def _edit_sent(session: Session, clock: FixedClock) -> Any:
    public = make_public_listing(session)
    listing = whole(session, public.id)
    keeper = keeper_of(session, listing)
    clock.move(timedelta(days=1))
    answer(session, listing, Summary("Hot curries."), by=keeper, clock=clock)
    send_listing(session, listing, by=keeper, clock=clock)
    return listing


@pytest.mark.parametrize("act", [ask_changes, decline_listing, approve_listing])
def test_words_about_an_edit_stand_on_the_keeper_s_page_until_it_is_sent_again(
    client: Client, session: Session, clock: FixedClock, act: Any
) -> None:
    listing = _edit_sent(session, clock)
    catalyst, keeper = make_catalyst(session, make_patch(session)), keeper_of(session, listing)
    clock.move(timedelta(hours=1))
    act(session, listing, words=WORDS, by=catalyst, clock=clock)
    client.sign_in(keeper)
    here = f"/my/listings/{listing.id}"
    assert WORDS in client.get(here).text
    assert WORDS in client.get(f"{here}/parts").text
    clock.move(timedelta(hours=1))
    again = whole(session, listing.id)
    answer(session, again, Summary("Dry curries."), by=keeper, clock=clock)
    send_listing(session, again, by=keeper, clock=clock)
    session.commit()
    assert WORDS not in client.get(here).text


@pytest.mark.parametrize(
    ("words", "path"), [(WORDS, "/my/listings/{id}"), (" ", "/listings/kitchen-table-cooks")]
)
def test_the_letter_of_a_yes_leads_to_the_words_where_there_are_some(
    session: Session, clock: FixedClock, words: str, path: str
) -> None:
    catalyst = make_catalyst(session, make_patch(session))
    listing = make_sent(session)
    see_checks(session, listing, catalyst)
    approve_listing(session, listing, words=words, by=catalyst, clock=clock)
    session.flush()
    row = next(row for row in rows(session) if row.kind == "directory.approved")
    letter = approved(session, row.payload, "https://here.example")
    assert letter is not None
    assert letter.button is not None
    assert letter.button.url == "https://here.example" + path.format(id=listing.id)
    assert WORDS not in repr(letter)
