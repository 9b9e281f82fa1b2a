"""Closes groups that have come to an end, and retires their books when their years have run."""

from uuid import UUID

import click
from flask.cli import AppGroup

from microcare.groups.queries import group_by_id, winding_groups
from microcare.groups.services import forget_parting_words
from microcare.kernel.errors import DomainError
from microcare.ledger.commands import group as ledger
from microcare.spending.current import receipt_times
from microcare.spending.services import (
    close_group,
    forget_old_receipts,
    remind_of_receipts,
    retire_group,
    return_what_came_free,
    settle_partings,
)
from microcare.web.current import clock, session, setting
from microcare.web.transaction import writing

group = AppGroup("spending", help="What was promised takes place, and ends.")


@group.command("close-due")
def close_due() -> None:
    """Close each group that has nothing held or owed; end each asking to leave that is due."""
    click.echo(chore())


def chore() -> str:
    """Closes and ends what is due, asks for receipts that are missing, lets old ones go."""
    reading = session()
    waiting = winding_groups(reading)
    reading.rollback()
    closed = 0
    for group_id in waiting:
        with writing() as now:
            closed += close_group(now, group_id, clock=clock())
    with writing() as now:
        parted = settle_partings(now, clock=clock())
        forget_parting_words(now, clock=clock())
    with writing() as now:
        back = return_what_came_free(now, clock=clock())
    times, years = receipt_times(), setting("RECEIPT_YEARS")
    with writing() as now:
        sent = remind_of_receipts(now, clock=clock(), times=times)
    with writing() as now:
        gone = forget_old_receipts(now, clock=clock(), years=years)
    return (
        f"Groups closed: {closed}. Askings to leave ended: {parted}. "
        f"Receipts asked for: {sent}. Old receipts let go: {gone}. Money gone back: {back}."
    )


@ledger.command("retire")
@click.argument("group_id", metavar="GROUP", type=click.UUID)
def retire(group_id: UUID) -> None:
    """Remove the whole book of a closed GROUP whose years have run; its last hash stays."""
    with writing() as now:
        found = group_by_id(now, group_id)
        if found is None:
            raise click.ClickException(f"There is no group {group_id}.")
        try:
            gone = retire_group(now, found, years=setting("RETENTION_YEARS"), clock=clock())
        except DomainError as kept:
            raise click.ClickException(str(kept)) from kept
    click.echo(f"Retired: {gone} entries removed, their last hash and sums kept.")
