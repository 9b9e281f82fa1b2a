"""The second step: for catalysts and admins, once a code, and never skipped."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.people.models import RecoveryCode, SecondFactor, SignIn
from microcare.people.queries import second_factor
from microcare.people.services import forget_app
from tests.client import Client
from tests.factories.people import PASSWORD, letters, link_in, make_person

ADA = {"email": "ada@example.org", "password": PASSWORD, "next": "/admin/people"}


def _code(session: Session, clock: FixedClock, *, steps: int = 0) -> str:
    factor = session.scalars(select(SecondFactor)).one()
    return pyotp.TOTP(factor.secret).at(clock.now() + timedelta(seconds=30 * steps))


def _set_up(client: Client, session: Session, clock: FixedClock) -> list[str]:
    make_person(session, "ada@example.org", roles=["admin"], password=PASSWORD)
    page = client.follow(client.submit(client.get("/sign-in"), ADA))
    shown = client.submit(page, {"code": _code(session, clock)}, status=200)
    return [code.get_text() for code in shown.soup.select("main code")]


def test_an_admin_sets_up_an_app_before_they_are_in(
    client: Client, session: Session, clock: FixedClock
) -> None:
    make_person(session, "ada@example.org", roles=["admin"], password=PASSWORD)
    asked = client.submit(client.get("/sign-in"), ADA)
    assert asked.headers["Location"] == "/sign-in/set-up"
    client.get("/admin/people", status=303)
    client.get("/my/data", status=303)
    page = client.follow(asked)
    assert page.headers["Cache-Control"] == "no-store"
    link = page.soup.select_one("a[href^='otpauth:']")["href"]
    secret = parse_qs(urlsplit(link).query)["secret"][0]
    assert page.soup.select_one("#secret")["value"] == secret
    assert not page.soup.select("main [style]")
    client.submit(page, {"code": "000000"}, status=400)
    shown = client.submit(page, {"code": pyotp.TOTP(secret).at(clock.now())}, status=200)
    assert len(shown.soup.select("main code")) == 10
    assert shown.soup.select_one("main a.govuk-button")["href"] == "/admin/people"
    client.get("/admin/people")


def test_a_code_is_asked_for_each_time_and_counts_once(
    client: Client, session: Session, clock: FixedClock
) -> None:
    _set_up(client, session, clock)
    client.post("/sign-out")
    clock.move(timedelta(minutes=5))
    asked = client.post("/sign-in", ADA)
    assert asked.headers["Location"] == "/sign-in/code"
    page = client.follow(asked)
    assert page.soup.select_one("#code")["autocomplete"] == "one-time-code"
    code = _code(session, clock)
    spaced = f" {code[:3]} {code[3:]} "
    assert client.submit(page, {"code": spaced}).headers["Location"] == "/admin/people"
    client.post("/sign-out")
    client.post("/sign-in", ADA)
    client.post("/sign-in/code", {"code": code}, status=400)


@pytest.mark.parametrize(("steps", "status"), [(-2, 400), (-1, 303), (1, 303), (2, 400)])
def test_a_clock_may_be_half_a_minute_out(
    client: Client, session: Session, clock: FixedClock, steps: int, status: int
) -> None:
    _set_up(client, session, clock)
    client.post("/sign-out")
    clock.move(timedelta(minutes=5))
    client.post("/sign-in", ADA)
    code = _code(session, clock, steps=steps)
    client.post("/sign-in/code", {"code": code}, status=status)


def test_a_recovery_code_lets_in_once(client: Client, session: Session, clock: FixedClock) -> None:
    codes = _set_up(client, session, clock)
    stored = session.scalars(select(RecoveryCode.code_hash)).all()
    assert not set(codes) & set(stored)
    client.post("/sign-out")
    client.post("/sign-in", ADA)
    client.post("/sign-in/code", {"code": codes[0].upper()})
    client.post("/sign-out")
    client.post("/sign-in", ADA)
    client.post("/sign-in/code", {"code": codes[0]}, status=400)


def test_five_wrong_codes_ask_for_a_rest(
    client: Client, session: Session, clock: FixedClock
) -> None:
    codes = _set_up(client, session, clock)
    client.post("/sign-out")
    client.post("/sign-in", ADA)
    for _ in range(5):
        client.post("/sign-in/code", {"code": "000000"}, status=400)
    refused = client.post("/sign-in/code", {"code": codes[0]}, status=400)
    assert "too many tries" in refused.soup.main.get_text()


def test_the_second_step_must_be_begun_and_not_too_long_ago(
    client: Client, session: Session, clock: FixedClock
) -> None:
    for path in ("/sign-in/code", "/sign-in/set-up"):
        assert client.get(path, status=303).headers["Location"] == "/sign-in"
        assert client.post(path, {"code": "123456"}).headers["Location"] == "/sign-in"
    _set_up(client, session, clock)
    client.post("/sign-out")
    client.post("/sign-in", ADA)
    clock.move(timedelta(minutes=15))
    code = _code(session, clock)
    assert client.post("/sign-in/code", {"code": code}).headers["Location"] == "/sign-in"


def test_the_step_of_setting_up_cannot_be_used_to_change_an_app(
    client: Client, session: Session, clock: FixedClock
) -> None:
    _set_up(client, session, clock)
    client.post("/sign-out")
    clock.move(timedelta(minutes=5))
    client.post("/sign-in", ADA)
    assert client.get("/sign-in/set-up", status=303).headers["Location"] == "/sign-in/code"
    before = session.scalars(select(RecoveryCode.code_hash)).all()
    client.post("/sign-in/set-up", {"code": _code(session, clock)})
    assert session.scalars(select(RecoveryCode.code_hash)).all() == before
    assert len(session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()) == 0


@pytest.mark.parametrize("is_loopback", [True, False])
def test_demonstration_people_skip_it_only_where_nobody_else_can_reach(
    client: Client, session: Session, app: Flask, is_loopback: bool
) -> None:
    make_person(
        session, "ada@example.org", roles=["admin"], password=PASSWORD, is_demonstration=True
    )
    before = app.config["IS_LOOPBACK"]
    app.config["IS_LOOPBACK"] = is_loopback
    try:
        went = client.post("/sign-in", ADA).headers["Location"]
    finally:
        app.config["IS_LOOPBACK"] = before
    assert went == ("/admin/people" if is_loopback else "/sign-in/set-up")


def test_a_link_and_a_reset_do_not_go_round_it(
    client: Client, session: Session, clock: FixedClock
) -> None:
    _set_up(client, session, clock)
    client.post("/sign-out")
    client.post("/sign-in", ADA | {"way": "link"})
    assert client.post(link_in(letters(session)[0])).headers["Location"] == "/sign-in/code"
    client.post("/reset", {"email": "ada@example.org"})
    (reset,) = [link_in(one) for one in letters(session) if "/reset/" in str(one.button)]
    went = client.post(reset, {"password": "eleven brown hens"}).headers["Location"]
    assert went == "/sign-in/code"
    client.get("/my/data", status=303)


def test_a_lost_app_is_set_up_anew(client: Client, session: Session, clock: FixedClock) -> None:
    _set_up(client, session, clock)
    factor = session.scalars(select(SecondFactor)).one()
    person_id, secret = factor.person_id, factor.secret
    forget_app(session, person_id, by=None, clock=clock)
    client.get("/admin/people", status=303)
    assert client.post("/sign-in", ADA).headers["Location"] == "/sign-in/set-up"
    again = second_factor(session, person_id)
    assert again is not None
    assert again.secret != secret


def test_new_recovery_codes_end_the_old_ones(
    client: Client, session: Session, clock: FixedClock
) -> None:
    old = _set_up(client, session, clock)
    page = client.get("/my/recovery-codes")
    assert "10 codes are left" in page.text
    client.submit(page, {"code": "000000"}, status=400)
    clock.move(timedelta(minutes=5))
    shown = client.submit(page, {"code": _code(session, clock)}, status=200)
    new = {code.get_text() for code in shown.soup.select("main code")}
    assert len(new) == 10
    assert not new & set(old)
    client.post("/sign-out")
    client.post("/sign-in", ADA)
    client.post("/sign-in/code", {"code": old[0]}, status=400)
    client.post("/sign-in/code", {"code": new.pop()})
    assert "9 codes are left" in client.get("/my/recovery-codes").text


def test_codes_are_for_those_with_a_second_step(client: Client, session: Session) -> None:
    client.get("/my/recovery-codes", status=303)
    client.sign_in(make_person(session)).get("/my/recovery-codes", status=404)
    client.sign_in(make_person(session, roles=["admin"]))
    assert "You have no code app yet" in client.get("/my/recovery-codes").text
