"""Fills an empty site from the command line."""

import sys
import time
from collections.abc import Iterable
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session
from tqdm import tqdm

from microcare.files.current import store
from microcare.index.services.fill import first_free_id
from microcare.people.queries import person_by_email
from microcare.site.seeding import sign_ins
from microcare.site.seeding.demo import is_empty, make_demonstration
from microcare.site.seeding.listings import DemonstrationGazetteer
from microcare.site.seeding.sketches import Sketch
from microcare.site.seeding.synthetic.fill import chunks, write_country
from microcare.site.seeding.synthetic.start import begin_country, next_number
from microcare.web.current import clock, session, setting
from microcare.web.transaction import writing

group = AppGroup("seed", help="Fill an empty site.")


@group.command("demo")
@click.option("--if-empty", is_flag=True, help="Where there is data already, leave it as it is.")
def demo(if_empty: bool) -> None:
    """Make a believable place to try it on: only on this machine, only in an empty database."""
    instance = Path(current_app.instance_path)
    if not setting("IS_LOOPBACK"):
        _stop("BASE_URL is not a loopback address, so no demonstration is made.", quietly=if_empty)
        return
    if not is_empty(session()):
        session().rollback()
        _stop("The database has data in it already.", quietly=if_empty)
        _tell_again(instance)
        return
    password = sign_ins.new_password()
    with writing() as work:
        count = _make(work, password)
        # Kept before the commit: a password that nobody knows would lock everybody out.
        sign_ins.keep_sign_ins(instance, password)
    for line in sign_ins.lines(password):
        click.echo(line)
    click.echo(f"Made {count} listings and {len(sign_ins.EVERYBODY)} sign-ins.")


@group.command("synthetic")
@click.option("--listings", "number", type=click.IntRange(1, 5_000_000), required=True)
def synthetic(number: int) -> None:
    """Make a country of so many listings, the same each time, to measure on."""
    if not setting("IS_LOOPBACK"):
        raise click.ClickException("BASE_URL is not a loopback address.")
    begun = time.perf_counter()
    with writing() as work:
        task = begin_country(work)
        first, first_document = next_number(work), first_free_id(work)
    made = chunks(task, first=first, total=number, first_document=first_document)
    with tqdm(total=number, desc="Making listings", unit=" listings", file=sys.stderr) as shown:
        write_country(made, writing, wrote=shown.update)
    seconds = time.perf_counter() - begun
    click.echo(f"Made {number} listings in {seconds:.0f} s, {number / seconds:.0f} a second.")


def _make(work: Session, password: str) -> int:
    return make_demonstration(
        work,
        password=password,
        gazetteer=DemonstrationGazetteer(Path(setting("POSTCODES_FILE"))),
        store=store(),
        clock=clock(),
        progress=_progress,
    )


def _progress(rows: list[Sketch]) -> Iterable[Sketch]:
    return tqdm(rows, desc="Making the demonstration", unit=" listings", file=sys.stderr)


def _stop(words: str, *, quietly: bool) -> None:
    if not quietly:
        raise click.ClickException(words)


def _tell_again(instance: Path) -> None:
    person = person_by_email(session(), sign_ins.PERSON.email)
    if person is not None and person.is_demonstration:
        for line in sign_ins.kept_lines(instance):
            click.echo(line)
