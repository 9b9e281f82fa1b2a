"""Asking a member to leave: what is seen of it, how long each part takes, and its rules (P39)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

# A week to reply, then a week for the others; two of three of those who say yes or no.
REPLY_WITHIN = timedelta(days=7)
DECIDE_WITHIN = timedelta(days=7)
MORE_THAN_PERCENT = 66
# With two people there are no others to decide.
FEWEST_TO_PART = 3
# The same person is not asked again for so long; then nobody can be worn down by asking.
ASKED_AGAIN_AFTER = timedelta(days=28)
# How long the words stay after it has ended, for whoever is asked to look at it again.
PARTING_WORDS_KEPT = timedelta(days=90)


class PartingEnd(StrEnum):
    """How it ended."""

    LEAVES = "leaves"
    STAYS = "stays"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PartingView:
    """What is asked, as one member sees it. `stage` is reply, decide, leaves, stays, withdrawn.

    Nobody is told who asked, or who said what. `answer_by` is None until the others decide.
    """

    id: UUID
    group_id: UUID
    group_name: str
    name: str
    reason: str
    reply: str
    reply_by: date
    answer_by: date | None
    stage: str
    my_answer: str
    is_asked: bool
    is_about_me: bool
    is_mine: bool


class PickAMember(DomainError):
    """Somebody else who is in the group."""

    words = N_("Pick somebody in your group")
    field = "who"


class TooFewToPart(DomainError):
    """The others decide, so there must be others."""

    words = N_("Two people cannot decide this. You can leave the group yourself.")


class PartingOpenAlready(DomainError):
    """One at a time."""

    words = N_("Somebody is being asked to leave now. Wait until that is over.")


class AskedNotLongAgo(DomainError):
    """Nobody is worn down by being asked again and again."""

    words = N_("They were asked not long ago. You can ask again on %(day)s.")
    field = "who"


class PartingIsOver(DomainError):
    """It was decided, taken back, or the person has left."""

    words = N_("This has ended.")


class ReplyTooLate(DomainError):
    """The others decide already, or the person has replied."""

    words = N_("You can no longer change this. The others are deciding.")


class NotYetTime(DomainError):
    """First the person may reply."""

    words = N_("First they can reply. You can answer after that.")
