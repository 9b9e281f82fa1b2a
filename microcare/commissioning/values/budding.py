"""A group that becomes two: what its members see of it, and its rules."""

from dataclasses import dataclass
from datetime import date, timedelta

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

BUDDING_LASTS = timedelta(days=14)
# Each of the two groups must still be one.
FEWEST_TO_GO = 2
FEWEST_TO_STAY = 2


@dataclass(frozen=True, slots=True)
class BuddingView:
    """What is proposed, as one member sees it. Who has said yes is nobody's business."""

    name: str
    movers: tuple[str, ...]
    is_mover: bool
    said_yes: bool
    is_mine: bool
    closes_on: date


class PickWhoGoes(DomainError):
    """Two at least go, and two at least stay."""

    words = N_("Pick at least two people to go. Two at least must stay.")
    field = "movers"


class NotWhileBusy(DomainError):
    """Nothing is being decided, and of what is promised each end is known."""

    words = N_(
        "Your group is deciding something, or has promised something. Wait until it is over."
    )


class BuddingOpenAlready(DomainError):
    """One at a time."""

    words = N_("Somebody has proposed this already. Look at that first.")


class BuddingIsOver(DomainError):
    """Somebody said no or left, or its day has gone."""

    words = N_("This has ended. Nobody has moved.")
