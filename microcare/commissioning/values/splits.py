"""The ways to share a price, and what breaks each. Its numbers are facts that everyone may read.

The one exception is what each can pay: the most that somebody said is theirs alone (pooling P48),
so it is in no document and no view but their own.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

# A quarter of an hour is the smallest part of one that anybody is asked about.
QUARTERS = 4
MOST_QUARTERS = 24 * QUARTERS


class Way(StrEnum):
    """How a price is shared (pooling P17)."""

    EQUAL = "equal"
    HOURS = "hours"
    ATTENDANCE = "attendance"
    FIXED = "fixed"
    ABILITY = "ability"


WAY_WORDS = {
    Way.EQUAL: N_("Equally, to the penny"),
    Way.HOURS: N_("By hours, to the penny"),
    Way.ATTENDANCE: N_("By who comes, to the penny"),
    Way.FIXED: N_("By sums you agreed on"),
    Way.ABILITY: N_("By what each of you can pay"),
}


@dataclass(frozen=True, slots=True)
class Split:
    """A way with its numbers, each by person.

    `parts` are quarters of an hour (hours) or pence (fixed) of every session; `comes` the numbers
    from 0 of the sessions that somebody comes to (attendance).
    """

    way: Way = Way.EQUAL
    parts: Mapping[UUID, int] = field(default_factory=dict)
    comes: Mapping[UUID, frozenset[int]] = field(default_factory=dict)

    def as_terms(self) -> dict[str, Any]:
        """The split as it is written into the version that everyone decides on."""
        terms: dict[str, Any] = {"way": self.way.value}
        if self.parts:
            terms["parts"] = {str(person): part for person, part in self.parts.items()}
        if self.comes:
            terms["comes"] = {str(person): sorted(days) for person, days in self.comes.items()}
        return terms

    def among(self, people: Collection[UUID]) -> "Split":
        """The same way for some of these people, each with the number that they had."""
        return Split(
            way=self.way,
            parts={p: part for p, part in self.parts.items() if p in people},
            comes={p: days for p, days in self.comes.items() if p in people},
        )


def split_from(terms: Any) -> Split:
    """The split that a version was sealed with; the first ones said no more than "equal"."""
    if isinstance(terms, str):
        return Split(Way(terms))
    return Split(
        way=Way(terms["way"]),
        parts={UUID(person): part for person, part in terms.get("parts", {}).items()},
        comes={UUID(person): frozenset(days) for person, days in terms.get("comes", {}).items()},
    )


class CannotShare(DomainError):
    """The numbers of a split do not carry the price for these people. Which of them, says which."""


class SomebodyHasAPart(CannotShare):
    """A price needs somebody to pay it."""

    words = N_("Somebody must have a part in it. Write a number above 0.")


class OthersWentMeanwhile(CannotShare):
    """The numbers are for other people than the group has now."""

    words = N_("Your group has changed. Look again, and write a number for each of you.")


class NobodyComes(CannotShare):
    """Each session needs somebody to pay it."""

    words = N_("Nobody comes to session %(number)d. Tick somebody for it.")


class SumsMustAddUp(CannotShare):
    """Fixed sums are the price, to the penny."""

    words = N_("These come to %(sum)s. One session costs %(price)s. They must be the same.")


class DoesNotReach(CannotShare):
    """The most that each said is less than the price. Nobody learns whose was how little."""

    words = N_("It does not add up yet with what each of you can pay. Nothing was put to anyone.")


class TooFewForOffer(CannotShare):
    """Whoever offers it comes for no fewer people than they said (pooling P20)."""

    words = N_("They come for %(fewest)d people or more who share it. You are fewer.")


class AboveMyMost(DomainError):
    """Nobody pays more than they said they could. Told to its owner alone."""

    words = N_(
        "This is up to %(share)s a session. The most you said is %(most)s. Change that first."
    )
    field = "answer"


class MostChangedToday(DomainError):
    """One number a day, so that nobody can feel their way to what the others said."""

    words = N_("You can change this once a day. Come back tomorrow.")
    field = "week_pence"


class SaidYesToMore(DomainError):
    """A yes stands above this."""

    words = N_("You said yes to a plan that costs you more. Change your answer first.")
    field = "week_pence"
