"""Who keeps a page sees how it will look, before anybody else can."""

from sqlalchemy.orm import Session

from microcare.directory.models import ListingVersion
from tests.client import Client
from tests.factories.directory import keeper_of, make_draft, make_sent
from tests.factories.people import make_person


def test_a_keeper_sees_the_page_as_it_will_be(client: Client, session: Session) -> None:
    listing = make_sent(session)
    path = f"/my/listings/{listing.id}/preview"
    client.sign_in(keeper_of(session, listing))
    assert path in client.get(f"/my/listings/{listing.id}/check").text
    shown = client.get(path)
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.soup.h1.get_text() == "Kitchen Table Cooks"
    assert "Only you see this." in shown.text
    # Nothing there can be pressed that only works on a public page.
    assert not shown.soup.select("main form, main a[href^='/listings/']")
    assert "application/ld+json" not in shown.text
    assert session.query(ListingVersion).count() == 0
    client.get(f"/listings/{listing.slug}", status=404)


def test_nobody_else_does(client: Client, session: Session) -> None:
    path = f"/my/listings/{make_sent(session).id}/preview"
    client.get(path, status=303)
    client.sign_in(make_person(session)).get(path, status=404)


def test_one_that_is_not_finished_leads_to_what_is_missing(
    client: Client, session: Session
) -> None:
    listing = make_draft(session)
    listing.summary = ""
    client.sign_in(keeper_of(session, listing))
    answer = client.get(f"/my/listings/{listing.id}/preview", status=303)
    assert answer.location == f"/my/listings/{listing.id}/check"
