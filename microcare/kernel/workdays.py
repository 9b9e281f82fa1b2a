"""Working days in England: not a Saturday, a Sunday, or a bank holiday."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from holidays import country_holidays

_SATURDAY = 5


def holidays_of(years: Collection[int]) -> Mapping[date, str]:
    """England's bank holidays in these years, with their names."""
    found = country_holidays("GB", subdiv="ENG", years=sorted(years)) if years else {}
    return {day: name for day, name in sorted(found.items())}


def is_working_day(day: date) -> bool:
    """Whether offices work on a day (Banking and Financial Dealings Act 1971, for England)."""
    return day.weekday() < _SATURDAY and day not in holidays_of({day.year})


def day_after_working_days(told: date, number: int) -> date:
    """The first day on which `number` whole working days have passed since `told`.

    The day of telling is not counted, and the last working day is over: told on a Monday, five
    such days are over on the Tuesday of the next week.
    """
    day, passed = told, 0
    while passed < number:
        day += timedelta(days=1)
        passed += is_working_day(day)
    return day + timedelta(days=1)
