"""Words find documents: stems, other words for the same thing, slips and beginnings."""

import pytest
from sqlalchemy.orm import Session

from microcare.index.queries import find
from microcare.index.values import Field, Query
from tests.factories.index import COOKING, GARDENING, a_document
from tests.integration.index.conftest import TODAY

COOK = a_document("Kitchen Table", helps=(COOKING,), summary="We eat together.")
GARDEN = a_document("Green Fingers", helps=(GARDENING,), summary="We dig.", body="Café Zoë")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("meals", ["Kitchen Table"]),
        ("meal", ["Kitchen Table"]),
        ("cooked", ["Kitchen Table"]),
        ("dinner", ["Kitchen Table"]),
        ("I want some help with my dinners", ["Kitchen Table"]),
        ("gradening", ["Green Fingers"]),
        ("gardenning", ["Green Fingers"]),
        ("cokoing", ["Kitchen Table"]),
        ("allotmnet", ["Green Fingers"]),
        ("gard", ["Green Fingers"]),
        ("GARDENING", ["Green Fingers"]),
        ("cafe zoe", ["Green Fingers"]),
        ("garden meals", []),
        ("helicopter", []),
    ],
)
def test_finding_by_words(put, names, typed: str, found: list[str]) -> None:
    put(COOK, GARDEN)
    assert names(words=typed) == found


def test_nothing_asked_for_finds_all(put, names) -> None:
    put(COOK, GARDEN)
    assert len(names()) == 2
    assert len(names(words="help with the")) == 2


def test_a_result_says_where_its_words_stand(put, session: Session) -> None:
    put(COOK)
    (hit,) = find(session, Query("eating dinners kitchen meal"), today=TODAY).hits
    found = {f.typed: (f.word, f.field, f.help_name) for f in hit.found}
    assert found == {
        "eating": ("eat", Field.SUMMARY, None),
        "dinners": ("dinner", Field.ALIKE, "Meals and cooking"),
        "kitchen": ("kitchen", Field.NAME, None),
        "meal": ("meals", Field.HELP, "Meals and cooking"),
    }


def test_a_slip_is_said(put, session: Session) -> None:
    put(COOK, GARDEN)
    reading = find(session, Query("gardning helicopter"), today=TODAY).reading
    assert reading.spelt == {"gardning": "gardening"}
    assert reading.unknown == ("helicopter",)


def test_a_name_counts_for_more_than_the_small_print(put, names) -> None:
    put(
        a_document("A", body="walking"),
        a_document("Walking Friends", summary="x"),
        a_document("B", summary="We go walking"),
    )
    assert names(words="walking") == ["Walking Friends", "B", "A"]


def test_days_are_found_in_words(put, names) -> None:
    put(a_document("Sat", days=("sat",)), a_document("Mon", days=("mon",)))
    assert names(words="weekends") == ["Sat"]
    assert names(words="monday") == ["Mon"]
