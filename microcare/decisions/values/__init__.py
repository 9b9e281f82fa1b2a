"""A proposal's terms, its hash, and the rules of deciding."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from microcare.decisions.values.classes import Voice, VoiceTally
from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

# Three days to think after the last yes, less only when everyone asks (pooling P23).
THINKING = timedelta(days=3)


# How long everybody has to answer, and what one who asks for more time adds to it (P24).
ANSWER_WITHIN = timedelta(days=10)
MORE_TIME = timedelta(days=3)


class Answer(StrEnum):
    """What a member says. Silence is never a yes (pooling P19).

    A worry is an objection with its reason. To stand aside is to let the others go on without
    oneself: no money, and no part in it.
    """

    YES = "yes"
    NO = "no"
    WORRY = "worry"
    ASIDE = "aside"


ANSWER_WORDS = {
    Answer.YES: N_("Yes"),
    Answer.NO: N_("No, not this one"),
    Answer.WORRY: N_("I have a worry"),
    Answer.ASIDE: N_("I stand aside"),
}


# Whoever has not answered is reminded once, so long before the end.
REMIND_BEFORE = timedelta(days=3)


class ReminderFormat(StrEnum):
    """How a person wants to be reminded (pooling P24)."""

    EMAIL = "email"
    PRINT = "print"
    SUPPORTER = "supporter"


FORMAT_WORDS = {
    ReminderFormat.EMAIL: N_("By e-mail"),
    ReminderFormat.PRINT: N_("By a letter to print, in large type"),
    ReminderFormat.SUPPORTER: N_("Through whoever helps me"),
}


class Method(StrEnum):
    """The ways to decide (pooling P22).

    Consent: each whose money it is says yes, and nobody's worry stands. Everyone agrees, which is
    consensus with block: all say yes, and a no of one stops it, without a reason. Majority: for
    what is not money, and for nothing else.
    """

    CONSENT = "consent"
    EVERYONE_AGREES = "everyone_agrees"
    MAJORITY = "majority"


ANSWERS_TO = {
    Method.CONSENT: frozenset({Answer.YES, Answer.WORRY, Answer.ASIDE}),
    Method.EVERYONE_AGREES: frozenset({Answer.YES, Answer.NO, Answer.WORRY}),
    Method.MAJORITY: frozenset({Answer.YES, Answer.NO, Answer.ASIDE}),
}


class Outcome(StrEnum):
    """How a proposal ended."""

    PASSED = "passed"
    SHORT = "short"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    # A new version for fewer or other people took its place.
    REPLACED = "replaced"
    # A question that the majority answered with no.
    REFUSED = "refused"


class Standing(StrEnum):
    """Where an open proposal stands. Computed, never set by a person (pooling P22)."""

    WAITING = "waiting"
    THINKING = "thinking"
    DUE = "due"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Rules:
    """How a proposal is decided, taken down when it opens and the same until it ends (P21).

    More time is one of the rules: each who decides may ask once, and each asking moves the end by
    `more_time`, never past `latest_at`. `quorum` is how many must answer, None for everybody whose
    money it is. A majority is more than `threshold_percent` of those who say yes or no.
    """

    closes_at: datetime
    thinking: timedelta = THINKING
    method: Method = Method.CONSENT
    latest_at: datetime | None = None
    more_time: timedelta = timedelta(0)
    quorum: int | None = None
    threshold_percent: int = 100

    def as_terms(self, people: int, quorum: int) -> dict[str, Any]:
        """The rules as they are written into the version that everyone decides on."""
        return {
            "method": self.method.value,
            "closes_at": self.closes_at.astimezone(UTC).isoformat(),
            "latest_at": (self.latest_at or self.closes_at).astimezone(UTC).isoformat(),
            "more_seconds": int(self.more_time.total_seconds()),
            "thinking_seconds": int(self.thinking.total_seconds()),
            "people": people,
            "quorum": quorum,
            "threshold_percent": self.threshold_percent,
        }


@dataclass(frozen=True, slots=True)
class Share:
    """One member's own part in pence, with the salt that hides it in the hash."""

    person_id: UUID
    pence: int
    salt: str

    @property
    def digest(self) -> str:
        """SHA-256 of the 128-bit salt and the share: says nothing to who lacks the salt (P20)."""
        return hashlib.sha256(f"{self.salt}:{self.pence}".encode()).hexdigest()


def new_salt() -> str:
    """128 random bits in hex."""
    return secrets.token_hex(16)


def canonical(terms: Mapping[str, Any]) -> str:
    """The terms as text that is the same for the same terms: sorted keys, no spaces."""
    return json.dumps(terms, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def version_hash(document: str, digests: Iterable[str]) -> str:
    """SHA-256 over the shared terms and each member's digest (pooling P20).

    Whoever has the document, the digests and one salt can work it out again without learning
    anybody else's share.
    """
    return hashlib.sha256("\n".join([document, *sorted(digests)]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Proof:
    """What one member needs to see for themselves that nothing changed since they agreed."""

    hash: str
    document: str
    digests: tuple[str, ...]
    my_pence: int
    my_salt: str


@dataclass(frozen=True, slots=True)
class Given:
    """A member's latest answer."""

    answer: Answer
    at: datetime
    reason: str = ""
    sooner: bool = False
    # On which authority somebody else wrote it down; None for the member's own press.
    authority_id: UUID | None = None


# How long a question stays open, as whoever asks picks; how many are open at a time.
QUESTION_DAYS = {3: N_("3 days"), 7: N_("A week"), 14: N_("Two weeks")}
QUESTION_ANSWERS = {
    Answer.YES: N_("Yes"),
    Answer.NO: N_("No"),
    Answer.ASIDE: N_("I do not mind"),
}
MOST_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as one member sees it: their own answer, and in the end what most said.

    No number is told: in a handful of people a count is a name.
    """

    id: UUID
    words: str
    asked_by: UUID
    asked_on: date
    answer_by: date
    outcome: Outcome | None
    my_answer: str
    is_asked: bool
    # Of a co-operative: what each voice counts; and how each said, once it has ended and only where
    # three or more of each that said anything did. Below that a number is a name.
    weights: tuple[tuple[Voice, int], ...] = ()
    tallies: tuple[VoiceTally, ...] = ()

    @property
    def waits_for_me(self) -> bool:
        """Whether this member's answer is still to come."""
        return self.is_asked and self.outcome is None and not self.my_answer


class QuestionIsOver(DomainError):
    """It was answered by all, taken back, or its day has gone."""

    words = N_("This question has ended.")


class AskedEnoughQuestions(DomainError):
    """A few at a time."""

    words = N_("%(most)d questions are open. Wait until one has ended.")


class AskedNobody(DomainError):
    """A question takes two."""

    words = N_("There is nobody to ask yet. Invite somebody first.")


class SharesDoNotAddUp(DomainError):
    """The shares are not the total."""

    words = N_("The shares do not add up to the price. Nothing was started.")


class NotInElectorate(DomainError):
    """Only those whose money it is may answer."""

    words = N_("Only people in this plan can answer.")


class ProposalHasEnded(DomainError):
    """It was decided, withdrawn or ran out."""

    words = N_("This plan has ended, so it cannot be answered. Look at the group's page.")


class WorryNeedsReason(DomainError):
    """A worry comes with words that the others can act on."""

    words = N_("Say what worries you, in a sentence or two")
    field = "reason"


class NotAnAnswerHere(DomainError):
    """Each way to decide has its own answers."""

    words = N_("Pick one of the answers")
    field = "answer"


class NoMoreTime(DomainError):
    """Each asks once, and the last day does not move."""

    words = N_("There is no more time to add. You have asked already, or it is the last day.")


class MoneyByMajority(DomainError):
    """A majority never decides about money."""

    words = N_("Nobody can vote on money. Each says yes or no for their own.")


class OneAtATime(DomainError):
    """A group decides one plan at a time."""

    words = N_("Your group is already deciding. Finish that first.")
