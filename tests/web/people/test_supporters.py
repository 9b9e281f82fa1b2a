"""Asking somebody to help, their yes, and stopping it in two presses."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.people.models import Authority
from microcare.people.queries import supported_by
from tests.client import Client
from tests.factories.people import letters, link_in, make_person

ANN = {
    "name": "Ann Other",
    "email": "ann@example.org",
    "type": "trusted_supporter",
    "scope": ["see", "answer"],
    "until": ["", "", ""],
}


def test_a_supporter_is_asked_says_yes_and_is_stopped(
    client: Client, session: Session, clock: FixedClock
) -> None:
    ros = make_person(session, "ros@example.org", name="Ros Hill")
    ann = make_person(session, "ann@example.org", name="Ann Other")
    client.sign_in(ros).post("/my/supporters/new", ANN)
    (letter,) = letters(session)
    assert letter.to == "ann@example.org"
    assert "Ros" not in str(letter.subject) + str(letter.lines[0])
    assert supported_by(session, ann.id, on=clock.today()) == []

    supporter = Client(client.app, session)
    page = supporter.get(link_in(letter))
    assert "Will you help Ros Hill?" in page.soup.h1.get_text()
    assert "ros@example.org" not in page.get_data(as_text=True)
    way = page.soup.select_one("main a[href^='/sign-in']")["href"]
    assert way == f"/sign-in?next={link_in(letter)}"
    supporter.sign_in(ann)
    supporter.submit(supporter.get(link_in(letter)))
    [found] = supported_by(session, ann.id, on=clock.today())
    assert found.person_id == ros.id
    assert (found.scope, found.limit_pence, found.invited_email) == (["answer", "see"], None, None)
    assert "Ros Hill" in supporter.get("/my/supporters").soup.main.get_text()
    supporter.post(link_in(letter), status=410)

    page = client.get("/my/supporters")
    stop = page.soup.select_one("main a[href$='/stop']")["href"]
    client.submit(client.get(stop))
    assert supported_by(session, ann.id, on=clock.today()) == []
    assert letters(session)[-1].to == "ann@example.org"
    client.get(stop, status=404)


def test_a_newcomer_is_brought_back_to_the_question(client: Client, session: Session) -> None:
    client.sign_in(make_person(session)).post("/my/supporters/new", ANN)
    path = link_in(letters(session)[0])
    newcomer = Client(client.app, session)
    newcomer.post("/sign-up", {"name": "Ann", "email": "ann@example.org", "next": path})
    done = newcomer.post(link_in(letters(session)[-1]), {"agree": "y"})
    assert done.headers["Location"] == path
    newcomer.submit(newcomer.follow(done))
    assert session.scalars(select(Authority)).one().supporter_id is not None


def test_a_nominated_person_has_a_limit_and_a_basis_and_nobody_else_says_yes_with_money(
    client: Client, session: Session
) -> None:
    client.sign_in(make_person(session))
    asked = ANN | {"type": "nominated_person", "scope": ["see", "money"]}
    words = client.post("/my/supporters/new", asked, status=400).soup.main.get_text(" ")
    assert "Write the most they may agree to at once" in words
    assert "Write how your council agreed to them" in words
    told = {"limit": "500", "basis": "Letter of 3 May"}
    client.post("/my/supporters/new", asked | told | {"type": "trusted_supporter"}, status=400)
    for limit in ("0", "-5", "Infinity", "100001"):
        client.post("/my/supporters/new", asked | told | {"limit": limit}, status=400)
    client.post("/my/supporters/new", asked | told)
    row = session.scalars(select(Authority)).one()
    assert (row.limit_pence, row.basis) == (50_000, "Letter of 3 May")


def test_a_stranger_sees_and_stops_nothing(client: Client, session: Session) -> None:
    client.sign_in(make_person(session)).post("/my/supporters/new", ANN)
    authority = session.scalars(select(Authority)).one()
    stranger = Client(client.app, session).sign_in(make_person(session))
    stranger.get(f"/my/supporters/{authority.id}/stop", status=404)
    stranger.post(f"/my/supporters/{authority.id}/stop", status=404)
    assert authority.revoked_at is None


def test_nobody_supports_themselves(client: Client, session: Session) -> None:
    ros = make_person(session, "ros@example.org")
    own = ANN | {"email": "ROS@example.org"}
    client.sign_in(ros).post("/my/supporters/new", own, status=400)
    client.post("/my/supporters/new", ANN)
    client.post(link_in(letters(session)[0]), status=410)
    assert session.scalars(select(Authority)).one().accepted_at is None


def test_a_request_that_was_stopped_or_is_old_cannot_be_taken_up(
    client: Client, session: Session, clock: FixedClock
) -> None:
    ros = make_person(session)
    client.sign_in(ros).post("/my/supporters/new", ANN)
    client.post("/my/supporters/new", ANN)
    first, second = (link_in(letter) for letter in letters(session))
    authorities = session.scalars(select(Authority).order_by(Authority.granted_at)).all()
    for authority in authorities[:1]:
        client.post(f"/my/supporters/{authority.id}/stop")
    ann = Client(client.app, session).sign_in(make_person(session, "ann@example.org"))
    left = [path for path in (first, second) if ann.flask.get(path).status_code == 200]
    assert len(left) == 1
    clock.move(timedelta(days=14))
    ann.sign_in(make_person(session, "ann2@example.org"))
    ann.post(left[0], status=410)


def test_money_is_never_in_what_a_person_can_tick(client: Client, session: Session) -> None:
    client.sign_in(make_person(session))
    for wrong in ({"scope": ["money"]}, {"type": "authorised_person"}, {"scope": []}):
        client.post("/my/supporters/new", ANN | wrong, status=400)
    assert session.scalars(select(Authority)).all() == []


def test_an_end_in_the_past_is_refused(client: Client, session: Session) -> None:
    client.sign_in(make_person(session))
    client.post("/my/supporters/new", ANN | {"until": ["22", "11", "2026"]}, status=400)
    client.post("/my/supporters/new", ANN | {"until": ["23", "11", "2026"]})
    client.get("/my/supporters")


def test_a_supporter_may_stop_too(client: Client, session: Session, clock: FixedClock) -> None:
    client.sign_in(make_person(session)).post("/my/supporters/new", ANN)
    ann = make_person(session, "ann@example.org")
    supporter = Client(client.app, session).sign_in(ann)
    supporter.post(link_in(letters(session)[0]))
    authority = session.scalars(select(Authority)).one()
    supporter.submit(supporter.get(f"/my/supporters/{authority.id}/stop"))
    assert supported_by(session, ann.id, on=clock.today()) == []
