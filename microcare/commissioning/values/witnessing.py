"""A yes by voice, sign or symbols before two witnesses, who gain nothing by it (pooling P31a)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from microcare.decisions.values import Standing
from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_
from microcare.people.values import How, normal_email

# Pooling P31a: "it counts after 5 working days and a letter or call to the person".
WITNESSED_WORKING_DAYS = 5
# Pooling P31a: "before two witnesses".
WITNESSES = 2
# By voice, by sign, with symbols; two people must have been there, so neither a call nor a letter.
BEFORE_WITNESSES = (How.IN_PERSON, How.SIGN, How.SYMBOLS)


class Told(StrEnum):
    """How the person was told that a yes was written down for them."""

    EMAIL = "email"
    CALL = "call"
    PAPER = "paper"


TOLD_WORDS = {
    Told.EMAIL: N_("By e-mail"),
    Told.CALL: N_("By a call"),
    Told.PAPER: N_("By a letter on paper"),
}


class Ended(StrEnum):
    """Why a yes before witnesses counts for nothing any more."""

    ANSWERED = "answered"
    TAKEN_BACK = "taken_back"
    WITNESS = "witness"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Named:
    """A witness, as whoever writes the yes down names them."""

    name: str
    email: str


def mailbox(email: str) -> str:
    """One letter box: sam+one@example.org and sam@example.org are the same person's."""
    name, _, host = normal_email(email).partition("@")
    return f"{name.partition('+')[0]}@{host}"


@dataclass(frozen=True, slots=True)
class WitnessLine:
    """A witness as the person and their helper see them: None until they have answered."""

    name: str
    said: bool | None


@dataclass(frozen=True, slots=True)
class WitnessedView:
    """A yes before witnesses, as the person and whoever helps them see it."""

    helper_name: str
    how: How
    words: str
    recorded_at: datetime
    witnesses: tuple[WitnessLine, ...]
    budget_ids: tuple[UUID, ...]
    told: Told | None
    told_on: date | None
    counts_on: date | None
    has_counted: bool


@dataclass(frozen=True, slots=True)
class WitnessPage:
    """What a witness reads: who, what for, how it was said. No sum, no group, no other's name."""

    person_name: str
    helper_name: str
    provider: str
    includes: str
    sessions: int
    first_on: date
    last_on: date
    how: How
    words: str
    recorded_on: date
    said: bool | None
    standing: Standing

    @property
    def is_over(self) -> bool:
        """Whether nothing that a witness says can matter any more."""
        return self.standing in (Standing.ENDED, Standing.EXPIRED)


class WitnessGains(DomainError):
    """A witness gains nothing by it: one sentence for all reasons, so that it tells of nobody."""

    words = N_("Name somebody else: a witness who gains nothing by this, and is not you or them")


class OnePersonTwice(DomainError):
    """Two witnesses are two people."""

    words = N_("Name two different people, each with an e-mail of their own")
    field = "email_2"


class WaitsAlready(DomainError):
    """One at a time, so that nobody tries until it sticks."""

    words = N_("A yes before witnesses is waiting already. Take it back first.")


class SaidYesAlready(DomainError):
    """The person's own yes needs no witness."""

    words = N_("They have said yes already. Nothing more is needed.")


class NotWithThatMoney(DomainError):
    """The money does not meet the plan; whoever may not see sums is told no more than that."""

    words = N_("It cannot be said with that money. Ask them to look at it, or somebody they trust.")
    field = "budget"


class NeedsNoWitness(DomainError):
    """Whoever can press for themself answers by themself."""

    words = N_("You can answer by yourself, on the page of the plan. That needs no witness.")


class NotWaiting(DomainError):
    """What it was about has ended."""

    words = N_("This is over. Nothing more is needed.")


class NotYoursToWitness(DomainError):
    """Told to the witness alone, at the moment they answer."""

    words = N_("You cannot be a witness to this. You are close to it, or you answered already.")


class ToldWhen(DomainError):
    """Nobody is told before it was written down, or tomorrow."""

    words = N_("Write a day since it was written down, up to today")
    field = "told_on"
