"""A test client that checks every page it fetches and every transaction it causes."""

from contextvars import Context
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.page import check_page

CSRF_SEED = "seed of the tests' CSRF token"


class Client:
    """Fetches pages as a browser without JavaScript would, and looks at each one.

    `get` and `post` answer the response with `.soup` set for an HTML page. Each asserts the status.
    """

    def __init__(self, app: Flask, session: Session | None = None):
        self.app = app
        self.session = session
        self.flask: FlaskClient = app.test_client()

    def get(self, url: str, *, status: int = 200, **kwargs: Any) -> Any:
        """GETs `url`, expecting `status`."""
        return self._open(url, method="GET", status=status, **kwargs)

    def post(self, url: str, data: Any = None, *, status: int = 303, **kwargs: Any) -> Any:
        """POSTs a form with a sound CSRF token, expecting `status` (303 after success)."""
        body = dict(data or {}) if not isinstance(data, list) else data
        if isinstance(body, dict):
            if "csrf_token" not in body:
                body["csrf_token"] = self._csrf_token()
        else:
            body = _grouped([*body, ("csrf_token", self._csrf_token())])
        return self._open(url, method="POST", status=status, data=body, **kwargs)

    def follow(self, response: TestResponse, *, status: int = 200) -> Any:
        """GETs where a redirect points."""
        return self.get(str(response.headers["Location"]), status=status)

    def submit(self, page: Any, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        """Fills the only POST form of the main part of `page` and sends it where it says."""
        forms = [f for f in page.soup.select("main form") if f.get("method", "").lower() == "post"]
        assert len(forms) == 1, f"{len(forms)} forms on the page"
        action = forms[0].get("action") or page.request.full_path
        return self.post(action, _values(forms[0]) | (data or {}), **kwargs)

    def sign_in(self, person: Any) -> "Client":
        """Signs `person` in, as their sign-in page would."""
        from microcare.people.services import start_sign_in
        from microcare.web.current import clock

        assert self.session is not None
        with self.app.app_context():
            now = clock()
        token = start_sign_in(self.session, person, clock=now)
        self.session.commit()
        with self.flask.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return self

    def _csrf_token(self) -> str:
        with self.flask.session_transaction() as cookie:
            cookie["csrf_token"] = CSRF_SEED
        key = str(self.app.config["SECRET_KEY"])
        return URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(CSRF_SEED)

    def _open(self, url: str, *, status: int, **kwargs: Any) -> Any:
        if self.session is not None:
            self.session.commit()
        # In an empty context: with the test's own application context in place, Flask would share
        # its `g` between all requests.
        response = Context().run(self.flask.open, url, **kwargs)
        if self.session is not None:
            self.session.expire_all()
        shown = response.get_data(as_text=True)[:3000] if response.mimetype[:4] == "text" else ""
        assert response.status_code == status, f"{response.status_code} for {url}: {_main(shown)}"
        response.soup = None  # type: ignore[attr-defined]
        if response.mimetype == "text/html" and response.status_code not in range(300, 400):
            response.soup = check_page(response.get_data(as_text=True))  # type: ignore[attr-defined]
        return response


def signed_in(client: Client, session: Session, person: Any) -> Client:
    """Another browser at the same site, with `person` signed in."""
    return Client(client.app, session).sign_in(person)


def _grouped(pairs: list[tuple[str, Any]]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _values(form: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or kind in {"submit", "file"}:
            continue
        if kind in {"radio", "checkbox"} and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            values[name] = chosen.get("value", "") if chosen else ""
        elif field.name == "textarea":
            values[name] = field.get_text().removeprefix("\n")
        else:
            values[name] = field.get("value", "on" if kind == "checkbox" else "")
    return values


def _main(html: str) -> str:
    main = BeautifulSoup(html, "lxml").find("main")
    return " ".join((main or BeautifulSoup(html, "lxml")).get_text(" ").split())[:600]
