"""What a provider answers, one frozen value a question.

`Answers` holds them all; None means not answered yet. An exact home postcode is never in here:
`Where` carries it in, and what comes back out is `Placed`.
"""

from dataclasses import dataclass, field
from datetime import date

from microcare.directory.values.checks import DBS_WORDS, DbsLevel
from microcare.directory.values.cost import CostTerms, Paying, Price, Sharing
from microcare.directory.values.hours import Times
from microcare.directory.values.kinds import Access, Kind, Reach, Room
from microcare.places.values import Point, Precision


@dataclass(frozen=True, slots=True)
class NameAndKind:
    """What it is called and what sort of thing it is."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Summary:
    """What they do, in two sentences."""

    summary: str


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit is like."""

    description: str


@dataclass(frozen=True, slots=True)
class Met:
    """A person you would meet, by the name and words they chose."""

    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """The people you would meet, and whether it is the same ones each time."""

    people: tuple[Met, ...]
    same_people: str = ""


@dataclass(frozen=True, slots=True)
class HelpTerm:
    """A kind of help in plain words, and the starting kind of the home page it stands under.

    `alike` are other words that people use for it.
    """

    slug: str
    name: str
    group: str
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Help:
    """What they help with, by the slugs of help terms."""

    slugs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What the work is like: it decides which checks the law lets us ask for."""

    personal_care: bool
    handles_money: bool
    one_to_one: bool
    workers: int
    does_not: str = ""


@dataclass(frozen=True, slots=True)
class WhoFor:
    """Who it is for; ages in years, None for no limit."""

    who_for: str
    minimum_age: int | None = None
    maximum_age: int | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a place that is open to people; never of a home."""

    line_1: str
    city: str
    county: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Where:
    """Where help happens, as told: the postcode may be a home's and goes no further than that."""

    reach: Reach
    postcode: str


@dataclass(frozen=True, slots=True)
class VenueAddress:
    """The lines of a venue's address that people read."""

    line_1: str
    city: str
    county: str


@dataclass(frozen=True, slots=True)
class Served:
    """How far they go from their public point, in metres."""

    radius_m: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a listing is as everybody may know it. For a home it is the public point."""

    reach: Reach
    point: Point
    near: str
    precision: Precision
    radius_m: int | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class RoomNow:
    """Whether there is room, for how many if known, or how many weeks to wait."""

    room: Room
    room_for: int | None = None
    waiting_weeks: int | None = None


@dataclass(frozen=True, slots=True)
class Languages:
    """Languages spoken, by their English names."""

    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accessible:
    """What makes it easier to use."""

    access: tuple[Access, ...]
    access_note: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """How everybody may reach them; empty where they would rather be asked through us."""

    phone: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class ChecksHeld:
    """What the provider says they hold. The catalyst looks at each; nothing here is published."""

    has_insurance: bool
    dbs: DbsLevel | None = None
    insured_until: date | None = None
    registration: str = ""
    has_training: bool = False

    @property
    def dbs_words(self) -> str:
        """The level of their DBS check, untranslated; empty without one."""
        return DBS_WORDS[self.dbs] if self.dbs else ""


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who owns it, in whole per cent, and where it is registered."""

    organisation: str
    users_percent: int
    workers_percent: int
    register: str = ""
    register_number: str = ""


@dataclass(frozen=True, slots=True)
class Treatment:
    """How the people who work here are treated."""

    paid: str
    travel_time: str = ""
    training: str = ""
    say: str = ""


@dataclass(frozen=True, slots=True)
class Principles:
    """What they will not give up."""

    principles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One story, who tells it in general words, and that they said yes to sharing it."""

    story: str
    story_by: str = ""
    story_agreed: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything a listing says about itself so far."""

    named: NameAndKind
    summary: Summary | None = None
    visit: Visit | None = None
    people: People | None = None
    help: tuple[HelpTerm, ...] = field(default=())
    work: Work | None = None
    who_for: WhoFor | None = None
    placed: Placed | None = None
    times: Times | None = None
    price: Price | None = None
    cost_terms: CostTerms | None = None
    sharing: Sharing | None = None
    paying: Paying | None = None
    room: RoomNow | None = None
    languages: Languages | None = None
    accessible: Accessible | None = None
    reached: Reached | None = None
    checks: ChecksHeld | None = None
    ownership: Ownership | None = None
    treatment: Treatment | None = None
    principles: Principles | None = None
    story: Story | None = None
