"""The desk's own values: how long something waits, a check's name in an address, a told history."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from microcare.catalyst.forms.checks import _years_on
from microcare.catalyst.queries import since, told
from microcare.catalyst.values import Waiting, check_slug
from microcare.directory.models import ListingEvent
from microcare.directory.values import CheckKind, RequiredCheck
from microcare.kernel.words import Words

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("days", "is_late"), [(0, False), (7, False), (8, True)])
def test_what_waits_longer_than_we_say_is_late(days: int, is_late: bool) -> None:
    waiting = Waiting(uuid4(), "Cooks", "other", "", False, 1, None, days)
    assert waiting.is_late == is_late


@given(some.sampled_from(CheckKind), some.text(max_size=80), some.text(max_size=80))
def test_a_check_has_an_address_of_its_own_that_names_nobody(
    kind: CheckKind, one: str, other: str
) -> None:
    first, second = (check_slug(RequiredCheck(kind, Words("x"), name)) for name in (one, other))
    assert (first == second) == (one == other)
    assert first.startswith(kind.value.replace("_", "-"))
    tail = first.rsplit("-", 1)[1]
    assert len(tail) == 10
    assert set(tail) <= set("0123456789abcdef")


def _event(act: str, by: str = "Priya", minutes: int = 0, **facts: Any) -> ListingEvent:
    at = NOON - timedelta(minutes=minutes)
    return ListingEvent(act=act, by_name=by, at=at, **({"about": "", "words": ""} | facts))


def test_answers_of_one_person_in_a_row_are_told_once() -> None:
    history = [
        _event("send"),
        _event("answer", minutes=1),
        _event("answer", minutes=2),
        _event("answer", "Joe", minutes=3),
        _event("note", "Dawn", 4, words="Rang."),
        _event("answer", "Joe", minutes=5),
    ]
    lines = told(history)
    assert [(line.act, line.by, line.count) for line in lines] == [
        ("send", "Priya", 1),
        ("answer", "Priya", 2),
        ("answer", "Joe", 1),
        ("note", "Dawn", 1),
        ("answer", "Joe", 1),
    ]
    # The newest time of the run, and every word of a note.
    assert lines[1].at == NOON - timedelta(minutes=1)
    assert lines[3].words == "Rang."


@pytest.mark.parametrize(
    ("day", "then"),
    [
        (date(2026, 11, 23), date(2029, 11, 23)),
        (date(2028, 2, 29), date(2031, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 28)),
    ],
)
def test_a_dbs_check_is_looked_at_again_in_three_years(day: date, then: date) -> None:
    assert _years_on(day, 3) == then


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 23), date(2026, 9, 1)),
        (date(2027, 1, 31), date(2026, 11, 1)),
        (date(2027, 2, 1), date(2026, 12, 1)),
        (date(2026, 12, 31), date(2026, 10, 1)),
        (date(2026, 3, 1), date(2026, 1, 1)),
    ],
)
def test_three_months_are_counted(today: date, first: date) -> None:
    assert since(today) == first
