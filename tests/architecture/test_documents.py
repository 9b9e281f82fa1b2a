"""The documents say what is true: settings, commands and links that are there."""

import ast
import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import click
import pytest
from flask import Flask
from flask.cli import shell_command
from flask_migrate.cli import db as migrations

from microcare.directory.values import PublicListing

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("", "docs", "deploy", "bin", "static/map", "microcare")
DOCUMENTS = sorted(
    path
    for folder in FOLDERS
    for path in (ROOT / folder).glob("**/*.md" if folder else "*.md")
    if not {"node_modules", ".venv", "instance"} & set(path.parts)
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
# One row of a table that begins with one or more names of settings.
ROW = re.compile(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|", re.M)


def dead_links(text: str, folder: Path) -> list[str]:
    """Links to files beside `folder` that are not there."""
    found = (link.partition("#")[0] for link in LINK.findall(text))
    return [link for link in found if link and "://" not in link and not (folder / link).exists()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_document_has_a_dead_link(path: Path) -> None:
    assert not dead_links(path.read_text(), path.parent)


def test_a_dead_link_is_found() -> None:
    text = "[one](docs/gone.md) ![two](LICENSE) [three](https://example.org/gone.md) [four](#here)"
    assert dead_links(text, ROOT) == ["docs/gone.md"]


def settings_read(source: str) -> set[str]:
    """Names of the environment variables that a module reads, by any of the ways used here."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            first = node.args[0]
            if node.func.attr in {"read", "get"} and isinstance(first, ast.Constant):
                names.add(str(first.value))
    return {name for name in names if re.fullmatch(r"[A-Z][A-Z_]+", name)}


def test_every_setting_is_told_and_no_other() -> None:
    told = {
        name.strip("` ")
        for row in ROW.findall((ROOT / "docs" / "settings.md").read_text())
        for name in row.split(",")
    }
    read = [settings_read((ROOT / file).read_text()) for file in ("config.py", "bin/serve.py")]
    assert told == set.union(*read)


def test_a_setting_is_found_where_it_is_read() -> None:
    source = "import os\na = os.environ.get('ONE') or self.read('TWO', 'x')\nb = d.get('three')"
    assert settings_read(source) == {"ONE", "TWO"}


# `flask --app microcare people create`, or on a server `microcare people create`.
COMMAND = re.compile(r"(?:flask --app microcare|^ *microcare|`microcare) ([a-z][^`\n|<#]+)", re.M)
TOLD = [*DOCUMENTS, *(ROOT / "deploy").iterdir(), *(ROOT / "docs" / "mappings").iterdir()]


def unknown(told: str, commands: click.Group) -> Iterable[str]:
    """The words and options of a command line that the application does not know."""
    here: click.Command = commands
    with click.Context(commands) as context:
        for word in told.split():
            if word.startswith("--"):
                options = {option for param in here.params for option in param.opts}
                if word not in options:
                    yield word
            elif isinstance(here, click.Group):
                below = here.get_command(context, word)
                if below is None:
                    yield word
                    return
                here = below


@pytest.fixture
def commands(app: Flask) -> click.Group:
    """Everything that `flask --app microcare` can do."""
    return click.Group(commands=app.cli.commands | {"db": migrations, "shell": shell_command})


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_every_command_told_is_there(commands: click.Group) -> None:
    wrong = {
        f"{path.relative_to(ROOT)}: {told}": missing
        for path in TOLD
        for told in COMMAND.findall(path.read_text())
        if (missing := list(unknown(told, commands)))
    }
    assert not wrong


def later() -> set[str]:
    """The commands that docs/known-gaps.md says are not there yet."""
    gaps = (ROOT / "docs" / "known-gaps.md").read_text()
    (line,) = re.findall(r"^- \*\*Commands that are later\*\*: (.*?)\.", gaps, re.M)
    return set(re.findall(r"`([^`]+)`", line))


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_command_named_in_passing_is_there_or_said_to_be_later(commands: click.Group) -> None:
    said = {
        told
        for path in DOCUMENTS
        for told in re.findall(r"`([a-z]+ [a-z-]+)[^`]*`", path.read_text())
        if told.split()[0] in commands.commands
    }
    assert {told for told in said if list(unknown(told, commands))} <= later()
    there = {told for told in later() if not list(unknown(told, commands))}
    assert not there, "docs/known-gaps.md says that these are later"


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_command_that_is_not_there_is_found(commands: click.Group) -> None:
    assert list(unknown("people create a@b.c --role admin", commands)) == []
    assert list(unknown("people invent", commands)) == ["invent"]
    assert list(unknown("people create --no-such", commands)) == ["--no-such"]


def test_every_make_target_told_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    told = {
        name
        for path in DOCUMENTS
        for name in re.findall(r"(?:`|^ *)make (?:-C \S+ )?([a-z]+)", path.read_text(), re.M)
    }
    assert told <= targets


def test_every_file_of_deploy_is_told() -> None:
    told = (ROOT / "docs" / "deploy.md").read_text()
    left_out = [
        path.name
        for path in (ROOT / "deploy").iterdir()
        if path.name not in told and f"{path.stem}.*" not in told
    ]
    assert not left_out


def test_every_field_of_the_public_document_has_its_place_in_the_standard() -> None:
    rows = re.findall(r"^\| ([^|]+) \|", (ROOT / "docs" / "hsds.md").read_text(), re.M)
    told = {name for row in rows for name in re.findall(r"`\.?([a-z_]+)", row)}
    assert {field.name for field in fields(PublicListing)} <= told
