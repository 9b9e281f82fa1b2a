"""A real SMTP server on the loopback, which can be told to refuse, to fail or to wait."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from aiosmtpd.controller import Controller


@dataclass
class MailServer:
    """What arrived, and what the server answers instead of taking it."""

    received: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    # Answers to give, in turn, before any message is taken.
    refusals: list[str] = field(default_factory=list)
    recipient_refusals: list[str] = field(default_factory=list)
    url: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Takes or refuses one recipient."""
        if self.recipient_refusals:
            return self.recipient_refusals.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Takes or refuses one message."""
        if self.refusals:
            return self.refusals.pop(0)
        with self._lock:
            self.received.append(message_from_bytes(envelope.content, policy=SMTP))  # type: ignore[arg-type]
            self.recipients.extend(envelope.rcpt_tos)
        return "250 OK"


class _OnAnyPort(Controller):
    """Listens on whichever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A mail server of this test's own, listening on 127.0.0.1."""
    server = MailServer()
    controller = _OnAnyPort(server, hostname="127.0.0.1", port=0)
    controller.start()
    server.url = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield server
    finally:
        controller.stop()
