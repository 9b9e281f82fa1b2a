"""Money is whole pence: shares always add up, and odd input is refused, never a crash."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcare.kernel.money import (
    LARGEST_PENCE,
    CannotSplit,
    NotAnAmount,
    parse_pounds,
    pounds,
    split_by_weight,
    split_in_turn,
)

totals = st.integers(0, LARGEST_PENCE)
weights = st.lists(st.integers(0, 10_000), min_size=1, max_size=12).filter(any)


@given(totals, weights, st.integers(0, 50))
def test_shares_sum_to_the_total_and_none_is_negative(
    total: int, parts: list[int], turn: int
) -> None:
    shares = split_by_weight(total, parts, turn=turn)
    assert sum(shares) == total
    assert all(share >= 0 for share in shares)
    assert all(share == 0 for share, part in zip(shares, parts, strict=True) if part == 0)


@given(totals, weights)
def test_no_share_is_a_whole_penny_away_from_its_exact_part(total: int, parts: list[int]) -> None:
    whole = sum(parts)
    for share, part in zip(split_by_weight(total, parts), parts, strict=True):
        assert abs(share * whole - total * part) < whole


@given(totals, st.integers(1, 12))
def test_over_as_many_sessions_as_people_each_pays_the_same(total: int, people: int) -> None:
    alike = [1] * people
    by_turn = [split_by_weight(total, alike, turn=session) for session in range(people)]
    for rows in (by_turn, split_in_turn([total] * people, [alike] * people)):
        assert len({sum(mine) for mine in zip(*rows, strict=True)}) == 1


@given(st.lists(st.tuples(totals, weights), max_size=12))
def test_in_turn_each_row_adds_up_and_no_share_is_a_whole_penny_away(
    asked: list[tuple[int, list[int]]],
) -> None:
    people = max((len(row) for _, row in asked), default=0)
    parts = [row + [0] * (people - len(row)) for _, row in asked]
    rows = split_in_turn([total for total, _ in asked], parts)
    for (total, _), weighed, row in zip(asked, parts, rows, strict=True):
        assert sum(row) == total
        for share, part in zip(row, weighed, strict=True):
            assert abs(share * sum(weighed) - total * part) < sum(weighed)


@pytest.mark.parametrize(("total", "parts"), [(-1, [1]), (5, [0, 0]), (5, [2, -1]), (5, [])])
def test_what_cannot_be_shared_is_refused(total: int, parts: list[int]) -> None:
    with pytest.raises(CannotSplit):
        split_by_weight(total, parts)
    with pytest.raises(CannotSplit):
        split_in_turn([total], [parts])


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("18", 1800),
        ("£18.5", 1850),
        ("1,234.56", 123456),
        (" £ 0 ", 0),
        ("10000000", 1_000_000_000),
    ],
)
def test_reads_pounds_as_people_write_them(text: str, pence: int) -> None:
    assert parse_pounds(text) == pence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-1",
        "1e30",
        "Infinity",
        "NaN",
        "1_000",
        "１２",
        "1.234",
        "1,23",
        "10000000.01",
        "£",
        "18p",
    ],
)
def test_refuses_what_is_not_an_amount(text: str) -> None:
    with pytest.raises(NotAnAmount):
        parse_pounds(text)


@given(st.text())
def test_never_fails_otherwise(text: str) -> None:
    with contextlib.suppress(NotAnAmount):
        assert 0 <= parse_pounds(text) <= LARGEST_PENCE


@given(totals)
def test_what_is_written_is_read_back(pence: int) -> None:
    assert parse_pounds(f"£{pounds(pence):,.2f}") == pence
