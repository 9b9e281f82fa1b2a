"""What is asked for, and what may be kept of it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from microcare.index.values import Near, Query, Sort
from microcare.kernel.distance import METRES_IN_A_MILE
from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_
from microcare.places.values import Place

LONGEST_WORDS = 200
LONGEST_PLACE = 100
LEAST_MILES, MOST_MILES, DEFAULT_MILES = 1, 50, 10
MOST_PENCE_AN_HOUR = 50_000
DEFAULT_PER_PAGE, MOST_PER_PAGE, LAST_PAGE = 20, 100, 100_000
# A count below this could point at a person.
LEAST_SHOWN = 5


class UnknownTown(DomainError):
    """No place of that name is known."""

    words = N_("We do not know “%(near)s”. Try a postcode, or the nearest town")
    field = "near"


class UnknownTownButLike(DomainError):
    """No place of that name is known, but one that reads like it is."""

    words = N_("We do not know “%(near)s”. Did you mean %(suggestion)s?")
    field = "near"


class UnknownPostcodeHere(DomainError):
    """It reads like a full postcode, and there is none like it."""

    words = N_("We do not know the postcode “%(near)s”. Check it, or try the nearest town")
    field = "near"


class NobodyToAsk(DomainError):
    """No catalyst looks after that place yet, or the place is not known well enough to say."""

    words = N_("There is no catalyst there yet. Ring us, and we will help you look.")


class NothingAskedFor(DomainError):
    """What is wanted must be said before it can be asked for."""

    words = N_("Write what would help")
    field = "q"


@dataclass(frozen=True, slots=True)
class Asked:
    """One search, as the address says it. Several of one name mean or."""

    q: str = ""
    near: str = ""
    within_miles: float = DEFAULT_MILES
    kinds: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    pays: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    has_room: bool = False
    max_pence_an_hour: int | None = None
    sort: Sort = Sort.BEST
    page: int = 1
    per_page: int = DEFAULT_PER_PAGE

    def query(self, place: Place | None) -> Query:
        """The same for the index, looked for from `place`."""
        near = None
        if place is not None:
            near = Near(place.point.lat, place.point.lng, self.within_miles * METRES_IN_A_MILE)
        return Query(
            words=self.q,
            near=near,
            kinds=self.kinds,
            helps=self.helps,
            pays=self.pays,
            days=self.days,
            has_room=self.has_room,
            max_pence_an_hour=self.max_pence_an_hour,
            sort=self.sort,
        )

    def but(self, **changes: Any) -> "Asked":
        """The same search from its first page with something changed."""
        return replace(self, **({"page": 1} | changes))

    @property
    def is_filtered(self) -> bool:
        """Whether anything but words and place narrows it."""
        chosen = (self.kinds, self.helps, self.pays, self.days, self.has_room)
        return any(chosen) or self.max_pence_an_hour is not None

    def pairs(self) -> list[tuple[str, str]]:
        """The search as names and values for an address, defaults left out."""
        one: list[tuple[str, str]] = [("q", self.q), ("near", self.near)]
        if self.near and self.within_miles != DEFAULT_MILES:
            one.append(("within", f"{self.within_miles:g}"))
        for name, codes in (
            ("kind", self.kinds),
            ("help", self.helps),
            ("pay", self.pays),
            ("day", self.days),
        ):
            one += [(name, code) for code in codes]
        if self.has_room:
            one.append(("room", "1"))
        if self.max_pence_an_hour is not None:
            one.append(("max_price", _pounds(self.max_pence_an_hour)))
        if self.sort is not Sort.BEST:
            one.append(("sort", self.sort.value))
        if self.page > 1:
            one.append(("page", str(self.page)))
        if self.per_page != DEFAULT_PER_PAGE:
            one.append(("per_page", str(self.per_page)))
        return [(name, value) for name, value in one if value]


def _pounds(pence: int) -> str:
    whole, part = divmod(pence, 100)
    return f"{whole}.{part:02d}" if part else str(whole)


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a search that found nothing: what is changed, and how many it would find."""

    change: str
    asked: Asked
    count: int
    word: str = ""
    nearest_m: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the press of a button sends to a catalyst: what was looked for and where, never who.

    `email` is where the catalyst's answer is sent, if anywhere.
    """

    words: str
    help_slugs: tuple[str, ...]
    place: Place
    email: str | None = None


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A wish as the catalyst's desk sees it."""

    id: uuid.UUID
    patch_id: uuid.UUID
    words: str
    help_slugs: tuple[str, ...]
    place: str
    outcode: str
    asked_on: date
    wants_answer: bool = False


@dataclass(frozen=True, slots=True)
class NotFound:
    """How often a kind of help was looked for near an outcode and nothing was found.

    Never fewer than LEAST_SHOWN.
    """

    outcode: str
    help_slug: str
    times: int


def month_of(day: date) -> date:
    """The first of the day's month: all that is kept of when."""
    return day.replace(day=1)


def once(codes: Iterable[str]) -> tuple[str, ...]:
    """Each code once, in the order given."""
    return tuple(dict.fromkeys(codes))
