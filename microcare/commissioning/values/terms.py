"""What a group wants, what somebody offers, and what it would cost one person."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from microcare.groups.values import MOST_MEMBERS
from microcare.kernel.words import N_

# A promise to a session ends this long after it if no invoice came (pooling P3).
PROMISE_OUTLASTS = timedelta(days=90)
FEWEST_MEMBERS = 2
# A group that asks everybody helps nobody.
MOST_ASKED = 8
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
    """What somebody can do: pence a session for the whole group, how many, and when.

    The price is for up to `most_people`; a bigger group asks for a new offer. Below `fewest_people`
    it does not begin, and what is promised waits (pooling P20, P36).
    """

    session_pence: int
    sessions: int
    first_on: date
    every_weeks: int
    times: str
    includes: str
    cancelling: str
    leaving: str
    closes_on: date
    most_people: int = MOST_MEMBERS
    notice_weeks: int = 0
    # Who travels, and whether that is in the price. Empty in offers from before it was asked.
    travel: str = ""
    fewest_people: int = FEWEST_MEMBERS

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
    """What an offer costs one person, in pence, over the sessions that cost them anything.

    `usual` is the cheapest one's part, `most` the dearest's; `dearer` of them cost more than usual.
    """

    total: int
    usual: int
    dearer: int
    sessions: int
    most: int

    @property
    def is_even(self) -> bool:
        """Whether they differ by no more than the penny that makes it add up."""
        return self.most - self.usual <= 1


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing a person said yes to that the group promised, for their own page."""

    group_id: UUID
    group_name: str
    provider: str
    pence: int
    sessions: int
    last_on: date


class RequestState(StrEnum):
    """Where a group's question to a provider stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    NO = "no"
    ENDED = "ended"
    AGREED = "agreed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a group asked, and how that stands."""

    name: str
    slug: str
    state: RequestState


@dataclass(frozen=True, slots=True)
class RequestView:
    """What a group asked, as whoever looks after the listing sees it: no names."""

    id: UUID
    listing_name: str
    wants: Wants | None
    people: int
    state: RequestState
    offer: OfferTerms | None
    # What the group has promised of an earlier offer, while a newer one is made or looked at.
    promised: OfferTerms | None = None
