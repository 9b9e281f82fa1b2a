"""A group that is a co-operative of people who use support and people who work (pooling P28)."""

from dataclasses import dataclass
from enum import StrEnum

from microcare.decisions.values.classes import Voice, Weights
from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_


class Stake(StrEnum):
    """Why somebody is in a co-operative. Whoever has not said uses support."""

    USES = "uses"
    SPEAKS = "speaks"
    WORKS = "works"
    INVESTS = "invests"


STAKE_WORDS = {
    Stake.USES: N_("I use support"),
    Stake.SPEAKS: N_("I speak for somebody who does"),
    Stake.WORKS: N_("I work"),
    Stake.INVESTS: N_("I invest"),
}
STAKE_OF_ONE = {
    Stake.USES: N_("uses support"),
    Stake.SPEAKS: N_("speaks for somebody"),
    Stake.WORKS: N_("works"),
    Stake.INVESTS: N_("invests"),
}
VOICE_OF = {
    Stake.USES: Voice.USERS,
    Stake.SPEAKS: Voice.USERS,
    Stake.WORKS: Voice.WORKERS,
    Stake.INVESTS: Voice.INVESTORS,
}
# Money from personal budgets is decided by these alone (P28).
SPENDERS = frozenset({Stake.USES, Stake.SPEAKS})


# What a group picks from: equal voices, or six and four in ten, as Somerset Rules have it. Where
# nobody invests, their part goes to the other two.
BALANCES = {
    "equal": (N_("The same voice for users and workers"), Weights(45, 45, 10)),
    "users": (N_("More voice for users: 6 to 4"), Weights(54, 36, 10)),
    "workers": (N_("More voice for workers: 6 to 4"), Weights(36, 54, 10)),
}


@dataclass(frozen=True, slots=True)
class CoopView:
    """A co-operative as one member sees it: who is there as what, and what each class counts."""

    # In what is asked today: by voice, in per cents.
    counts: tuple[tuple[Voice, int], ...]
    # By first name, "" for the reader.
    people: tuple[tuple[str, Stake], ...]
    mine: Stake


class NotWhileDeciding(DomainError):
    """Who decides on money is fixed while they decide."""

    words = N_("Your group is deciding on a plan. Change this when that has ended.")
    field = "stake"


class NoCoopYet(DomainError):
    """Only a co-operative has classes."""

    words = N_("Your group is not a co-operative yet.")
    field = "stake"
