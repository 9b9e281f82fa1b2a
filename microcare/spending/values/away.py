"""Days on which a provider is away, or one person cannot come. Nobody is asked why."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

LONGEST_AWAY = timedelta(days=366)
# Fewer than this are never told apart. Of three who share a day, "two or fewer are expected" leaves
# open which of the others it is, and whether it is both; of two any count would name one.
FEWEST_TOLD = 3


@dataclass(frozen=True, slots=True)
class AwayDays:
    """From one day to another, both included."""

    first_on: date
    last_on: date

    def check(self, today: date) -> None:
        """Raises AwayHasBeen, AwayEndsFirst, AwayTooLong."""
        if self.first_on < today:
            raise AwayHasBeen
        if self.last_on < self.first_on:
            raise AwayEndsFirst
        if self.last_on - self.first_on > LONGEST_AWAY:
            raise AwayTooLong


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The days of one group that a provider would call off. By what they want, never by a name."""

    request_id: UUID
    wants: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class AwayView:
    """What calling off some days touches, and how many groups still decide on days in them."""

    groups: tuple[DaysOff, ...]
    deciding: int

    @property
    def sessions(self) -> int:
        """How many sessions it is in all."""
        return sum(len(group.days) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Expected:
    """How many are expected on a day; `told` is None for two or fewer."""

    told: int | None


def expected(sharers: int, away: int) -> Expected | None:
    """What may be said of how many come; None where so few share a day that it would name one."""
    if sharers < FEWEST_TOLD:
        return None
    coming = sharers - away
    return Expected(coming if coming >= FEWEST_TOLD else None)


@dataclass(frozen=True, slots=True)
class MyDay:
    """One day to come as its person sees it: their own part, and what is agreed of cancelling."""

    id: UUID
    day: date
    times: str
    provider: str
    holiday: str
    pence: int
    cancelling: str
    cannot_come: bool


class AwayHasBeen(DomainError):
    """What has been took place, or did not, and each of those is said of it by itself."""

    words = N_("Write a day from today on. For a day that has been, look under your sessions.")
    field = "first_on"


class AwayEndsFirst(DomainError):
    """The last day is not before the first."""

    words = N_("The last day is before the first. Write a later one.")
    field = "last_on"


class AwayTooLong(DomainError):
    """A slip in the year would call off all there is."""

    words = N_("This is more than a year. Write an earlier last day.")
    field = "last_on"


class DayIsSettled(DomainError):
    """What took place, or was called off late, is owed and stays so."""

    words = N_("Somebody has said already what became of today. Begin with tomorrow.")
    field = "first_on"


class AwayHasChanged(DomainError):
    """What was shown before the press is no longer what the press would do."""

    words = N_("Something has changed since you looked. Look at the days again.")


class DayIsOver(DomainError):
    """After the day each says whether they came, which is another thing."""

    words = N_("This day has been. Say under your sessions whether you came.")


class NotExpectedThen(DomainError):
    """Who has no promise for a day is not counted in it."""

    words = N_("You have no promise for this day any more, so nobody expects you.")
