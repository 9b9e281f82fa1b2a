"""What is due when, and until when it may be used."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcare.budgets.values import (
    EndsBeforeStart,
    Funding,
    TooLong,
    end_of_funding_year,
    instalments,
)
from tests.factories.budgets import make_plan

days = st.dates(date(2025, 1, 1), date(2028, 1, 1))


@given(days, st.integers(0, 1000), st.integers(1, 52), st.sampled_from(["direct_payment", "own"]))
def test_every_instalment_can_be_used_from_its_day_and_not_past_the_plan(
    starts_on: date, length: int, every: int, funding: str
) -> None:
    ends_on = date.fromordinal(starts_on.toordinal() + length)
    plan = make_plan(
        funding=Funding(funding), starts_on=starts_on, ends_on=ends_on, every_weeks=every
    )
    parts = instalments(plan)
    assert parts[0].opens_on == starts_on
    assert len(parts) == length // (7 * every) + 1
    for part in parts:
        assert starts_on <= part.opens_on <= part.closes_on <= ends_on
        assert (part.opens_on - starts_on).days % (7 * every) == 0
        if funding == "direct_payment":
            assert part.closes_on <= end_of_funding_year(part.opens_on)


def test_a_council_year_ends_on_31_march() -> None:
    assert end_of_funding_year(date(2027, 3, 31)) == date(2027, 3, 31)
    assert end_of_funding_year(date(2027, 4, 1)) == date(2028, 3, 31)


def test_days_in_the_wrong_order_and_far_off_days_are_refused() -> None:
    with pytest.raises(EndsBeforeStart):
        instalments(make_plan(starts_on=date(2027, 1, 2), ends_on=date(2027, 1, 1)))
    with pytest.raises(TooLong):
        instalments(make_plan(ends_on=date(2100, 1, 1)))
