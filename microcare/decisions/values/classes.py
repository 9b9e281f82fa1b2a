"""Classes with set weights: how people who use support and people who work decide together (P28).

Each class has its voice whatever its numbers, so neither outvotes the other by being more. That is
how multi-stakeholder co-operatives of the Somerset Rules (2009) and Equal Care Co-op do it; an
advocate has the voice of those who use support, and investors never have more than 10 in 100.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

ALL_PERCENT = 100
MOST_FOR_INVESTORS = 10
# Of fewer than these a number is a name (pooling P48).
FEWEST_TOLD = 3


class Voice(StrEnum):
    """Whose voice it is. People who use support and those who speak for somebody have one."""

    USERS = "users"
    WORKERS = "workers"
    INVESTORS = "investors"


VOICE_WORDS = {
    Voice.USERS: N_("People who use support, or speak for somebody who does"),
    Voice.WORKERS: N_("People who work"),
    Voice.INVESTORS: N_("People who invest"),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """What each voice counts, in whole per cents of all. Raises WrongWeights, TooMuchForInvestors.

    The default shares equally between users and workers what is not the investors'.
    """

    users: int = 45
    workers: int = 45
    investors: int = MOST_FOR_INVESTORS

    def __post_init__(self) -> None:
        """Refuses what is not 100 in all, and more than 10 for investors."""
        if not 0 <= self.investors <= MOST_FOR_INVESTORS:
            raise TooMuchForInvestors
        if min(self.users, self.workers) < 1 or sum(self.by_voice.values()) != ALL_PERCENT:
            raise WrongWeights

    @property
    def by_voice(self) -> dict[Voice, int]:
        """The same by voice."""
        told = (self.users, self.workers, self.investors)
        return dict(zip(Voice, told, strict=True))

    def among(self, voices: Collection[Voice]) -> dict[Voice, int]:
        """The weights where only these voices are there: 100 in all, investors no more than set.

        What investors would have is halved between the other two, the odd one to the users. What
        users or workers would have goes to the other of the two. Raises OnlyInvestors.
        """
        others = [voice for voice in (Voice.USERS, Voice.WORKERS) if voice in voices]
        if not others:
            raise OnlyInvestors
        investors = self.investors if Voice.INVESTORS in voices else 0
        rest = ALL_PERCENT - investors
        if len(others) == 1:
            found = {others[0]: rest}
        else:
            spare = self.investors - investors
            found = {Voice.USERS: self.users + (spare + 1) // 2}
            found[Voice.WORKERS] = rest - found[Voice.USERS]
        return found | ({Voice.INVESTORS: investors} if investors else {})


@dataclass(frozen=True, slots=True)
class Classes:
    """Whose voice each one has in a question, and what each voice counts."""

    percents: Mapping[Voice, int]
    voices: Mapping[UUID, Voice]

    def as_terms(self) -> dict[str, object]:
        """The weights as they are sealed. Who is in which class stands beside, and not in it."""
        return {"classes": {voice.value: n for voice, n in self.percents.items()}}


@dataclass(frozen=True, slots=True)
class VoiceTally:
    """How one voice said: how many said yes, of how many who said yes or no, and its weight."""

    voice: Voice
    yes: int
    said: int
    percent: int

    @property
    def counts(self) -> Fraction:
        """Its part of 100 that is for it, exactly; nothing where nobody said yes or no."""
        return Fraction(self.percent * self.yes, self.said) if self.said else Fraction(0)

    @property
    def shown(self) -> str:
        """The same as people write it: 30, or 33 and a third as "33 1/3"."""
        whole, rest = divmod(self.counts.numerator, self.counts.denominator)
        return f"{whole} {rest}/{self.counts.denominator}" if rest else str(whole)


def tally(
    percents: Mapping[Voice, int], said: Iterable[tuple[Voice, bool]]
) -> tuple[VoiceTally, ...]:
    """Counts each voice by itself: `said` are a voice and whether it was yes, in any order."""
    answers = list(said)
    return tuple(
        VoiceTally(
            voice=voice,
            yes=sum(yes for whose, yes in answers if whose is voice),
            said=sum(whose is voice for whose, _ in answers),
            percent=percents[voice],
        )
        for voice in Voice
        if voice in percents
    )


def is_carried(tallies: Iterable[VoiceTally], *, threshold_percent: int) -> bool:
    """Whether what is for it is more than so many of 100; a tie is not. Silence is never a yes.

    It is of all 100, and not of those who answered: so investors never have more than their 10,
    and one class alone does not decide for another that is silent.
    """
    return sum((one.counts for one in tallies), Fraction(0)) > threshold_percent


class WrongWeights(DomainError):
    """Whole numbers that make 100, and none of them nothing for users or workers."""

    words = N_("The three numbers must make 100, with at least 1 for users and for workers")
    field = "users"


class TooMuchForInvestors(DomainError):
    """At most 10 in 100 (Equal Care Co-op's rules)."""

    words = N_("People who invest can have 10 at most")
    field = "investors"


class OnlyInvestors(DomainError):
    """Investors alone decide nothing."""

    words = N_("Somebody who uses support or works must be in the group first.")
