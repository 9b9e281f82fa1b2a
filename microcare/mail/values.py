"""A letter, and what can go wrong with its address.

What a mailbox shows unopened (sender, subject, first line) is read over shoulders and on locked
screens. So those carry no names of things: they are whole sentences, the same for everybody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from microcare.kernel.words import Words
from microcare.outbox.values import Undeliverable

Text = Words | str


class AddressRefused(Undeliverable):
    """The receiving server says for good that there is no such mailbox, or that it is closed."""


class NotAMailUrl(ValueError):
    """MAIL_URL is neither smtp://, smtps:// nor file://."""


class PreviewTellsTooMuch(ValueError):
    """A subject or first line has something filled in; a mailbox shows both unopened."""


@dataclass(frozen=True, slots=True)
class Button:
    """The one thing to do: what it says and the whole address it opens."""

    words: Text
    url: str

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in {"http", "https"}:
            raise ValueError("a button opens a whole web address")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to the address `to`, begun with "Hello" and `greeting`, a first name or nothing.

    `lines` come before the button; `after` says what happens if nothing is done. The subject and
    the first line are fixed sentences. Raises PreviewTellsTooMuch where they are not.
    """

    to: str
    subject: Text
    greeting: str
    lines: Sequence[Text]
    button: Button | None = None
    after: Sequence[Text] = ()

    def __post_init__(self) -> None:
        for text in (self.subject, *self.lines[:1]):
            if isinstance(text, Words) and text.values:
                raise PreviewTellsTooMuch(text.text)


class Notice(Protocol):
    """Turns an outbox row's payload into its letter, or None where there is nothing left to say."""

    def __call__(self, session: Session, payload: dict[str, Any], base_url: str) -> Letter | None:
        """The letter, its links beginning with `base_url`."""
        ...


def links(base_url: str) -> Callable[[str], str]:
    """`link = links(base_url)`: then `link("/groups")` is the whole address of a page."""
    return lambda path: f"{base_url.rstrip('/')}/{path.lstrip('/')}"
