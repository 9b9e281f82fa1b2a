"""Turns owed rows into letters and sends them: what is true is read when a letter is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from threading import Event

import structlog

from microcare.kernel.clock import Clock
from microcare.mail.transport import Transport
from microcare.mail.values import Letter, Notice
from microcare.outbox import services as outbox
from microcare.outbox.services import Transaction
from microcare.outbox.values import Claimed, Delivered, NothingToSay

_log = structlog.get_logger("microcare.mail")


@dataclass(frozen=True)
class Post:
    """Everything that delivery needs, handed in.

    `reading` and `writing` open a session; only what is done under `writing` is kept.
    `compose(letter, claimed)` makes the message in the reader's language.
    """

    reading: Transaction
    writing: Transaction
    notices: Mapping[str, Notice]
    compose: Callable[[Letter, Claimed], EmailMessage]
    transport: Transport
    clock: Clock
    base_url: str


def deliver_due(post: Post) -> Delivered:
    """Sends every letter that is due, at least once, and says how many went."""
    done = outbox.deliver_due(post.writing, lambda row: _send(post, row), clock=post.clock)
    with post.writing() as session:
        outbox.forget_old(session, clock=post.clock)
    return done


def _send(post: Post, row: Claimed) -> None:
    try:
        post.transport.send(post.compose(_letter(post, row), row))
    except NothingToSay:
        raise
    except Exception as failure:
        # The kind of letter and of failure, never to whom.
        _log.warning(
            "letter_failed", kind=row.kind, failure=type(failure).__name__, attempt=row.attempts
        )
        raise


def _letter(post: Post, row: Claimed) -> Letter:
    with post.reading() as session:
        letter = post.notices[row.kind](session, row.payload, post.base_url)
    if letter is None:
        raise NothingToSay
    return letter


def deliver_forever(deliver: Callable[[], object], stop: Event, *, every_s: float) -> None:
    """Runs `deliver` every `every_s` seconds until told to stop; a failed round is logged."""
    while not stop.is_set():
        try:
            deliver()
        # A database that is away comes back; the loop must still be there when it does.
        except Exception as failure:
            _log.error("delivery_failed", failure=type(failure).__name__)
        stop.wait(every_s)
