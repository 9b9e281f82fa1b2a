"""The command line of listings: bring in a list."""

import csv
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click
from flask.cli import AppGroup

from microcare.directory.services import forget_askers, forget_reporters
from microcare.directory.services.importing import import_rows, read_mapping, read_rows
from microcare.directory.values import CannotImport, Imported, Said
from microcare.places.current import current_gazetteer
from microcare.places.queries import patch_named
from microcare.web.current import clock, session
from microcare.web.transaction import writing

group = AppGroup("listings", help="Listings: bring in lists.")

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


class _DryRun(Exception):
    """Takes everything back, as was asked."""


class _NothingChanged(click.ClickException):
    """Bad input: exit 2, and nothing was changed."""

    exit_code = 2


@group.command("import")
@click.argument("file", type=_FILE)
@click.option("--mapping", type=_FILE, help="A TOML file; see docs/mappings for three.")
@click.option("--patch", help="The patch that takes rows whose council is in no patch.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
def import_list(file: Path, mapping: Path | None, patch: str | None, dry_run: bool) -> None:
    """Brings in the rows of a CSV FILE as pages that nobody has approved."""
    try:
        outcome, report = _import(file, mapping, patch, dry_run=dry_run)
    except CannotImport as broken:
        raise _NothingChanged(f"Nothing was changed. {broken}") from broken
    _tell(outcome, file, report=report, dry_run=dry_run)


def _import(
    file: Path, mapping: Path | None, patch_name: str | None, *, dry_run: bool
) -> tuple[Imported, Path | None]:
    """What became of the rows, and where the report of those that were refused is."""
    columns, rows = read_rows(file)
    how = read_mapping(mapping, file=file, columns=columns)
    outcome, report = Imported(), None
    try:
        with writing() as opened, click.progressbar(length=len(rows), label="Rows") as bar:
            patch = patch_named(opened, patch_name) if patch_name else None
            if patch_name and patch is None:
                raise CannotImport(f"--patch: there is no patch called {patch_name!r}.")
            outcome = import_rows(
                opened,
                rows,
                how,
                gazetteer=current_gazetteer(),
                clock=clock(),
                patch=patch,
                on_row=lambda: bar.update(1),
            )
            if dry_run:
                raise _DryRun
            report = _report(file, outcome.said)
    except _DryRun:
        session().rollback()
    return outcome, report


def _report(file: Path, said: Sequence[Said]) -> Path | None:
    """Writes the report beside the file, or where that cannot be, into the folder we are in."""
    beside = file.with_name(f"{file.name}.report.csv")
    here = Path.cwd() / beside.name
    is_other_s = here.with_name(file.name).exists()
    for old in (beside,) if is_other_s else (beside, here):
        # That of the time before says what is no longer so, in whichever folder it is.
        with suppress(OSError):
            old.unlink(missing_ok=True)
    if not said:
        return None
    for report in (beside, here):
        with suppress(OSError):
            _write_report(report, said)
            return report
    raise CannotImport(f"The report can be written neither to {beside} nor to {here}.")


def _write_report(report: Path, said: Sequence[Said]) -> None:
    with report.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "name", "outcome", "reason"])
        for one in said:
            outcome = "refused" if one.is_refused else "note"
            writer.writerow([one.line, _plain(one.name), outcome, _plain(one.reason)])


def _plain(text: str) -> str:
    # A spreadsheet takes a cell that begins so for a formula.
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _tell(outcome: Imported, file: Path, *, report: Path | None, dry_run: bool) -> None:
    if dry_run:
        for one in outcome.said:
            click.echo(f"line {one.line}: {one.name}: {one.reason}")
    begin = "Nothing was changed. Would import" if dry_run else "Imported"
    see = f"; see {report}" if report else ""
    if report and report.parent != file.parent:
        click.echo(f"{file.parent} cannot be written to, so the report is in {report.parent}.")
    click.echo(
        f"{begin} {file.name}: {outcome.added} added, {outcome.changed} changed, "
        f"{outcome.unchanged} unchanged, {outcome.refused} refused{see}"
    )


@group.command("forget-askers")
def forget() -> None:
    """Takes addresses off old questions and reports (docs/data-protection.md says when)."""
    click.echo(chore())


def chore() -> str:
    """Forgets who asked long ago, and who reported what is settled; says how many."""
    with writing() as opened:
        asked = forget_askers(opened, clock=clock())
        reported = forget_reporters(opened, clock=clock())
    return f"Forgot who asked {asked} questions and who sent {reported} reports"
