"""The command line of areas: make one, and forget addresses that are no longer needed."""

import click
from flask.cli import AppGroup

from microcare.catalyst.services import forget_old_handovers, forget_who_wished
from microcare.kernel.errors import DomainError
from microcare.places.councils import council_name
from microcare.places.services import create_patch
from microcare.places.values import PatchDetails
from microcare.web.current import clock
from microcare.web.transaction import writing
from microcare.web.words import say

group = AppGroup("areas", help="Areas that catalysts look after.")


@group.command("create")
@click.argument("name")
@click.option("--council", "councils", multiple=True, required=True, help="ONS code; repeats.")
@click.option("--organisation", default="", help="Who runs its desk.")
@click.option(
    "--dbs-years",
    default=3,
    show_default=True,
    type=click.IntRange(1, 10),
    help="After how many years a DBS check is looked at again.",
)
def create(name: str, councils: tuple[str, ...], organisation: str, dbs_years: int) -> None:
    """Makes an area of one or more councils, like E06000066. Then: people create --patch."""
    details = PatchDetails(name=name, organisation=organisation, dbs_years=dbs_years)
    try:
        with writing() as session:
            create_patch(session, details=details, council_codes=councils)
    except DomainError as broken:
        raise click.ClickException(f"Nothing was changed. {say(broken.sentence)}") from broken
    held = ", ".join(council_name(code.strip().upper()) or code for code in councils)
    click.echo(f"Made 1 area, {name}, of {len(councils)} councils: {held}")


@group.command("forget-owners")
def forget() -> None:
    """Takes addresses off unused links and settled wishes (docs/data-protection.md says when)."""
    click.echo(chore())


def chore() -> str:
    """Forgets the addresses of links that are over, and of who has had an answer; how many."""
    with writing() as session:
        offered = forget_old_handovers(session, clock=clock())
        answered = forget_who_wished(session, clock=clock())
    return (
        f"Forgot {offered} addresses that pages were offered to and {answered} that were answered"
    )
