"""Signed out while writing: the words wait for the same person, and for nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from microcare.commissioning.models import Brief
from microcare.kernel.clock import FixedClock
from microcare.people.models import KeptWriting, Person
from microcare.people.routes import writing
from microcare.people.services import delete_account, tidy
from tests.client import Client
from tests.factories.groups import make_group
from tests.factories.people import PASSWORD, make_person

WORDS = "Somebody to dig with us.\nAnd to laugh, on <Tuesdays>"
WANTS = {"wants": WORDS, "times": "Tuesday", "place": ""}
YEAR = timedelta(days=365)


@pytest.fixture
def ros(session: Session) -> Person:
    """Somebody with a password and a group."""
    return make_person(session, "ros@example.org", password=PASSWORD)


@pytest.fixture
def want(client: Client, session: Session, clock: FixedClock, ros: Person) -> str:
    """Where a group's wish is written, by somebody whose sign-in has just ended."""
    group = make_group(session, [ros, make_person(session)], clock)
    client.sign_in(ros)
    address = f"/groups/{group.id}/want"
    client.get(address)
    clock.move(timedelta(hours=12, seconds=1))
    return address


def kept(session: Session) -> list[KeptWriting]:
    return list(session.scalars(select(KeptWriting)))


def test_the_words_come_back_and_are_sent_by_one_press(
    client: Client, session: Session, want: str
) -> None:
    turned = client.post(want, WANTS)
    assert turned.headers["Location"] == "/sign-in?next=/my/writing"
    assert session.scalars(select(Brief)).all() == []
    back = client.submit(client.follow(turned), {"email": "ros@example.org", "password": PASSWORD})
    page = client.follow(back)
    shown = page.soup.main.get_text()
    assert "Somebody to dig with us." in shown
    assert "on <Tuesdays>" in shown
    assert page.headers["Cache-Control"] == "no-store"
    client.submit(page)
    brief = session.scalars(select(Brief)).one()
    assert brief.wants.splitlines() == WORDS.splitlines()
    assert kept(session) == []
    assert client.get("/my/writing", status=303).headers["Location"] == "/my"


def test_nobody_else_is_shown_them(client: Client, session: Session, app: Flask, want: str) -> None:
    client.post(want, WANTS)
    stranger = Client(app, session).sign_in(make_person(session))
    stranger.get("/my/writing", status=303)
    # The next one at the same screen.
    client.sign_in(make_person(session))
    client.get("/my/writing", status=303)


def test_nothing_is_kept_for_whoever_was_never_signed_in(
    session: Session, app: Flask, want: str
) -> None:
    turned = Client(app, session).post(want, WANTS)
    assert turned.headers["Location"] == f"/sign-in?next={want}"
    assert kept(session) == []


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"wants": "x" * 50_000 + " y"},
        {"times": "Tuesday"},
        {"password": "three green pears", "current_password": "a b c d e f g h"},
    ],
)
def test_buttons_passwords_and_more_than_anybody_types_are_not_kept(
    client: Client, session: Session, want: str, sent: dict[str, str]
) -> None:
    turned = client.post(want, sent)
    assert turned.headers["Location"] == f"/sign-in?next={want}"
    assert kept(session) == []


def test_a_password_beside_words_is_left_out(client: Client, session: Session, want: str) -> None:
    client.post(want, WANTS | {"password": "three green pears", "code": "123456"})
    (row,) = kept(session)
    assert {name for name, _ in row.fields} == set(WANTS)


def test_a_postcode_is_no_code_and_comes_back_with_all_that_was_typed(
    client: Client, session: Session, ros: Person, want: str
) -> None:
    typed = WANTS | {"postcode": "TA1 4AB", "current_password": "three green pears"}
    client.post(want, typed)
    (row,) = kept(session)
    assert dict(row.fields) == WANTS | {"postcode": "TA1 4AB"}
    client.sign_in(ros)
    for address in ("/my/writing", "/my/data"):
        shown = client.get(address).soup.main.get_text(" ")
        for value in ("Somebody to dig with us.", "Tuesday", "TA1 4AB"):
            assert value in shown, f"{address} leaves out {value}"


@pytest.mark.parametrize("way", ["/sign-out", "/sign-out-everywhere"])
def test_nothing_is_kept_for_a_sign_in_that_was_ended_by_a_press(
    client: Client, session: Session, ros: Person, want: str, way: str
) -> None:
    client.sign_in(ros)
    with client.flask.session_transaction() as cookie:
        token = cookie["_user_id"]
    client.post(way)
    with client.flask.session_transaction() as cookie:
        cookie["_user_id"] = token
    client.post(want, WANTS)
    assert kept(session) == []


def test_what_is_refused_when_sent_again_is_still_there(
    client: Client, session: Session, ros: Person, want: str
) -> None:
    client.post(want, WANTS)
    client.sign_in(ros)
    client.post(want, WANTS | {"wants": "", "kept_writing": "1"}, status=400)
    assert len(kept(session)) == 1
    client.post(want, WANTS | {"kept_writing": "1"})
    assert kept(session) == []


def test_where_it_cannot_be_kept_nobody_is_told_that_it_was(
    client: Client, session: Session, want: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("", {}, Exception("the disk is full"))

    monkeypatch.setattr(writing, "keep_writing", fail)
    # The page that says so is of web.errors; what counts is that nobody is sent on as if it were.
    with pytest.raises(OperationalError):
        client.post(want, WANTS)


def test_they_are_forgotten_within_the_hour(
    client: Client, session: Session, clock: FixedClock, ros: Person, want: str
) -> None:
    client.post(want, WANTS)
    clock.move(timedelta(hours=1, seconds=1))
    client.sign_in(ros).get("/my/writing", status=303)
    tidy(session, seen_kept=YEAR, clock=clock)
    assert kept(session) == []


def test_they_are_among_what_is_held_and_go_with_the_account(
    client: Client, session: Session, app: Flask, clock: FixedClock, ros: Person, want: str
) -> None:
    client.post(want, WANTS)
    assert "Somebody to dig with us." in client.sign_in(ros).get("/my/data").text
    erasers: Any = app.extensions["microcare.erasers"]
    delete_account(session, ros.id, erasers=erasers, clock=clock)
    assert kept(session) == []
