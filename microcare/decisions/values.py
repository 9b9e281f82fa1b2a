"""A proposal's terms, its hash, and the rules of deciding."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

# Three days to think after the last yes, less only when everyone asks (pooling P23).
THINKING = timedelta(days=3)


class Answer(StrEnum):
    """What a member says. Silence is never a yes (pooling P19)."""

    YES = "yes"
    NO = "no"
    WORRY = "worry"


ANSWER_WORDS = {
    Answer.YES: N_("Yes"),
    Answer.NO: N_("No, not this one"),
    Answer.WORRY: N_("I have a worry"),
}


class Outcome(StrEnum):
    """How a proposal ended."""

    PASSED = "passed"
    SHORT = "short"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """Where an open proposal stands. Computed, never set by a person (pooling P22)."""

    WAITING = "waiting"
    THINKING = "thinking"
    DUE = "due"
    EXPIRED = "expired"
    ENDED = "ended"


METHOD = "everyone_agrees"


@dataclass(frozen=True, slots=True)
class Rules:
    """How a proposal is decided, taken down when it opens and the same until it ends (P21)."""

    closes_at: datetime
    thinking: timedelta = THINKING
    method: str = METHOD

    def as_terms(self, people: int) -> dict[str, Any]:
        """The rules as they are written into the version that everyone decides on."""
        return {
            "method": self.method,
            "closes_at": self.closes_at.astimezone(UTC).isoformat(),
            "thinking_seconds": int(self.thinking.total_seconds()),
            "people": people,
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


class OneAtATime(DomainError):
    """A group decides one plan at a time."""

    words = N_("Your group is already deciding. Finish that first.")
