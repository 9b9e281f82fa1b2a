"""The kinds of help that ship are words for everybody too, though they stand in a migration.

An admin may change them, so they are rows and not messages (docs/known-gaps.md).
"""

import re
from importlib import import_module

import pytest

from tests.words.test_reading_age import GRADE, _grade

TERMS = import_module("migrations.versions.006_directory").TERMS
NAMES = [name for _group, _slug, name, _alike in TERMS]
MOST_WORDS = 7


def test_there_are_about_sixty_and_each_once() -> None:
    assert 50 <= len(NAMES) <= 70
    assert len({name.lower() for name in NAMES}) == len(NAMES)


def test_their_names_read_at_grade_five_or_less() -> None:
    assert _grade(NAMES) <= GRADE


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_short_and_plain(name: str) -> None:
    assert len(name.split()) <= MOST_WORDS
    assert name[0].isupper()
    assert not re.search(r"[/&();]|service|support(ed)? living|personal care|assist", name.lower())
