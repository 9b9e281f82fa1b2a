"""What a catalyst's desk shows and takes: what waits, papers seen, notes, and the rules broken."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from microcare.directory.values import Act, CheckKind, RequiredCheck, State
from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_

# What was sent is answered within a week; a page that somebody says is wrong, in two days.
ANSWER_WITHIN = timedelta(days=7)
REPORT_WITHIN = timedelta(days=2)
# A page that nobody confirmed for so long has gone quiet.
QUIET_AFTER = timedelta(days=100)
PAPERS_END_WITHIN = timedelta(days=60)
# Long enough for a busy person to answer before they are asked again.
ASK_AGAIN_AFTER = timedelta(days=7)
HANDOVER_LASTS = timedelta(days=21)


class Tie(StrEnum):
    """How a catalyst can be too close to a listing to decide about it."""

    RELATIVE = "relative"
    EMPLOYER = "employer"
    CLIENT = "client"
    OTHER = "other"


TIE_WORDS = {
    Tie.RELATIVE: N_("Family or a close friend is part of it"),
    Tie.EMPLOYER: N_("I work for them, or they work for me"),
    Tie.CLIENT: N_("I buy from them, or they help someone close to me"),
    Tie.OTHER: N_("Something else"),
}


class Show(StrEnum):
    """Which of the area's pages a list shows."""

    ALL = "all"
    WAITING = "waiting"
    IDEAS = "ideas"
    WRITING = "writing"
    PUBLIC = "public"
    QUIET = "quiet"
    ENDED = "ended"


SHOW_WORDS = {
    Show.ALL: N_("All"),
    Show.WAITING: N_("Waiting for you"),
    Show.IDEAS: N_("Ideas"),
    Show.WRITING: N_("Being written"),
    Show.PUBLIC: N_("On the map"),
    Show.QUIET: N_("Gone quiet"),
    Show.ENDED: N_("Paused or closed"),
}


class Decision(StrEnum):
    """A catalyst's answer to what was sent."""

    YES = "yes"
    CHANGES = "changes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A listing, or an edit of one, that waits for a catalyst."""

    id: uuid.UUID
    name: str
    kind: str
    summary: str
    is_edit: bool
    workers: int | None
    sent_at: datetime | None
    days: int

    @property
    def is_late(self) -> bool:
        """Whether it has waited longer than we say."""
        return self.days > ANSWER_WITHIN.days


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list of an area's pages."""

    id: uuid.UUID
    name: str
    kind: str
    state: State
    has_edit_sent: bool
    has_keeper: bool
    source: str | None
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class EndsSoon:
    """A paper of a public page that ends soon, or has ended."""

    listing_id: uuid.UUID
    listing: str
    kind: CheckKind
    about: str | None
    ends_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Lack:
    """A kind of help that people near a place looked for `times` and did not find."""

    help_slug: str
    outcode: str
    place: str
    times: int
    per_cent_of_most: int
    nearest_m: int | None


@dataclass(frozen=True, slots=True)
class Area:
    """How an area stands, in figures."""

    public: int
    has_room: int
    confirmed_lately: int
    coops: int
    quiet: int
    from_lists: int


@dataclass(frozen=True, slots=True)
class Said:
    """Something noted of a listing: one act, or several alike in a row, `count` of them."""

    act: Act
    by: str
    at: datetime
    about: str = ""
    words: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ring in an area: about safety, and about anything else."""

    safeguarding_name: str
    safeguarding_phone: str
    contact_name: str = ""
    phone: str = ""
    hours: str = ""


def check_slug(check: RequiredCheck) -> str:
    """Names a check in an address without naming whom it is of."""
    digest = hashlib.sha256((check.about or "").encode()).hexdigest()[:10]
    return f"{check.kind.replace('_', '-')}-{digest}"


class SeenInFuture(DomainError):
    """Nobody has seen a paper tomorrow."""

    words = N_("Write today or a day before it")
    field = "seen_on"


class EndedAlready(DomainError):
    """A paper that has run out is no check."""

    words = N_("This has run out. Ask them for the new one")
    field = "ends_on"


class DeeperThanAllowed(DomainError):
    """Asking for a deeper DBS check than the work allows is against the law."""

    words = N_("The law does not allow a check as deep as that for this work")
    field = "level"


class AskedLately(DomainError):
    """A keeper is not asked the same thing every day."""

    words = N_("They were asked less than a week ago. Give them a few more days.")


class NobodyToAskThere(DomainError):
    """Nobody looks after the page."""

    words = N_("No one looks after this page yet. Give it to its owner first.")


class HasKeeper(DomainError):
    """A page that somebody looks after is not given away."""

    words = N_("Someone looks after this page already.")


class SentAgain(DomainError):
    """What a catalyst read is no longer what waits."""

    words = N_("They changed this after you opened it. Read it again, then answer.")


class HandoverIsOver(DomainError):
    """The link was used, or is too old."""

    words = N_("This link has been used or is too old. Ask for a new one.")


class NotAnIdea(DomainError):
    """Only an idea that nobody has taken up is let go."""

    words = N_("This page has changed since you opened it. Look again, then choose.")
