from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from microcare.outbox.values import (
    FIRST_WAIT,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    Delivered,
    wait_after,
)


@given(st.integers(min_value=-5, max_value=10**9))
def test_every_wait_lies_between_the_shortest_and_the_longest(attempts: int) -> None:
    assert FIRST_WAIT <= wait_after(attempts) <= LONGEST_WAIT


@given(st.integers(min_value=1, max_value=100))
def test_waits_never_grow_shorter(attempts: int) -> None:
    assert wait_after(attempts) <= wait_after(attempts + 1)


def test_the_first_waits_double() -> None:
    assert [wait_after(n) // timedelta(minutes=1) for n in (1, 2, 3, 4)] == [1, 2, 4, 8]


def test_all_tries_together_span_about_three_days() -> None:
    whole = sum((wait_after(n) for n in range(1, MOST_ATTEMPTS)), timedelta())
    assert timedelta(days=2) < whole < timedelta(days=4)


def test_rounds_add_up() -> None:
    assert Delivered(1, 2, 3) + Delivered(10, 20, 30) == Delivered(11, 22, 33)
