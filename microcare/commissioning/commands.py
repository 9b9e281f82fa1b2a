"""The late job: makes the promises that are due and ends what has run out."""

import click
from flask.cli import AppGroup

from microcare.commissioning.services import settle_all
from microcare.ledger.services import expire_holds
from microcare.web.current import clock
from microcare.web.transaction import writing

group = AppGroup("groups", help="Groups and what they decide.")


@group.command("commit-due")
def commit_due() -> None:
    """Settles every plan whose time has come, and frees promises that have run out."""
    with writing() as session:
        ended = settle_all(session, clock=clock())
        freed = expire_holds(session, clock=clock())
    click.echo(f"Plans settled: {ended}. Promises freed: {freed}.")
