"""Who may act for somebody, in what, and how a person's own word reached whoever recorded it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from microcare.kernel.words import N_


class AuthorityType(StrEnum):
    """The kinds of authority to act for somebody (Care Act 2014 ss.31, 32 and 67)."""

    NOMINATED_PERSON = "nominated_person"
    AUTHORISED_PERSON = "authorised_person"
    TRUSTED_SUPPORTER = "trusted_supporter"
    ADVOCATE = "advocate"


AUTHORITY_WORDS = {
    AuthorityType.NOMINATED_PERSON: N_("Nominated person"),
    AuthorityType.AUTHORISED_PERSON: N_("Authorised person"),
    AuthorityType.TRUSTED_SUPPORTER: N_("Someone they trust"),
    AuthorityType.ADVOCATE: N_("Advocate"),
}


class Act(StrEnum):
    """What a supporter may do for the person; each is granted by name."""

    SEE = "see"
    SEE_MONEY = "see_money"
    DRAFT = "draft"
    ANSWER = "answer"
    BELONG = "belong"
    MONEY = "money"


ACT_WORDS = {
    Act.SEE: N_("May see what is shared"),
    Act.SEE_MONEY: N_("May see the money"),
    Act.DRAFT: N_("May write things, to be checked"),
    Act.ANSWER: N_("May pass on an answer"),
    Act.BELONG: N_("May take part, join and leave"),
    Act.MONEY: N_("May say yes with money"),
}

# Who may ever agree to spending: the law lets these two hold a direct payment for somebody.
MAY_HOLD_MONEY = frozenset({AuthorityType.NOMINATED_PERSON, AuthorityType.AUTHORISED_PERSON})
# Whom a person names by themself. An authorised person comes from a council or a court (s.32).
MAY_NAME = frozenset(AuthorityType) - {AuthorityType.AUTHORISED_PERSON}


class How(StrEnum):
    """How somebody's own word reached whoever recorded it (pooling P31)."""

    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    SIGN = "sign"
    SYMBOLS = "symbols"
    LETTER = "letter"


HOW_WORDS = {
    How.IN_PERSON: N_("In person, by voice"),
    How.TELEPHONE: N_("By telephone"),
    How.SIGN: N_("By sign"),
    How.SYMBOLS: N_("With a symbol board"),
    How.LETTER: N_("By letter"),
}


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom a person asks to help, in what way, from when to when.

    `limit_pence` is the most they may agree to at once, for whom the law lets hold money; `basis`
    is what that rests on, in words.
    """

    name: str
    email: str
    type: AuthorityType
    scope: frozenset[Act]
    ends_on: date | None = None
    limit_pence: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something recorded for somebody: by which authority, by whom, how it was said, the words.

    Other features keep the two ids and `how`; the words stay in this one, where they can be erased.
    """

    authority_id: UUID
    helper_id: UUID
    how: How | None = None
    words: str = ""


def acts_as(person_id: UUID, spoken: Spoken | None) -> UUID:
    """Whom the ledger names: the person, or the authority by which somebody acted for them."""
    return person_id if spoken is None else spoken.authority_id


@dataclass(frozen=True, slots=True)
class DeedLine:
    """One thing that a helper did or saw, as the person reads it. `what` is an endpoint's name."""

    helper_name: str
    what: str
    at: datetime
    is_sight: bool
    how: How | None = None
    words: str = ""
