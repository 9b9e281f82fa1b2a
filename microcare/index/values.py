"""What the index holds and what it answers, as plain values.

Only the public point of a place is ever handed to the index: distance, order, map and served area
can give away no more than that point does.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

KINDS = (
    "micro_enterprise",
    "coop",
    "shared_lives_scheme",
    "homeshare_scheme",
    "circle_facilitator",
    "community_group",
    "other",
)
PAYS = ("direct_payment", "isf", "phb", "own", "council")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PERIODS = ("hour", "session", "day", "week")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Sort(StrEnum):
    """In which order results come."""

    BEST = "best"
    NEAREST = "nearest"
    PRICE = "price"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Price:
    """What it costs: `pence` for one hour, session, day or week; `minutes` long where known."""

    pence: int
    per: str
    minutes: int | None = None

    @property
    def pence_an_hour(self) -> int | None:
        """Pence an hour, rounded up: of an hourly price, or of a session whose length is known."""
        if self.per == "hour":
            return self.pence
        if self.per == "session" and self.minutes:
            return -(-self.pence * 60 // self.minutes)
        return None

    @property
    def hours(self) -> float | None:
        """How many hours one hour, session, day or week of this lasts, where known."""
        if self.per == "hour":
            return 1.0
        return self.minutes / 60 if self.minutes else None

    @property
    def comparable(self) -> bool:
        """Whether it can be set beside an hourly price."""
        return self.pence_an_hour is not None


@dataclass(frozen=True, slots=True)
class Help:
    """One thing a listing helps with: its plain name, and other words people use for it."""

    slug: str
    name: str
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One public listing as the index knows it.

    `lat`, `lng`: the public point. `served_radius_m`: they visit people within this many metres of
    it. `comes_to`: people come to a place. `body`: any other public words to find it by (places,
    who for, times in words). `pays`, `days`: codes of PAYS and DAYS. `card`: whatever the result
    card shows, given back untouched.
    """

    listing_id: uuid.UUID
    slug: str
    name: str
    kind: str
    summary: str
    lat: float
    lng: float
    published_at: datetime
    body: str = ""
    helps: tuple[Help, ...] = ()
    served_radius_m: int | None = None
    comes_to: bool = False
    pays: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    has_room: bool = False
    price: Price | None = None
    confirmed_on: date | None = None
    card: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class Near:
    """Where someone looks from, and how many metres they would go."""

    lat: float
    lng: float
    within_m: float


@dataclass(frozen=True, slots=True)
class Box:
    """A viewport in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. Several of one name mean or; different names mean and."""

    words: str = ""
    near: Near | None = None
    box: Box | None = None
    kinds: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    pays: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    has_room: bool = False
    max_pence_an_hour: int | None = None
    sort: Sort = Sort.BEST


class Field(StrEnum):
    """Where in a document a word was found, the weightiest first."""

    NAME = "name"
    HELP = "help"
    ALIKE = "alike"
    SUMMARY = "summary"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word of the document that answers a word that was typed.

    `help_name` is set where the words belong to a thing it helps with.
    """

    typed: str
    word: str
    field: Field
    help_name: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: the document's facts, how far in metres, and what was found in it."""

    listing_id: uuid.UUID
    slug: str
    name: str
    kind: str
    summary: str
    lat: float
    lng: float
    helps: tuple[str, ...]
    pays: tuple[str, ...]
    days: tuple[str, ...]
    has_room: bool
    visits: bool
    comes_to: bool
    price: Price | None
    confirmed_on: date | None
    card: Mapping[str, Any]
    distance_m: int | None = None
    found: tuple[FoundWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Facets:
    """How many there would be for each code, with every other filter applied but not its own."""

    total: int
    kind: Mapping[str, int]
    help: Mapping[str, int]
    pay: Mapping[str, int]
    day: Mapping[str, int]
    room: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How the typed words were read.

    `words`: those looked for, in order. `spelt`: typed word to the known word it was taken for.
    `unknown`: words that no document has.
    """

    words: tuple[str, ...] = ()
    spelt: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of results with the exact total and the counts for the filters."""

    total: int
    hits: tuple[Hit, ...]
    facets: Facets
    reading: Reading


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One document on the map."""

    listing_id: uuid.UUID
    slug: str
    name: str
    kind: str
    lat: float
    lng: float
