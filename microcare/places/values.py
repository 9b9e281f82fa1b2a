"""What the site means by a place, how exactly it is known, and the ways a place can be wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_


class Precision(StrEnum):
    """How exactly a point is known. It goes wherever the point goes, and is shown."""

    EXACT = "exact"
    SECTOR = "sector"
    OUTCODE = "outcode"
    TOWN = "town"
    APPROXIMATE = "approximate"


class Nation(StrEnum):
    """Whose law a council is under: registers and checks differ by nation."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"
    ISLE_OF_MAN = "isle_of_man"
    CHANNEL_ISLANDS = "channel_islands"


class Point(NamedTuple):
    """Degrees north and east (WGS84)."""

    lat: float
    lng: float


@dataclass(frozen=True, slots=True)
class Place:
    """A point with its name, how exactly it is known, and the words that find it again.

    `label` is fit to show ("TA1 4AB", "near TA1 4", "Taunton"). `near`, typed into the search box,
    finds this same place. `council_code` is set only where it is a fact: for a full postcode.
    """

    label: str
    point: Point
    precision: Precision
    near: str
    outcode: str | None = None
    council_code: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to "which one did you mean?": what to show, and the words that find it alone."""

    label: str
    near: str


@dataclass(frozen=True, slots=True)
class PatchDetails:
    """A patch as it is written down: who looks after it and whom to ring about safety."""

    name: str
    organisation: str = ""
    contact_name: str = ""
    phone: str = ""
    hours: str = ""
    safeguarding_name: str = ""
    safeguarding_phone: str = ""
    dbs_years: int = 3


class NotAPostcode(DomainError):
    """The text is not a full postcode."""

    words = N_("Write a full postcode, like TA1 4AB")
    field = "postcode"


class UnknownPlace(DomainError):
    """No place of that name or postcode is known; `suggestions` are names that read like it."""

    words = N_("We do not know that place. Try a postcode, or the nearest town.")
    field = "near"

    def __init__(self, suggestions: Sequence[Choice] = (), *, field: str | None = None):
        self.suggestions = list(suggestions)
        super().__init__(field=field)


class UnknownPostcode(UnknownPlace):
    """It reads like a full postcode, and there is none like it."""

    words = N_("We do not know that postcode. Check it, or try the nearest town.")


class AmbiguousPlace(DomainError):
    """Several places go by that name; `choices` tell them apart."""

    words = N_("There is more than one place with that name. Which one do you mean?")
    field = "near"

    def __init__(self, choices: Sequence[Choice], *, field: str | None = None):
        self.choices = list(choices)
        super().__init__(field=field)


class UnknownCouncil(DomainError):
    """No council has that code."""

    words = N_("We do not know the council code %(code)s.")
    field = "councils"


class CouncilInAnotherPatch(DomainError):
    """A council belongs to one patch only, so that each listing has one desk to go to."""

    words = N_("%(council)s is already in another patch.")
    field = "councils"


class PatchNameTaken(DomainError):
    """Two patches may not share a name."""

    words = N_("There is already a patch with that name.")
    field = "name"


class PatchNeedsName(DomainError):
    """A patch without a name cannot be spoken of."""

    words = N_("Give the patch a name.")
    field = "name"
