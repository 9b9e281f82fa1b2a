"""Every form against what is missing, too long, malformed or meant to harm: words, never a 500."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from microcare.outbox.models import OutboxMessage
from microcare.people.models import Authority, Person
from tests.client import Client
from tests.factories.people import PASSWORD, letters, make_person

HOSTILE = [
    "",
    "   ",
    "\x00",
    "a\x00@example.org",
    "a\r\nBcc: b@example.org",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7 * 7 }}",
    "%(name)s",
    "\u202e\ud7ff\U0001f600" * 50,
    "x" * 5000,
    "x" * 245 + "@example.org",
    "ros@localhost",
    "@",
    "ü@example.org",
    "ros@exämple.org",
    "ros@example.org,ann@example.org",
    "../../etc/passwd",
]
SOUND: dict[str, dict[str, Any]] = {
    "/sign-in": {"email": "ros@example.org", "password": PASSWORD},
    "/sign-up": {"name": "Ros", "email": "new@example.org", "password": PASSWORD},
    "/reset": {"email": "ros@example.org"},
    "/my/data/name": {"name": "Ros"},
    "/my/data/e-mail": {"email": "new@example.org"},
    "/my/data/delete": {"sure": "y"},
    "/my/password": {"current_password": PASSWORD, "password": "eleven brown hens"},
    "/my/supporters/new": {
        "name": "Ann",
        "email": "ann@example.org",
        "type": "advocate",
        "scope": "see",
        "until": "",
    },
}
# A name may be nearly anything that somebody is called; a password too.
FREE = {"name", "password", "until", "sure"}


@pytest.fixture
def ros(client: Client, session: Session) -> Client:
    """Somebody signed in, on a machine that sends little."""
    return client.sign_in(make_person(session, "ros@example.org", password=PASSWORD))


def _rows(session: Session) -> list[int]:
    tables = (Person, Authority, OutboxMessage)
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


CASES = [(path, name) for path, fields in SOUND.items() for name in fields]


@pytest.mark.parametrize(("path", "name"), CASES)
def test_a_bad_field_is_refused_beside_the_field(
    ros: Client, session: Session, path: str, name: str
) -> None:
    session.commit()
    before = _rows(session)
    bad = HOSTILE[:4] if name == "until" else HOSTILE
    for text in bad:
        found = ros.flask.post(
            path, data=SOUND[path] | {name: text, "csrf_token": ros._csrf_token()}
        )
        assert found.status_code < 500, text
        if found.status_code == 303:
            assert name in FREE or text in SOUND[path].values(), f"{name} took {text!r}"
            break
        assert found.status_code == 400, text
        page = found.get_data(as_text=True)
        assert f'id="{name}-error"' in page or name == "next", f"no error beside {name}: {text!r}"
        assert "<script>alert" not in page
        assert _rows(session) == before


@pytest.mark.parametrize("path", list(SOUND))
def test_an_empty_form_is_refused_with_its_words(ros: Client, session: Session, path: str) -> None:
    if path in {"/sign-in", "/sign-up", "/reset"}:
        ros.post("/sign-out")
    before = _rows(session)
    page = ros.post(path, {}, status=400)
    assert page.soup.select_one(".govuk-error-summary")
    assert page.soup.select_one(".govuk-error-message")
    assert _rows(session) == before


@pytest.mark.parametrize("path", list(SOUND))
def test_a_form_from_elsewhere_is_refused(ros: Client, session: Session, path: str) -> None:
    before = _rows(session)
    ros.post(path, SOUND[path] | {"csrf_token": "made up"}, status=403)
    assert _rows(session) == before


def test_what_was_typed_stays_but_never_a_password(client: Client) -> None:
    page = client.post(
        "/sign-up", {"name": "Ros", "email": "not whole", "password": PASSWORD}, status=400
    )
    assert page.soup.select_one("#name")["value"] == "Ros"
    assert page.soup.select_one("#email")["value"] == "not whole"
    assert PASSWORD not in page.get_data(as_text=True)


def test_logs_say_nothing_of_who(
    client: Client, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    make_person(session, "ros@example.org", name="Ros Hill", password=PASSWORD)
    wrong = {"email": "ros@example.org", "password": "wrong one"}
    with capture_logs() as lines:
        client.post("/sign-in?near=TA1+4AB", wrong, status=400)
        client.post("/sign-in", {"email": "ros@example.org", "password": PASSWORD})
        client.post("/sign-out")
        client.post("/reset", {"email": "ros@example.org"})
        button = letters(session)[-1].button
        assert button is not None
        token = button.url.rpartition("/")[2]
        client.get(f"/reset/{token}")
    assert len(lines) == 5
    for told in ("ros@", "Ros Hill", PASSWORD, token, "TA1"):
        assert told not in f"{lines} {caplog.text}"


@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-up", "/reset", "/letter-sent", "/my/data", "/my/supporters"]
)
def test_no_page_of_people_is_kept(ros: Client, app: Flask, path: str) -> None:
    found = ros.flask.get(path)
    assert found.headers["Cache-Control"] == "no-store"
    assert found.headers["Referrer-Policy"] == "same-origin"
    assert "noindex" in found.headers["X-Robots-Tag"]
