"""The mail server, and an application whose mail goes there."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from microcare.kernel.clock import FixedClock
from microcare.mail.current import current_post
from microcare.mail.services import deliver_due
from microcare.outbox.services import queue
from microcare.outbox.values import Delivered
from microcare.web.current import session
from tests.factories.outbox import a_letter
from tests.mail_server import MailServer, mail_server

__all__ = ["mail_server"]


@pytest.fixture
def post(app: Flask, mail_server: MailServer, clock: FixedClock) -> Iterator[Callable[..., Any]]:
    """`post(**payload)` owes a letter of kind "test"; `post.deliver()` sends what is due."""
    before = dict(app.config)
    app.config |= {
        "MAIL_URL": mail_server.url,
        "MAIL_FROM": "no-reply@post.example",
        "BASE_URL": "https://post.example",
    }
    app.extensions["microcare.notices"]["test"] = a_letter

    def owe(kind: str = "test", **payload: Any) -> None:
        queue(session(), kind=kind, payload=payload, clock=clock)

    def deliver() -> Delivered:
        return deliver_due(current_post())

    owe.deliver = deliver  # type: ignore[attr-defined]
    yield owe
    app.config.update(before)
    del app.extensions["microcare.notices"]["test"]
