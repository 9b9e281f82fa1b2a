"""The list of passwords that people use most: long enough to pass the first rule, and refused."""

import pytest

from microcare.people.services.passwords import _LIST, check_rule
from microcare.people.values import SHORTEST_PASSWORD, WeakPassword

LISTED = _LIST.read_text().splitlines()


def test_the_list_is_worth_its_place() -> None:
    assert len(LISTED) > 1_000
    assert sorted(set(LISTED)) == LISTED, "each once, in order, so that a change can be read"
    assert not [word for word in LISTED if len(word) < SHORTEST_PASSWORD or word != word.lower()]


@pytest.mark.parametrize(
    "password", ["Liverpool123", "qwertyuiop[]", "Welcome2026", "summer2025!", "P@ssw0rd123"]
)
def test_a_well_known_one_is_refused_in_any_case(password: str) -> None:
    with pytest.raises(WeakPassword, match="Many people use"):
        check_rule(password, email="ros@example.org")


def test_every_one_on_the_list_is_refused() -> None:
    for password in LISTED:
        with pytest.raises(WeakPassword, match="Many people use"):
            check_rule(password, email="ros@example.org")


@pytest.mark.parametrize("password", ["seven green apples", "Trowbridge kettle", "x7$kq!2mvw"])
def test_one_of_ones_own_is_taken(password: str) -> None:
    check_rule(password, email="ros@example.org")
