"""Sends the mail that is owed, from the command line or beside the server."""

import signal
from threading import Event

import click
from flask import Flask
from flask.cli import AppGroup

from microcare.extensions import db
from microcare.mail.current import current_post
from microcare.mail.services import deliver_due, deliver_forever
from microcare.mail.values import NotAMailUrl
from microcare.outbox.values import Delivered

group = AppGroup("mail", help="Send the letters that are owed.")

# A person who asked for a link to sign in is waiting for it.
EVERY_S = 3.0


@group.command()
@click.option("--every", type=click.FloatRange(min=0.1), help="Go on, every so many seconds.")
def send(every: float | None) -> None:
    """Send what is due: once, or again and again until stopped."""
    try:
        post = current_post()
    except NotAMailUrl as wrong:
        raise click.ClickException(str(wrong)) from wrong
    if every is None:
        click.echo(_closing_line(deliver_due(post)))
        return
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    total = Delivered()

    def deliver() -> None:
        nonlocal total
        total += deliver_due(post)

    deliver_forever(deliver, stop, every_s=every)
    click.echo(_closing_line(total))


def _closing_line(done: Delivered) -> str:
    return f"{done.sent} sent, {done.failed} to try again, {done.dropped} given up"


def deliver_in_background(app: Flask, stop: Event, *, every_s: float = EVERY_S) -> None:
    """Sends what is due every `every_s` seconds until `stop` is set; run it in a thread."""

    def deliver() -> None:
        with app.app_context():
            try:
                deliver_due(current_post())
            finally:
                db.session.remove()

    deliver_forever(deliver, stop, every_s=every_s)
