"""What a group wants, what somebody offers, and what it would cost one person."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from microcare.decisions.values import Outcome
from microcare.groups.values import MemberName
from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

# A promise to a session ends this long after it if no invoice came (pooling P3).
PROMISE_OUTLASTS = timedelta(days=90)
FEWEST_MEMBERS = 2
# The term that keeps each member's debt their own (pooling P20).
OWN_SHARE_ONLY = N_(
    "Each of us owes only our own share. If one does not pay, that is between that person and"
    " whoever does the work."
)


@dataclass(frozen=True, slots=True)
class Wants:
    """What a group wants, in its own words."""

    wants: str
    times: str
    place: str


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """What somebody can do: pence a session for the whole group, how many, and when."""

    session_pence: int
    sessions: int
    first_on: date
    every_weeks: int
    times: str
    includes: str
    cancelling: str
    leaving: str
    closes_on: date

    @property
    def total_pence(self) -> int:
        """Pence for all the sessions."""
        return self.session_pence * self.sessions

    @property
    def days(self) -> list[date]:
        """The day of each session."""
        step = timedelta(weeks=self.every_weeks)
        return [self.first_on + step * n for n in range(self.sessions)]

    @property
    def last_on(self) -> date:
        """The day of the last session."""
        return self.days[-1]


@dataclass(frozen=True, slots=True)
class MyShare:
    """What an offer costs one person, in pence. `usual` is most sessions' part, `most` the rest's.

    `dearer` sessions cost a penny more, so that it adds up.
    """

    total: int
    usual: int
    dearer: int
    sessions: int

    @property
    def most(self) -> int:
        """Pence of the dearest session."""
        return self.usual + (1 if self.dearer else 0)


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing a person said yes to that the group promised, for their own page."""

    group_id: UUID
    group_name: str
    provider: str
    pence: int
    sessions: int
    last_on: date


class TooFewMembers(DomainError):
    """Sharing takes two."""

    words = N_("Sharing takes at least two people. Invite somebody first.")


class AskedAlready(DomainError):
    """A provider is asked once by a group."""

    words = N_("Your group has asked them already.")


class NothingWantedYet(DomainError):
    """Nobody can answer a brief that is not there."""

    words = N_("Write what you want first, so they know what to offer.")


class ProviderNotOpen(DomainError):
    """The provider is not public, or is paused, at this moment."""

    words = N_("They are not taking new work now. Nothing was set aside.")


class OfferIsOver(DomainError):
    """The offer has closed or was taken back."""

    words = N_("This offer has ended. Ask them for a new one.")


class OfferTooSoon(DomainError):
    """The first session must come after the offer closes."""

    words = N_("The first day must come after the day they must answer by")
    field = "first_on"


class ClosesTooSoon(DomainError):
    """People need days to read and think."""

    words = N_("Give them at least 5 days to answer")
    field = "closes_on"


class PickYourMoney(DomainError):
    """A yes names the money it is said with."""

    words = N_("Pick which of your money to use")
    field = "budget"


class NotEnoughLeft(DomainError):
    """One's own money does not reach. Told to its owner alone."""

    words = N_(
        "You have %(left)s left for these days. This needs %(needed)s. Nothing was set aside."
    )
    field = "budget"


class PromisedTogether(DomainError):
    """After promises are made, leaving has rules of its own."""

    words = N_("You said yes to sessions still to come. Talk to the group and to them first.")


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer as one member sees it: their own sums and nobody else's, in pence."""

    id: UUID
    provider: str
    slug: str
    terms: OfferTerms
    share: MyShare | None
    left: int
    is_open: bool

    @property
    def left_after(self) -> int:
        """Pence this member would have left after a yes; below 0 when it does not reach."""
        return self.left - (self.share.total if self.share else 0)


@dataclass(frozen=True, slots=True)
class PlanView:
    """What everyone is deciding, or last decided, as one member sees it."""

    offer: OfferView
    standing: str
    outcome: str
    hash: str
    commits_at: datetime | None
    closes_on: date
    my_answer: str
    short_pence: int
    worries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group's page as one member sees it."""

    id: UUID
    name: str
    members: tuple[MemberName, ...]
    wants: Wants | None
    brings: tuple[tuple[str, str], ...]
    asked: tuple[str, ...]
    offers: tuple[OfferView, ...]
    plan: PlanView | None
    my_left: int

    @property
    def stage(self) -> str:
        """What comes next: invite, write, ask, wait, choose, decide, think, short or agreed."""
        if self.plan and self.plan.outcome == Outcome.PASSED.value:
            return "agreed"
        if self.plan and not self.plan.outcome:
            return {"waiting": "decide", "expired": "choose"}.get(self.plan.standing, "think")
        if self.plan and self.plan.outcome == Outcome.SHORT.value:
            return "short"
        return self._before_a_plan()

    def _before_a_plan(self) -> str:
        if any(offer.is_open for offer in self.offers):
            return "choose"
        if len(self.members) < FEWEST_MEMBERS:
            return "invite"
        if self.wants is None:
            return "write"
        return "wait" if self.asked else "ask"
