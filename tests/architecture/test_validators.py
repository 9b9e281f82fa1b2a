"""A library's own English never reaches the screen: its validators are given words of ours."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from wtforms import validators

ROOT = Path(__file__).resolve().parents[2] / "microcare"
FILES = sorted(ROOT.rglob("*.py"))
# Validators that have words of their own unless told others.
WORDED = {
    name
    for name in validators.__all__
    if "message" in inspect.signature(getattr(validators, name)).parameters
} - {"ValidationError", "StopValidation"}
# Choices that were not offered are refused by `one_of_these`, in our words.
CHOICES = {"RadioField", "SelectField", "SelectMultipleField"}


def calls(source: str) -> Iterator[tuple[str, set[str], int]]:
    """Each call of a name: the name, its keywords, its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, {str(k.arg) for k in node.keywords}, node.lineno


def imported(source: str, module: str) -> set[str]:
    """The names that a source imports from a module and what lies below it."""
    return {
        alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(module)
        for alias in node.names
    }


def wordless(source: str) -> list[str]:
    """The library's validators and choices that are left to their own words."""
    theirs = imported(source, "wtforms")
    worded = WORDED & imported(source, "wtforms.validators")
    return [
        f"{name} in line {line}"
        for name, keywords, line in calls(source)
        if (name in worded and "message" not in keywords)
        or (name in CHOICES & theirs and "validate_choice" not in keywords)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_validator_has_words_of_ours(path: Path) -> None:
    assert not wordless(path.read_text())


def test_a_validator_without_words_is_found() -> None:
    source = "from wtforms.validators import UUID, Length\nLength(max=1, message='x')\nUUID()\n"
    assert {"Email", "Length", "NumberRange", "UUID"} <= WORDED
    assert wordless(source) == ["UUID in line 3"]
    assert wordless("from wtforms import RadioField\nRadioField('x')") == ["RadioField in line 2"]
