"""Work that nobody presses a button for: promises that fall due, and what is kept too long.

A feature offers `chore` in its `commands`: it does what is due now and answers one line. Each may
come late, come twice, or fail, without harm to the others.
"""

import sys
from collections.abc import Callable
from threading import Event

import click
import structlog
from flask import Flask
from flask.cli import AppGroup

from microcare.extensions import db

Chore = Callable[[], str]
EVERY_S = 60.0

group = AppGroup("chores", help="What must be done now and then.")
_log = structlog.get_logger("microcare.chores")


def add_chores(app: Flask, chores: dict[str, Chore]) -> None:
    """Keeps the chores of the features, by the feature's name, and the command that does them."""
    app.extensions["microcare.chores"] = chores
    app.cli.add_command(group)


def do_chores(app: Flask) -> dict[str, str | None]:
    """Does each chore in its own transaction; its line, or None where it failed (and is logged)."""
    return {name: _done(app, name, chore) for name, chore in _chores(app).items()}


def _done(app: Flask, name: str, chore: Chore) -> str | None:
    with app.app_context():
        try:
            return chore()
        # One that fails today must not keep the others from their work.
        except Exception as failure:
            _log.error("chore_failed", chore=name, failure=type(failure).__name__)
            return None
        finally:
            db.session.remove()


def do_chores_in_background(app: Flask, stop: Event, *, every_s: float = EVERY_S) -> None:
    """Does the chores every `every_s` seconds until `stop` is set; run it in a thread."""
    while not stop.is_set():
        do_chores(app)
        stop.wait(every_s)


def _chores(app: Flask) -> dict[str, Chore]:
    chores: dict[str, Chore] = app.extensions["microcare.chores"]
    return chores


@group.command("run")
@click.pass_obj
def run(info: object) -> None:
    """Do everything that is due now; safe to run twice, or at the same time as the site."""
    app: Flask = info.load_app()  # type: ignore[attr-defined]
    done = do_chores(app)
    for name, line in done.items():
        click.echo(f"{name}: {line or 'failed; see the log'}")
    failed = sum(line is None for line in done.values())
    click.echo(f"{len(done) - failed} chores done, {failed} failed")
    sys.exit(1 if failed else 0)
