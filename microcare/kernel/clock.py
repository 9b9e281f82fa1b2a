"""What time it is, handed in so that tests can say."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Tells the present instant and the present day."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def today(self) -> date:
        """The present day in London."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The present day in London."""
        return self.now().astimezone(LONDON).date()


@dataclass
class FixedClock:
    """A clock that stands still until told to move."""

    at: datetime

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.at

    def today(self) -> date:
        """The London day of the instant it was set to."""
        return self.at.astimezone(LONDON).date()

    def move(self, by: timedelta) -> None:
        """Puts the clock forward."""
        self.at += by
