"""When it runs: days and hours, and how they are told together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Any

from microcare.directory.values.kinds import Day


@dataclass(frozen=True, slots=True)
class Opening:
    """One day and its hours in London."""

    day: Day
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Hours:
    """Days that share the same hours, in the order of the week."""

    days: tuple[Day, ...]
    opens: time
    closes: time


def same_hours(openings: Iterable[Any]) -> tuple[Hours, ...]:
    """Days with their hours, those with the same hours together: "Tuesday and Thursday, 4 to 8"."""
    found: dict[tuple[time, time], list[Day]] = {}
    for opening in openings:
        found.setdefault((opening.opens, opening.closes), []).append(opening.day)
    return tuple(Hours(tuple(days), opens, closes) for (opens, closes), days in found.items())


@dataclass(frozen=True, slots=True)
class Times:
    """When it runs."""

    openings: tuple[Opening, ...]
    times_note: str = ""

    @property
    def hours(self) -> tuple[Hours, ...]:
        """Days that share the same hours, together."""
        return same_hours(self.openings)
