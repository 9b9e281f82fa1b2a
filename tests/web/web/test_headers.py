"""What an answer tells browsers: to run only ours, and to keep nothing but what is for all."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import Config
from microcare import create_app
from tests.client import Client
from tests.counting import statements
from tests.factories.people import make_person

MAP = "/map/uk.pmtiles"
STYLE = "/static/art/mark.svg"


@pytest.fixture
def known(client: Client, session: Session) -> Client:
    """Somebody signed in."""
    return client.sign_in(make_person(session))


def _nonces(policy: str) -> set[str]:
    return set(re.findall(r"'nonce-([^']+)'", policy))


def test_only_what_carries_the_answers_own_nonce_runs(client: Client) -> None:
    page = client.get("/")
    policy = page.headers["Content-Security-Policy"]
    [nonce] = _nonces(policy)
    inline = [tag for tag in page.soup.find_all(["script", "style"]) if not tag.get("src")]
    assert inline
    assert all(tag.get("nonce") == nonce for tag in inline if tag.get("type") != "application/json")
    assert not page.soup.select("[style]")
    assert not page.soup.select("[onclick], [onload], [onsubmit], a[href^='javascript:']")


def test_no_nonce_is_used_twice(client: Client) -> None:
    seen = [_nonces(client.get("/about").headers["Content-Security-Policy"]) for _ in range(3)]
    assert len(set.union(*seen)) == 3


def test_the_policy_lets_in_nothing_by_default(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["frame-ancestors"] == "'none'"
    assert rules["base-uri"] == "'none'"
    assert rules["form-action"] == "'self'"
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy


def test_map_tiles_from_elsewhere_are_named_and_nothing_else(
    client: Client, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAP_TILES_URL", "https://tiles.example/{z}/{x}/{y}.png?k=1")
    policy = client.get("/").headers["Content-Security-Policy"]
    assert policy.count("https://") == 2
    assert "img-src 'self' data: https://tiles.example;" in policy
    assert "connect-src 'self' https://tiles.example;" in policy


@pytest.mark.parametrize("address", ["/", "/search.json", "/nothing-here", MAP, STYLE, "/my"])
def test_every_answer_is_guarded(client: Client, address: str) -> None:
    headers = client.flask.get(address, headers={"Range": "bytes=0-9"}).headers
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]


def test_pages_for_somebody_are_never_stored(known: Client) -> None:
    for address in ("/", "/search", "/my", "/my/data", "/nothing-here"):
        assert known.flask.get(address).headers["Cache-Control"] == "no-store", address


def test_what_is_for_all_may_be_kept_by_somebody_signed_in(
    client: Client, session: Session
) -> None:
    before = {at: client.flask.get(at, headers={"Range": "bytes=0-9"}) for at in (MAP, STYLE)}
    client.sign_in(make_person(session))
    for address, for_all in before.items():
        mine = client.flask.get(address, headers={"Range": "bytes=0-9"})
        assert "no-store" not in mine.headers["Cache-Control"]
        for name in ("Cache-Control", "ETag", "Vary"):
            assert mine.headers.get(name) == for_all.headers.get(name), (address, name)
        again = client.flask.get(address, headers={"If-None-Match": mine.headers["ETag"]})
        assert again.status_code == 304


def test_a_piece_of_the_map_asks_nothing_of_the_database(known: Client, session: Session) -> None:
    session.commit()
    with statements(session) as asked:
        known.flask.get(MAP, headers={"Range": "bytes=0-9"})
    assert not [text for text in asked if "SELECT" in text]


def test_what_turns_somebody_away_is_not_kept_either(client: Client) -> None:
    away = client.get("/my/money", status=303)
    assert away.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("base", "is_told"), [("https://care.example", 1), ("http://[::1]", 0)])
def test_a_site_on_https_stays_on_it(tmp_path: Path, base: str, is_told: int) -> None:
    made = {"BASE_URL": base, "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite"}
    app = create_app(Config(instance=tmp_path, environment=made | {"SECRET_KEY": "x" * 20}))
    answer = app.test_client().get("/healthz")
    assert ("Strict-Transport-Security" in answer.headers) == bool(is_told)
    assert app.config["SESSION_COOKIE_SECURE"] == bool(is_told)
    assert app.config["SESSION_COOKIE_HTTPONLY"]
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
