"""A council or a court names somebody; the admin writes it down, both are told, and it can end."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.people.models import Authority
from microcare.people.models.seen import AccessRecord
from tests.client import Client
from tests.factories.people import letters, link_in, make_person

DEPUTY = {
    "name": "Dee Puty",
    "email": "dee@example.org",
    "limit": "250",
    "basis": "Deputy, order of 3 May 2026",
    "until": ["", "", ""],
}


def test_whom_a_court_named_acts_within_the_limit_and_is_stopped(
    client: Client, session: Session, clock: FixedClock
) -> None:
    admin = make_person(session, name="Ada Dunn", roles=["admin"])
    gwen = make_person(session, "gwen@example.org", name="Gwen Parry")
    dee = make_person(session, "dee@example.org", name="Dee Puty")
    here = f"/admin/people/{gwen.id}/authorised"
    client.sign_in(admin)
    assert client.get(f"/admin/people/{gwen.id}").soup.select_one(f"main a[href='{here}']")
    client.submit(client.get(here), DEPUTY)
    asked, told = letters(session)
    assert (asked.to, told.to) == ("dee@example.org", "gwen@example.org")
    helper = Client(client.app, session).sign_in(dee)
    page = helper.get(link_in(asked))
    assert "A council or a court named you" in page.soup.main.get_text(" ")
    helper.submit(page)
    row = session.scalars(select(Authority)).one()
    assert (row.type, row.limit_pence, row.granted_by_id) == ("authorised_person", 25_000, admin.id)
    assert "Gwen" in helper.get(f"/for/{row.id}").soup.h1.get_text()
    helper.get(f"/for/{row.id}/my/money/new")
    # Gwen sees it, and so does the admin, who ends it when the court says so.
    own = Client(client.app, session).sign_in(gwen)
    assert "Dee Puty" in own.get("/my/supporters").soup.main.get_text(" ")
    stop = client.get(here).soup.select_one("main a[href$='/stop']")["href"]
    page = client.get(stop)
    assert "Dee Puty can do nothing more for Gwen Parry" in page.soup.main.get_text(" ")
    client.post(stop)
    helper.get(f"/for/{row.id}", status=404)


def test_what_is_missing_is_said_and_nobody_names_their_own(
    client: Client, session: Session
) -> None:
    gwen = make_person(session, "gwen@example.org", name="Gwen Parry")
    here = f"/admin/people/{gwen.id}/authorised"
    client.sign_in(make_person(session, roles=["admin"]))
    page = client.post(here, {}, status=400)
    # The admin looked at her account there, which her own list says.
    looks = select(AccessRecord.what).where(AccessRecord.person_id == gwen.id)
    assert session.scalars(looks).all() == ["account"]
    words = page.soup.main.get_text(" ")
    assert "Write what it rests on, and its day" in words
    assert "Write the most they may agree to at once" in words
    client.post(here, DEPUTY | {"limit": "0"}, status=400)
    client.post(here, DEPUTY | {"email": "gwen@example.org"}, status=400)
    own = Client(client.app, session).sign_in(gwen)
    own.get(here, status=404)
    forged = DEPUTY | {"type": "authorised_person", "scope": ["see"]}
    own.post("/my/supporters/new", forged, status=400)
    assert session.scalars(select(Authority)).all() == []


def test_an_admin_stops_no_supporter_that_somebody_chose(client: Client, session: Session) -> None:
    from tests.factories.people import make_authority

    chosen = make_authority(session, make_person(session), make_person(session))
    client.sign_in(make_person(session, roles=["admin"]))
    client.post(f"/my/supporters/{chosen.id}/stop", status=404)
