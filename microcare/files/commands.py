"""`files check` and `files sweep`: every row has its file, and every file its row."""

import sys

import click
from flask.cli import AppGroup

from microcare.files.current import store
from microcare.files.queries import known_ids
from microcare.files.services import sweep, wrong_files
from microcare.web.current import clock, session

group = AppGroup("files", help="Receipts and bills that people added.")


@group.command("check")
def check() -> None:
    """Compare every file with what was written of it, as after a backup was put back."""
    wrong = wrong_files(session(), store())
    for file_id in wrong:
        click.echo(f"{file_id}: missing, or not as it was kept", err=True)
    click.echo(f"{len(known_ids(session()))} files looked at, {len(wrong)} wrong")
    sys.exit(1 if wrong else 0)


@group.command("sweep")
def sweep_now() -> None:
    """Take away files that nothing refers to any more."""
    click.echo(chore())


def chore() -> str:
    """Takes away files that nothing refers to any more, and says how many."""
    reading = session()
    gone = sweep(reading, store(), clock=clock())
    reading.rollback()
    return f"Files taken away: {gone}."
