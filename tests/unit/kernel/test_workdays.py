"""Working days in England: weekends and bank holidays are not counted (pooling P31a)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcare.kernel.workdays import day_after_working_days, holidays_of, is_working_day

DAYS = st.dates(date(2020, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize(
    ("told", "over"),
    [
        # An ordinary week: told on a Monday, the next Monday is the fifth day.
        (date(2026, 11, 23), date(2026, 12, 1)),
        # Told on a Friday or at the weekend, it is the next week's.
        (date(2026, 11, 27), date(2026, 12, 5)),
        (date(2026, 11, 28), date(2026, 12, 5)),
        # Christmas Day, Boxing Day kept on Monday 28, New Year's Day.
        (date(2026, 12, 21), date(2026, 12, 31)),
        (date(2026, 12, 24), date(2027, 1, 6)),
        # Good Friday and Easter Monday; the early May holiday.
        (date(2027, 3, 25), date(2027, 4, 6)),
        (date(2027, 4, 29), date(2027, 5, 8)),
        # The funeral of the Queen was a bank holiday of its own.
        (date(2022, 9, 16), date(2022, 9, 27)),
    ],
)
def test_known_days(told: date, over: date) -> None:
    assert day_after_working_days(told, 5) == over


@given(told=DAYS, number=st.integers(1, 30))
def test_exactly_so_many_working_days_lie_between(told: date, number: int) -> None:
    over = day_after_working_days(told, number)
    between = [told + timedelta(days=n) for n in range(1, (over - told).days)]
    assert sum(is_working_day(day) for day in between) == number
    # The last of them is a working day, so none is waited for in vain.
    assert is_working_day(between[-1])


@given(told=DAYS)
def test_told_later_is_never_over_sooner(told: date) -> None:
    assert day_after_working_days(told, 5) <= day_after_working_days(told + timedelta(days=1), 5)


@given(told=DAYS)
def test_a_holiday_in_the_way_makes_it_longer(told: date) -> None:
    over = day_after_working_days(told, 5)
    between = {told + timedelta(days=n) for n in range(1, (over - told).days)}
    lost = [day for day in between if day.weekday() < 5 and day in holidays_of({day.year})]
    # Without holidays five working days are over within eight days of the telling.
    assert (over - told).days <= 8 + 3 * len(lost)
    assert (over - told).days >= 6 + len(lost)
