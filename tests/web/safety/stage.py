"""Sends one request as somebody, says what was saved by it, and takes all of it back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Connection, event
from werkzeug.test import TestResponse

from microcare.extensions import db, limiter
from tests.client import CSRF_SEED
from tests.web.safety.world import World

_WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
# Seeing somebody is not a change: what was looked for, wrong tries, when somebody was last here.
OBSERVED = frozenset({"access_record", "search_observed", "guess_count", "sign_in", "deed"})


@dataclass(frozen=True, slots=True)
class Sent:
    """What came back, and which tables a request left different."""

    response: TestResponse
    changed: frozenset[str]

    @property
    def status(self) -> int:
        """The status of the answer."""
        return int(self.response.status_code)

    @property
    def location(self) -> str:
        """Where the answer leads, if anywhere."""
        return str(self.response.headers.get("Location", ""))

    @property
    def text(self) -> str:
        """The body of the answer."""
        return self.response.get_data().decode("utf-8", "replace")

    @property
    def saved(self) -> frozenset[str]:
        """The tables left different, but for those that only observe."""
        return self.changed - OBSERVED


class Stage:
    """The application on the world's database, where nothing that is played lasts."""

    def __init__(self, app: Flask, world: World, connection: Connection):
        self.app = app
        self.world = world
        self.connection = connection
        self._before = self._prints()
        self._cookies: dict[str, str] = {}
        key = str(app.config["SECRET_KEY"])
        self.csrf_token = URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(CSRF_SEED)

    def get(self, role: str, address: str, **kwargs: Any) -> Sent:
        """GETs an address, its names filled in."""
        return self.send(role, address, method="GET", **kwargs)

    def post(self, role: str, address: str, data: Any = None, **kwargs: Any) -> Sent:
        """POSTs a form with a sound CSRF token."""
        form = {"csrf_token": self.csrf_token} | dict(data or {})
        return self.send(role, address, method="POST", data=form, **kwargs)

    def send(
        self,
        role: str,
        address: str,
        *,
        kept: dict[str, Any] | None = None,
        cookie: str = "",
        compared_from: int = 0,
        **kwargs: Any,
    ) -> Sent:
        """One request as `role`; `kept` is more for their session, `cookie` goes beside it.

        The tables are compared only for an answer of `compared_from` or above: reading all of them
        takes longer than most answers.
        """
        limiter.reset()
        headers = dict(kwargs.pop("headers", {}))
        headers["Cookie"] = f"{self._cookie(role, kept)}; {cookie}".rstrip("; ")
        client = self.app.test_client(use_cookies=False)
        with self._written() as written:
            savepoint = self.connection.begin_nested()
            try:
                # In an empty context, so that no request finds the `g` of another.
                response = Context().run(
                    client.open, self.world.address(address), headers=headers, **kwargs
                )
                is_compared = written and response.status_code >= compared_from
                changed = self._changes() if is_compared else frozenset()
            finally:
                savepoint.rollback()
        return Sent(response, changed)

    def _cookie(self, role: str, kept: dict[str, Any] | None) -> str:
        session: dict[str, Any] = {"csrf_token": CSRF_SEED} | (kept or {})
        if role != "nobody":
            session |= {"_user_id": self.world.tokens[role], "_fresh": True}
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return f"{self.app.config['SESSION_COOKIE_NAME']}={serializer.dumps(session)}"

    @contextmanager
    def _written(self) -> Iterator[list[str]]:
        written: list[str] = []

        def note(*args: Any) -> None:
            if _WRITES.search(str(args[2])):
                written.append(str(args[2]))

        event.listen(self.connection, "before_cursor_execute", note)
        try:
            yield written
        finally:
            event.remove(self.connection, "before_cursor_execute", note)

    def _changes(self) -> frozenset[str]:
        now = self._prints()
        return frozenset(name for name in now if now[name] != self._before[name])

    def _prints(self) -> dict[str, str]:
        found = {}
        for name in db.metadata.tables:
            rows = self.connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()
            found[name] = sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()
        return found
