"""`ledger verify` and `ledger export`: everything re-derived, here or from a file alone."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import click
from flask.cli import AppGroup

from microcare.ledger.queries import entries_of, entry_counts, head_of, last_looked
from microcare.ledger.services import note_doubts
from microcare.ledger.values.chain import (
    BEGINNING,
    Difference,
    Entry,
    NotAnExport,
    entry_from_line,
    first_difference,
)
from microcare.web.current import clock, session
from microcare.web.transaction import writing

LOOK_EVERY = timedelta(days=1)

group = AppGroup("ledger", help="What was promised and spent, to the penny.")


@group.command()
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--last", help="With FILE: the last hash that the export was told to have.")
def verify(file: Path | None, last: str | None) -> None:
    """Re-derive every sum and every hash, and name what differs first; of FILE: that export alone.

    A book that differs promises nothing more until a later look finds it right.
    """
    if file is not None:
        first, number, hash_there = _of_file(file)
        if first is None and last is not None and last != hash_there:
            click.echo(f"DIFFERS: the last hash is {hash_there}. Entries are missing at the end.")
            sys.exit(1)
        _say(first, f"{number} entries; the last hash is {hash_there}")
        return
    with writing() as now:
        found = note_doubts(now, clock=clock())
        entries, books = entry_counts(now)
    for difference in found[1:]:
        click.echo(str(difference), err=True)
    _say(found[0] if found else None, f"{entries} entries in {books} books")


@group.command()
@click.argument("book", type=click.UUID)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(book: UUID, file: Path) -> None:
    """Write the entries of BOOK (a group's id) to FILE, a line each, to be verified anywhere."""
    number, last_hash = head_of(session(), book)
    if not number:
        raise click.ClickException(f"There is no book {book}. Give a group's id.")
    with file.open("w", encoding="utf-8") as out:
        for entry in entries_of(session(), book):
            out.write(entry.as_line() + "\n")
    click.echo(f"{number} entries written to {file}; the last hash is {last_hash}")


def chore() -> str:
    """Looks everything over once a day, and says what was found."""
    with writing() as now:
        last = last_looked(now)
        if last is not None and clock().now() - last < LOOK_EVERY:
            return "Looked over already today."
        found = note_doubts(now, clock=clock())
    return f"Looked over. Differences: {len(found)}."


def _say(found: Difference | None, counted: str) -> None:
    if found is not None:
        click.echo(f"DIFFERS: {found}")
        sys.exit(1)
    click.echo(f"All is as it must be: {counted}")


def _of_file(file: Path) -> tuple[Difference | None, int, str]:
    """What differs first, how many entries there are, and the hash of the last.

    Entries that were cut off at the end leave a sound chain: whoever has the last hash from
    elsewhere compares it.
    """
    last, number = BEGINNING, 0

    def entries() -> Iterator[Entry]:
        nonlocal last, number
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                entry = entry_from_line(line, number)
                last = entry.hash
                yield entry

    try:
        found = first_difference(entries())
    except (NotAnExport, UnicodeDecodeError) as wrong:
        raise click.ClickException(f"{file}: {wrong}") from wrong
    return found, number, last
