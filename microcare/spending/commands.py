"""Closes groups that have come to an end, and retires their books when their years have run."""

import os
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from microcare.groups.queries import group_by_id, winding_groups
from microcare.groups.queries.parting import open_partings
from microcare.groups.services import forget_parting_words
from microcare.kernel.errors import DomainError
from microcare.ledger.commands import group as ledger
from microcare.people.models import Person
from microcare.people.queries import account_by_id, death_of
from microcare.spending.current import receipt_times
from microcare.spending.queries import bill_by_id, statements_of
from microcare.spending.services import (
    close_estate,
    close_group,
    estate_paid,
    forget_old_links,
    forget_old_receipts,
    forget_past_days,
    remind_of_receipts,
    remind_of_refunds,
    retire_group,
    return_what_came_free,
    tend_parting,
)
from microcare.spending.values.statement_csv import as_csv
from microcare.web.current import clock, session, setting
from microcare.web.transaction import writing
from microcare.web.words import say

group = AppGroup("spending", help="What was promised takes place, and ends.")


@group.command("close-due")
def close_due() -> None:
    """Close each group that has nothing held or owed; end each asking to leave that is due."""
    click.echo(chore())


def chore() -> str:
    """Closes and ends what is due, asks for receipts that are missing, forgets what is old."""
    reading = session()
    waiting, partings = winding_groups(reading), open_partings(reading)
    reading.rollback()
    closed = parted = 0
    for group_id in waiting:
        with writing() as now:
            closed += close_group(now, group_id, clock=clock())
    for parting_id in partings:
        with writing() as now:
            parted += tend_parting(now, parting_id, clock=clock())
    with writing() as now:
        forget_parting_words(now, clock=clock())
        forget_past_days(now, today=clock().today())
    with writing() as now:
        back = return_what_came_free(now, clock=clock())
    times, years = receipt_times(), setting("RECEIPT_YEARS")
    with writing() as now:
        sent = remind_of_receipts(now, clock=clock(), times=times)
    with writing() as now:
        late = remind_of_refunds(now, clock=clock())
    with writing() as now:
        gone = forget_old_receipts(now, clock=clock(), years=years)
        forget_old_links(now, clock=clock())
    return (
        f"Groups closed: {closed}. Askings to leave ended: {parted}. "
        f"Receipts asked for: {sent}. Old receipts let go: {gone}. Money gone back: {back}. "
        f"Late money back asked for: {late}."
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


def _whoever_died(session: Session, person_id: UUID) -> Person:
    found = account_by_id(session, person_id)
    if found is None or death_of(session, person_id) is None:
        raise click.ClickException(f"It is not recorded that {person_id} has died.")
    return found


@group.command("estate-statements")
@click.argument("person_id", metavar="PERSON", type=click.UUID)
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
def estate_statements(person_id: UUID, target: Path) -> None:
    """Write each statement of a PERSON who has died into a new FILE (zip), and show no sum."""
    reading = session()
    made = statements_of(reading, _whoever_died(reading, person_id).id, today=clock().today())
    reading.rollback()
    try:
        # For whoever runs the server alone, until it is handed over.
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as wrong:
        raise click.ClickException(f"Nothing was written. {wrong.strerror}: {target}") from wrong
    with os.fdopen(handle, "wb") as file, ZipFile(file, "w") as zipped:
        for name, statement in made:
            zipped.writestr(name, as_csv(statement))
    click.echo(f"Written: {len(made)} statements.")


@group.command("estate-paid")
@click.argument("person_id", metavar="PERSON", type=click.UUID)
@click.argument("bill_id", metavar="BILL", type=click.UUID)
def estate_pays(person_id: UUID, bill_id: UUID) -> None:
    """Say that the part of a BILL of a PERSON who has died is paid from what they left."""
    try:
        with writing() as now:
            person, shared = _whoever_died(now, person_id), bill_by_id(now, bill_id)
            if shared is None:
                raise click.ClickException(f"There is no bill {bill_id}.")
            estate_paid(now, person, shared, clock=clock())
    except DomainError as broken:
        raise click.ClickException(f"Nothing was changed. {say(broken.sentence)}") from broken
    click.echo("Noted: their part of it is paid.")


@group.command("estate-close")
@click.argument("person_id", metavar="PERSON", type=click.UUID)
def estate_close(person_id: UUID) -> None:
    """Delete the account of a PERSON who has died; what is promised is let go. No way back."""
    erasers = current_app.extensions["microcare.erasers"]
    try:
        with writing() as now:
            person = _whoever_died(now, person_id)
            close_estate(now, person, erasers=erasers, clock=clock())
    except DomainError as broken:
        raise click.ClickException(f"Nothing was changed. {say(broken.sentence)}") from broken
    click.echo("Deleted. What was still promised was let go.")
