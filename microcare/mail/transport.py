"""The ways a message leaves: to a mail server, or into a folder where a newcomer can read it."""

import os
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from microcare.mail.values import AddressRefused, NotAMailUrl

# Seconds for each step of talking to the server, so that one letter cannot outlast its lease.
TIMEOUT_S = 20
_SMTPS_PORT = 465


class Transport(Protocol):
    """Takes one message away, or raises: AddressRefused if trying again would not help."""

    def send(self, message: EmailMessage) -> None:
        """Returns once somebody else has taken charge of the message."""
        ...


@dataclass(frozen=True)
class MailServer:
    """A mail server; `is_secret` asks for TLS and refuses to go on without."""

    host: str
    port: int
    is_secret: bool = False
    user: str | None = None
    password: str | None = None

    def send(self, message: EmailMessage) -> None:
        """Hands the message to the server. Raises AddressRefused, SMTPException or OSError."""
        with self._connect() as server:
            if self.is_secret and self.port != _SMTPS_PORT:
                server.starttls(context=ssl.create_default_context())
            if self.user is not None:
                server.login(self.user, self.password or "")
            try:
                server.send_message(message)
            except smtplib.SMTPRecipientsRefused as refused:
                # RFC 5321 4.2.1: 5yz is "do not repeat", 4yz is "try again".
                if all(code >= 500 for code, _ in refused.recipients.values()):
                    raise AddressRefused from refused
                raise

    def _connect(self) -> smtplib.SMTP:
        if self.is_secret and self.port == _SMTPS_PORT:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_S, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_S)


@dataclass(frozen=True)
class Folder:
    """Keeps each message as a file that only its owner may read."""

    path: Path

    def send(self, message: EmailMessage) -> None:
        """Writes `<Message-ID>.eml`; the same message again replaces the file."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        unfinished = self.path / f".{name}.part"
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(message.as_bytes())
        unfinished.replace(self.path / f"{name}.eml")


def transport_for(mail_url: str) -> Transport:
    """The transport that MAIL_URL names. Raises NotAMailUrl.

    `smtp://host:port`; `smtps://host:port` with TLS (from the first byte on port 465, by STARTTLS
    elsewhere) and perhaps a user and a password before the host; `file:///folder`.
    """
    url = urlsplit(mail_url)
    if url.scheme == "file" and url.path:
        return Folder(Path(unquote(url.path)))
    if url.scheme in {"smtp", "smtps"} and url.hostname:
        return _server(url)
    raise NotAMailUrl("MAIL_URL must begin with smtp://, smtps:// or file:///")


def _server(url: SplitResult) -> MailServer:
    is_secret = url.scheme == "smtps"
    if url.username and not is_secret:
        raise NotAMailUrl("MAIL_URL has a password, so it must begin with smtps://")
    return MailServer(
        host=url.hostname or "",
        port=url.port or (587 if is_secret else 25),
        is_secret=is_secret,
        user=unquote(url.username) if url.username else None,
        password=unquote(url.password) if url.password else None,
    )
