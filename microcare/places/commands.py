"""The command line of places."""

import time
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from microcare.places.build import DataPackageMissing, build_postcodes

group = AppGroup("places", help="Where things are: postcodes and councils.")


@group.command("build")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write; otherwise the POSTCODES_FILE setting.",
)
def build(output: Path | None) -> None:
    """Makes the file of every live postcode and its council from the data packages."""
    target = output or Path(current_app.config["POSTCODES_FILE"])
    began = time.monotonic()
    try:
        built = build_postcodes(target)
    except DataPackageMissing as missing:
        raise click.ClickException(f"Nothing was changed. {missing}") from missing
    seconds = time.monotonic() - began
    click.echo(
        f"Built {target}: {built.postcodes:,} postcodes, {built.with_council:,} with their "
        f"council, {built.councils} councils; {built.without_position:,} without a position "
        f"left out; {seconds:.1f} s"
    )
