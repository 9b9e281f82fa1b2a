"""What people are described with: roles, link purposes, authority, what is held, broken rules."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from microcare.kernel.words import N_
from microcare.people.values.authority import (
    ACT_WORDS,
    AUTHORITY_WORDS,
    HOW_WORDS,
    MAY_HOLD_MONEY,
    MAY_NAME,
    Act,
    AuthorityType,
    DeedLine,
    How,
    Invitation,
    Spoken,
    acts_as,
)
from microcare.people.values.errors import (
    AlreadyRecorded,
    AuthorityIsOver,
    BeyondAuthority,
    EmailTaken,
    LastAdmin,
    LinkTooOld,
    LinkUsed,
    NotForThemselves,
    NothingRecorded,
    NotOnesOwnDeath,
    NotTheirsToName,
    OnlySpeaks,
    PatchNeeded,
    TooManyTries,
    WeakPassword,
    WrongCode,
    WrongPassword,
    WrongSignIn,
)

__all__ = [
    "ACT_WORDS",
    "AUTHORITY_WORDS",
    "AccountRow",
    "Act",
    "AlreadyRecorded",
    "NotOnesOwnDeath",
    "NothingRecorded",
    "AuthorityIsOver",
    "AuthorityType",
    "BeyondAuthority",
    "DeedLine",
    "EmailTaken",
    "Erase",
    "HOW_WORDS",
    "Held",
    "How",
    "Invitation",
    "LIFETIME",
    "LONGEST_EMAIL",
    "LONGEST_NAME",
    "LONGEST_PASSWORD",
    "LastAdmin",
    "LinkTooOld",
    "LinkUsed",
    "MAY_HOLD_MONEY",
    "MAY_NAME",
    "Newcomer",
    "NotForThemselves",
    "NotTheirsToName",
    "OnlySpeaks",
    "PURPOSE_WORDS",
    "PatchNeeded",
    "PersonalData",
    "Purpose",
    "ROLE_WORDS",
    "Role",
    "SHORTEST_PASSWORD",
    "SOMEBODY_GONE",
    "Section",
    "Sent",
    "SignInLimits",
    "Spoken",
    "Tidied",
    "TooManyTries",
    "WRITING_KEPT",
    "WeakPassword",
    "WrongCode",
    "WrongPassword",
    "WrongSignIn",
    "acts_as",
    "normal_email",
    "safe_path",
]

Held = str | int | bool | date | datetime | None
LONGEST_EMAIL = 254
LONGEST_NAME = 80
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200


class Role(StrEnum):
    """A role that somebody grants. Provider and supporter follow from what a person does."""

    CATALYST = "catalyst"
    ADMIN = "admin"


ROLE_WORDS = {Role.CATALYST: N_("Catalyst"), Role.ADMIN: N_("Admin")}


class Purpose(StrEnum):
    """What a link in an e-mail is for, and so the only thing it can do."""

    SIGN_UP = "sign_up"
    SIGN_IN = "sign_in"
    RESET = "reset"
    NEW_ADDRESS = "new_address"
    SUPPORT = "support"
    SECOND_STEP = "second_step"
    WITNESS = "witness"


LIFETIME: dict[Purpose, timedelta] = {
    Purpose.SIGN_UP: timedelta(days=1),
    Purpose.SIGN_IN: timedelta(minutes=30),
    Purpose.RESET: timedelta(hours=1),
    Purpose.NEW_ADDRESS: timedelta(days=1),
    Purpose.SUPPORT: timedelta(days=14),
    Purpose.SECOND_STEP: timedelta(minutes=15),
    # Past what a plan is usually open, so that a witness can take their word back until then.
    Purpose.WITNESS: timedelta(days=60),
}


PURPOSE_WORDS = {
    Purpose.SIGN_UP: N_("To make an account"),
    Purpose.SIGN_IN: N_("To sign in"),
    Purpose.RESET: N_("To choose a new password"),
    Purpose.NEW_ADDRESS: N_("To change the e-mail"),
    Purpose.SUPPORT: N_("To ask somebody to help"),
    Purpose.SECOND_STEP: N_("To sign in with a code"),
    Purpose.WITNESS: N_("To ask a witness"),
}


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody wrote to make an account."""

    name: str
    email: str
    password: str | None = None


# Shown where old records name somebody whose account is gone.
SOMEBODY_GONE = N_("Someone who left")


@dataclass(frozen=True, slots=True)
class SignInLimits:
    """How long a sign-in lasts: unused, and at most."""

    idle: timedelta
    absolute: timedelta


@dataclass(frozen=True, slots=True)
class Section:
    """One part of what is held about a person, for /my/data and its download.

    `name` is its key in the download ("budgets"); `title` is marked with N_. Each entry maps a
    label marked with N_ to a plain value. `kept` says, marked with N_, what stays after the
    account is deleted and why; empty when nothing stays.
    """

    name: str
    title: str
    entries: tuple[Mapping[str, Held], ...] = ()
    kept: str = ""


class PersonalData(Protocol):
    """A feature's queries.personal_data: what it holds about one person."""

    def __call__(self, session: Any, person_id: UUID) -> list[Section]:
        """The feature's sections, empty ones left out."""
        ...


class Erase(Protocol):
    """A feature's services.erase: removes what it holds about one person, in the caller's
    transaction, highest feature first. Raises a DomainError when something must be ended before.
    """

    def __call__(self, session: Any, person_id: UUID, clock: Any) -> None:
        """Removes, or cuts from the name, what the feature holds."""
        ...


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many rows a tidying removed."""

    links: int = 0
    sign_ins: int = 0
    guesses: int = 0


WRITING_KEPT = timedelta(hours=1)
_MOST_WRITTEN = 40_000


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent: where to, and its fields but for what guards an account."""

    address: str
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, address: str, pairs: Iterable[tuple[str, str]]) -> "Sent | None":
        """What is worth keeping of a form; None for a button, and for more than anybody types."""
        fields = tuple((n, v) for n, v in pairs if n not in _OURS and not _SECRET & {*n.split("_")})
        is_kept = sum(len(n) + len(v) for n, v in fields) <= _MOST_WRITTEN
        sent = cls(address, fields)
        return sent if is_kept and sent.words else None

    @property
    def words(self) -> list[str]:
        """What was written, and not picked: it has a space within, and some length."""
        return [v for _, v in self.fields if len(v.strip()) >= 12 and " " in v.strip()]


# What guards an account, as a word of a field's name; and what the page adds by itself.
_SECRET = {"password", "code"}
_OURS = {"csrf_token", "kept_writing"}


def normal_email(text: str) -> str:
    """The one way an address is written here: composed letters, lower case, no spaces around."""
    return unicodedata.normalize("NFC", text).strip().lower()


def safe_path(text: str | None, default: str = "/my") -> str:
    """`text` if it is a path on this site, else `default`, so that nobody is sent elsewhere.

    Browsers read a backslash as a slash and drop tabs and line ends, so all of them are refused.
    """
    if not text or not text.startswith("/") or text.startswith("//") or len(text) > 2000:
        return default
    if "\\" in text or any(c <= " " or c == "\x7f" for c in text):
        return default
    return text


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as the admin sees it: no money, groups or messages."""

    id: UUID
    name: str
    email: str
    roles: tuple[str, ...] = field(default=())
