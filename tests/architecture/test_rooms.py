"""The rooms that know nothing of the web, the tables that all migrate, the one that commits."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect

from microcare import FEATURES
from microcare.extensions import db

ROOT = Path(__file__).resolve().parents[2] / "microcare"
WEBLESS = ("values", "models", "policies", "queries", "services")
WEB = ("flask", "wtforms", "werkzeug", "flask_babel", "flask_wtf", "flask_login")
NAMES = ("manager", "helper", "util", "utils", "common", "misc", "helpers")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def _room(feature: str, name: str) -> list[Path]:
    folder = ROOT / feature
    return [*folder.glob(f"{name}.py"), *folder.glob(f"{name}/**/*.py")]


@pytest.mark.parametrize("feature", FEATURES)
def test_the_domain_knows_nothing_of_the_web(feature: str) -> None:
    paths = [p for room in WEBLESS for p in _room(feature, room)]
    for path in [*paths, *(ROOT / "kernel").glob("*.py")]:
        web = [i for i in _imports(path) if i.split(".")[0] in WEB]
        assert not web, f"{path} imports {web}"


@pytest.mark.parametrize("feature", FEATURES)
def test_routes_and_forms_know_nothing_of_the_database(feature: str) -> None:
    for path in [*_room(feature, "routes"), *_room(feature, "forms")]:
        found = [i for i in _imports(path) if i.split(".")[0] == "sqlalchemy"]
        assert not found, f"{path} imports {found}"


def test_only_one_place_commits() -> None:
    allowed = {ROOT / "web" / "transaction.py", ROOT / "web" / "observe.py"}
    for path in ROOT.rglob("*.py"):
        if path in allowed:
            continue
        calls = [
            node.lineno
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "commit"
        ]
        assert not calls, f"{path} commits at {calls}"


def test_relationships_stay_inside_a_feature(app: Flask) -> None:
    for mapper in db.Model.registry.mappers:
        for relation in mapper.relationships:
            here = mapper.class_.__module__.split(".")[1]
            there = relation.mapper.class_.__module__.split(".")[1]
            assert here == there, f"{mapper.class_.__name__}.{relation.key} crosses features"


def test_every_table_is_migrated(app: Flask) -> None:
    made = set(inspect(db.session.connection()).get_table_names())
    assert set(db.metadata.tables) <= made


def test_names_say_what_a_room_is_for() -> None:
    assert not [p for p in ROOT.rglob("*.py") if p.stem in NAMES]
