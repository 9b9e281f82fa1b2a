"""Checks: what must be looked at before a listing is public, and what a catalyst has seen.

Papers are looked at, never kept: only the level, whose it was, who looked, when, and until when it
is good (the DBS handling code lets certificate facts be kept six months at most, so no number is).
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microcare.kernel.words import N_, Words


class CheckKind(StrEnum):
    """What is checked."""

    IDENTITY = "identity"
    INSURANCE = "insurance"
    DBS = "dbs"
    REGISTRATION = "registration"
    TRAINING = "safeguarding_training"


CHECK_WORDS = {
    CheckKind.IDENTITY: N_("Who they are"),
    CheckKind.INSURANCE: N_("Insurance"),
    CheckKind.DBS: N_("DBS check"),
    CheckKind.REGISTRATION: N_("Registered with the CQC"),
    CheckKind.TRAINING: N_("Training in keeping people safe"),
}


class DbsLevel(StrEnum):
    """How deep a DBS check goes. Asking for more than the work allows is against the law."""

    BASIC = "basic"
    STANDARD = "standard"
    ENHANCED = "enhanced"
    ENHANCED_BARRED = "enhanced_barred"
    ENHANCED_CHILDREN = "enhanced_children"
    ENHANCED_BOTH = "enhanced_both"


DBS_WORDS = {
    DbsLevel.BASIC: N_("Basic"),
    DbsLevel.STANDARD: N_("Standard"),
    DbsLevel.ENHANCED: N_("Enhanced"),
    DbsLevel.ENHANCED_BARRED: N_("Enhanced, with the list for work with adults"),
    DbsLevel.ENHANCED_CHILDREN: N_("Enhanced, with the list for work with children"),
    DbsLevel.ENHANCED_BOTH: N_("Enhanced, with both lists of people barred"),
}

_SHALLOW = (DbsLevel.BASIC, DbsLevel.STANDARD, DbsLevel.ENHANCED)
# What each level holds: neither list of people barred stands in for the other.
WITHIN: Mapping[DbsLevel, tuple[DbsLevel, ...]] = {
    DbsLevel.BASIC: _SHALLOW[:1],
    DbsLevel.STANDARD: _SHALLOW[:2],
    DbsLevel.ENHANCED: _SHALLOW,
    DbsLevel.ENHANCED_BARRED: (*_SHALLOW, DbsLevel.ENHANCED_BARRED),
    DbsLevel.ENHANCED_CHILDREN: (*_SHALLOW, DbsLevel.ENHANCED_CHILDREN),
    DbsLevel.ENHANCED_BOTH: tuple(DbsLevel),
}


@dataclass(frozen=True, slots=True)
class RequiredCheck:
    """A check that this work needs, of whom (None: of the listing as a whole), and why.

    `level` is a DbsLevel for DBS and whole pounds of cover for insurance, otherwise None. `deepest`
    is the DbsLevel beyond which looking is against the law.
    """

    kind: CheckKind
    why: Words
    about: str | None = None
    level: str | None = None
    deepest: str | None = None

    @property
    def key(self) -> str:
        """Names this check on a form: "dbs" or "dbs-2" is not stable, so it holds whom it is of."""
        return f"{self.kind}:{self.about or ''}"

    @property
    def label(self) -> str:
        """What it is called on the page, untranslated."""
        return CHECK_WORDS[self.kind]


@dataclass(frozen=True, slots=True)
class CheckSeen:
    """What a catalyst looked at. `ends_on` is when it runs out or is to be looked at again."""

    kind: CheckKind
    seen_on: date
    about: str | None = None
    level: str | None = None
    ends_on: date | None = None
    how: str = ""
    seen_by: str = ""
    id: uuid.UUID | None = None

    def is_good_on(self, day: date) -> bool:
        """Whether it still stands on `day`; it does on the day it ends."""
        return self.ends_on is None or day <= self.ends_on
