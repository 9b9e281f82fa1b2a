"""The public document of a listing: one immutable value, made when a catalyst says yes.

Search, pages, the feed and exports read this and nothing else, so what is not in here cannot leak.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time

from microcare.directory.values.answers import Address, HelpTerm, Met
from microcare.directory.values.checks import CheckKind
from microcare.directory.values.hours import Hours, same_hours
from microcare.directory.values.kinds import (
    ACCESS_WORDS,
    KIND_WORDS,
    PAY_WORDS,
    ROOM_WORDS,
    Access,
    Day,
    Kind,
    Pay,
    Per,
    Reach,
    Room,
)
from microcare.places.values import Point, Precision


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """Where it is: for home-based help the public point only, with the radius served in metres."""

    reach: Reach
    point: Point
    near: str
    precision: Precision
    radius_m: int | None = None
    address: Address | None = None

    @property
    def is_home_based(self) -> bool:
        """Whether the exact place is somebody's home and so is not in here."""
        return self.reach != Reach.VENUE


@dataclass(frozen=True, slots=True)
class PublicTime:
    """One day's hours in London."""

    day: Day
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class PublicPrice:
    """A price in pence, per what, and how long a session lasts where that is known."""

    pence: int
    per: Per
    minutes: int | None = None

    @property
    def pence_an_hour(self) -> int | None:
        """Pence for an hour, rounded up; None where the length is not known."""
        if self.per == Per.HOUR:
            return self.pence
        if self.per == Per.SESSION and self.minutes:
            return -(-self.pence * 60 // self.minutes)
        return None


@dataclass(frozen=True, slots=True)
class PublicCheck:
    """What was seen, of whom, by whom, when, and until when."""

    kind: CheckKind
    seen_on: date
    seen_by: str
    about: str | None = None
    level: str | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class PublicOwnership:
    """Who owns it."""

    organisation: str
    users_percent: int
    workers_percent: int
    register: str = ""
    register_number: str = ""

    @property
    def is_theirs(self) -> bool:
        """Whether people who use it and work in it own more than half."""
        return self.users_percent + self.workers_percent > 50


@dataclass(frozen=True, slots=True)
class PublicPatch:
    """Who looks after this area, and whom to ring about a worry."""

    id: uuid.UUID
    name: str
    organisation: str
    contact_name: str
    phone: str
    safeguarding_name: str
    safeguarding_phone: str


@dataclass(frozen=True, slots=True)
class PublicTreatment:
    """How people who work here are treated."""

    paid: str
    travel_time: str = ""
    training: str = ""
    say: str = ""


@dataclass(frozen=True, slots=True)
class PublicStory:
    """A story somebody said yes to sharing."""

    words: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class PublicListing:
    """Everything that everybody may know of a listing."""

    id: uuid.UUID
    organization_id: uuid.UUID
    version_id: uuid.UUID
    number: int
    slug: str
    name: str
    kind: Kind
    summary: str
    description: str
    place: PublicPlace
    patch: PublicPatch
    ownership: PublicOwnership
    published_at: datetime
    changed_at: datetime | None = None
    people: tuple[Met, ...] = ()
    same_people: str = ""
    workers: int | None = None
    help: tuple[HelpTerm, ...] = ()
    who_for: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    does_not: str = ""
    personal_care: bool = False
    times: tuple[PublicTime, ...] = ()
    times_note: str = ""
    prices: tuple[PublicPrice, ...] = ()
    includes: str = ""
    travel: str = ""
    cancelling: str = ""
    shortest_minutes: int | None = None
    shared_min: int | None = None
    shared_max: int | None = None
    pay: tuple[Pay, ...] = ()
    room: Room = Room.FULL
    room_for: int | None = None
    waiting_weeks: int | None = None
    languages: tuple[str, ...] = ()
    access: tuple[Access, ...] = ()
    access_note: str = ""
    phone: str = ""
    website: str = ""
    checks: tuple[PublicCheck, ...] = ()
    treatment: PublicTreatment | None = None
    principles: tuple[str, ...] = ()
    story: PublicStory | None = None
    approved_on: date | None = None
    approved_by: str = ""
    confirmed_on: date | None = None
    confirmed_by: str = ""
    is_paused: bool = False

    @property
    def kind_words(self) -> str:
        """The kind, in words to be translated."""
        return KIND_WORDS[self.kind]

    @property
    def room_words(self) -> str:
        """Whether there is room, in words to be translated."""
        return ROOM_WORDS[self.room]

    @property
    def pay_words(self) -> tuple[str, ...]:
        """Ways to pay, in words to be translated."""
        return tuple(PAY_WORDS[way] for way in self.pay)

    @property
    def access_words(self) -> tuple[str, ...]:
        """What makes it easier to use, in words to be translated."""
        return tuple(ACCESS_WORDS[way] for way in self.access)

    @property
    def hours(self) -> tuple[Hours, ...]:
        """Days that share the same hours, together."""
        return same_hours(self.times)

    @property
    def price(self) -> PublicPrice | None:
        """The price that leads."""
        return self.prices[0] if self.prices else None

    @property
    def has_room(self) -> bool:
        """Whether somebody could start now."""
        return self.room == Room.ROOM and not self.is_paused

    @property
    def help_slugs(self) -> tuple[str, ...]:
        """The slugs of what they help with."""
        return tuple(term.slug for term in self.help)

    def has_lapsed(self, check: PublicCheck, today: date) -> bool:
        """Whether `check` is out of date on `today`."""
        return check.ends_on is not None and check.ends_on < today
