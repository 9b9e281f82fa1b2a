"""The ways in, the limits on guessing, and the ways out."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.people.models import GuessCount, SignIn
from tests.client import Client
from tests.factories.people import PASSWORD, letters, link_in, make_person

ROS = {"email": "ros@example.org", "password": PASSWORD}
WRONG = {"email": "ros@example.org", "password": "not this one at all"}


def _words(page: object) -> str:
    return " ".join(page.soup.main.get_text(" ").split())  # type: ignore[attr-defined]


def test_a_page_that_needs_sign_in_leads_there_and_back(client: Client, session: Session) -> None:
    make_person(session, "ros@example.org", password=PASSWORD)
    asked = client.get("/my/data", status=303)
    assert asked.headers["Location"] == "/sign-in?next=/my/data"
    done = client.submit(client.follow(asked), ROS)
    assert done.headers["Location"] == "/my/data"
    assert client.follow(done).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("way", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_sent_off_the_site(client: Client, session: Session, way: str) -> None:
    make_person(session, "ros@example.org", password=PASSWORD)
    page = client.get("/sign-in", query_string={"next": way})
    assert page.soup.select_one("input[name=next]")["value"] == "/my"
    done = client.post("/sign-in", ROS | {"next": way})
    assert done.headers["Location"] == "/my"


def test_a_wrong_password_and_an_unknown_address_look_the_same(
    client: Client, session: Session
) -> None:
    make_person(session, "ros@example.org", password=PASSWORD)
    make_person(session, "link@example.org")
    known = client.post("/sign-in", WRONG, status=400)
    unknown = client.post("/sign-in", WRONG | {"email": "nobody@example.org"}, status=400)
    without = client.post("/sign-in", WRONG | {"email": "link@example.org"}, status=400)
    assert _words(known) == _words(unknown) == _words(without)
    assert "do not match" in _words(known)
    assert known.soup.select_one("#password").get("value") is None


def test_five_wrong_tries_ask_for_a_rest_even_of_the_right_password(
    client: Client, session: Session, clock: FixedClock
) -> None:
    make_person(session, "ros@example.org", password=PASSWORD)
    for _ in range(5):
        client.post("/sign-in", WRONG, status=400)
    refused = client.post("/sign-in", ROS, status=400)
    assert "Try again at 12:01pm, or ask for a link" in _words(refused)
    # A link still lets them in: a stranger's guessing locks nobody out.
    client.post("/sign-in", {"email": "ros@example.org", "way": "link"})
    clock.move(timedelta(minutes=1))
    client.post("/sign-in", WRONG, status=400)
    assert "Try again at 12:03pm" in _words(client.post("/sign-in", ROS, status=400))
    clock.move(timedelta(minutes=2))
    client.post("/sign-in", ROS)
    assert session.scalars(select(GuessCount).where(GuessCount.tries > 1)).all() == []


def test_an_unknown_address_is_asked_to_rest_as_well(client: Client) -> None:
    for _ in range(5):
        client.post("/sign-in", WRONG, status=400)
    refused = client.post("/sign-in", WRONG, status=400)
    assert "Try again at 12:01pm, or ask for a link" in _words(refused)


def test_one_network_address_cannot_try_without_end(client: Client) -> None:
    for number in range(60):
        client.post("/reset", {"email": f"a{number}@example.org"})
    refused = client.post("/reset", {"email": "last@example.org"}, status=429)
    assert refused.soup.h1 is not None


def test_a_link_lets_in_once_and_only_by_its_button(client: Client, session: Session) -> None:
    make_person(session, "ros@example.org")
    sent = client.post("/sign-in", {"email": "ros@example.org", "way": "link", "next": "/groups"})
    assert sent.headers["Location"] == "/letter-sent"
    path = link_in(letters(session)[0])
    opened = client.get(path)
    client.flask.head(path)
    assert session.scalars(select(SignIn)).all() == []
    assert client.submit(opened).headers["Location"] == "/groups"
    client.get(path, status=410)
    client.post(path, status=410)
    assert len(session.scalars(select(SignIn)).all()) == 1


def test_a_link_is_too_old_after_half_an_hour(
    client: Client, session: Session, clock: FixedClock
) -> None:
    make_person(session, "ros@example.org")
    client.post("/sign-in", {"email": "ros@example.org", "way": "link"})
    path = link_in(letters(session)[0])
    clock.move(timedelta(minutes=30))
    client.get(path, status=410)
    client.post(path, status=410)


def test_a_link_for_one_thing_does_no_other(client: Client, session: Session) -> None:
    make_person(session, "ros@example.org")
    client.post("/reset", {"email": "ros@example.org"})
    token = link_in(letters(session)[0]).removeprefix("/reset/")
    client.post(f"/sign-in/link/{token}", status=404)
    client.post("/sign-in/link/made-up", status=404)
    client.get("/sign-in/link/%00", status=404)


@pytest.mark.parametrize("path", ["/sign-in", "/reset"])
def test_an_address_without_an_account_is_sent_nothing_and_told_nothing(
    client: Client, session: Session, path: str
) -> None:
    make_person(session, "ros@example.org")
    known = client.post(path, {"email": "ros@example.org", "way": "link"})
    unknown = client.post(path, {"email": "nobody@example.org", "way": "link"})
    assert known.headers["Location"] == unknown.headers["Location"] == "/letter-sent"
    assert [letter.to for letter in letters(session)] == ["ros@example.org"]


def test_a_reset_sets_the_password_and_signs_out_everywhere_else(
    client: Client, session: Session
) -> None:
    ros = make_person(session, "ros@example.org", password=PASSWORD)
    elsewhere = Client(client.app, session).sign_in(ros)
    client.post("/reset", {"email": "ros@example.org"})
    path = link_in(letters(session)[0])
    page = client.get(path)
    refused = client.submit(page, {"password": "short"}, status=400)
    assert "10 letters or more" in _words(refused)
    client.submit(page, {"password": "eleven brown hens"})
    client.get("/my/data")
    elsewhere.get("/my/data", status=303)
    client.post(path, {"password": "twelve brown hens"}, status=410)
    assert str(letters(session)[-1].subject) == "Your password was changed"
    client.post("/sign-out")
    client.post("/sign-in", ROS, status=400)
    client.post("/sign-in", ROS | {"password": "eleven brown hens"})


def test_signing_out_ends_the_sign_in_and_not_only_the_cookie(
    client: Client, session: Session
) -> None:
    client.sign_in(make_person(session))
    with client.flask.session_transaction() as cookie:
        kept = dict(cookie)
    client.post("/sign-out")
    client.get("/my/data", status=303)
    with client.flask.session_transaction() as cookie:
        cookie.update(kept)
    client.get("/my/data", status=303)


def test_sign_out_everywhere(client: Client, session: Session) -> None:
    ros = make_person(session)
    elsewhere = Client(client.app, session).sign_in(ros)
    client.sign_in(ros).post("/sign-out-everywhere")
    elsewhere.get("/my/data", status=303)


def test_a_sign_in_ends_after_a_rest(client: Client, session: Session, clock: FixedClock) -> None:
    client.sign_in(make_person(session))
    for _ in range(3):
        clock.move(timedelta(hours=11))
        client.get("/my/data")
    clock.move(timedelta(hours=12, seconds=1))
    client.get("/my/data", status=303)


def test_a_sign_in_ends_after_thirty_days_of_use(
    client: Client, session: Session, clock: FixedClock
) -> None:
    client.sign_in(make_person(session))
    for _ in range(30 * 4):
        clock.move(timedelta(hours=6))
        client.get("/my/data/name")
    clock.move(timedelta(seconds=1))
    client.get("/my/data/name", status=303)


def test_being_seen_is_noted_at_most_once_a_minute(
    client: Client, session: Session, clock: FixedClock
) -> None:
    began = clock.now()
    client.sign_in(make_person(session))
    clock.move(timedelta(seconds=59))
    client.get("/my/data/name")
    assert session.scalars(select(SignIn)).one().last_seen_at == began
    clock.move(timedelta(seconds=1))
    client.get("/my/data/name")
    assert session.scalars(select(SignIn)).one().last_seen_at == clock.now()


def test_somebody_signed_in_goes_straight_on(client: Client, session: Session) -> None:
    client.sign_in(make_person(session))
    assert client.get("/sign-in?next=/groups", status=303).headers["Location"] == "/groups"
    assert client.get("/sign-up", status=303).headers["Location"] == "/my"


def test_a_changed_password_needs_the_one_before(client: Client, session: Session) -> None:
    ros = make_person(session, "ros@example.org", password=PASSWORD)
    elsewhere = Client(client.app, session).sign_in(ros)
    client.sign_in(ros)
    new = {"current_password": "not the one before", "password": "eleven brown hens"}
    refused = client.post("/my/password", new, status=400)
    assert "not your password now" in _words(refused)
    client.post("/my/password", new | {"current_password": PASSWORD})
    client.get("/my/data")
    elsewhere.get("/my/data", status=303)
    client.post("/sign-out")
    client.post("/sign-in", ROS | {"password": "eleven brown hens"})


def test_password_keepers_know_the_fields(client: Client) -> None:
    page = client.get("/sign-in").soup
    assert page.select_one("#email")["autocomplete"] == "email"
    assert page.select_one("#password")["autocomplete"] == "current-password"
    page = client.get("/sign-up").soup
    assert page.select_one("#password")["autocomplete"] == "new-password"


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_who_holds_others_trust_is_signed_out_sooner(
    client: Client, session: Session, app: Flask, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, pat = make_person(session, roles=["admin"]), make_person(session)
    admin, person = client.sign_in(ada), Client(app, session).sign_in(pat)
    clock.move(timedelta(hours=2, seconds=1))
    admin.get("/my", status=303)
    person.get("/my")
    # A site that signs everybody out sooner signs them out sooner too.
    monkeypatch.setitem(app.config, "IDLE_LIMIT", timedelta(hours=1))
    client.sign_in(ada)
    clock.move(timedelta(hours=1, seconds=1))
    client.get("/my", status=303)
