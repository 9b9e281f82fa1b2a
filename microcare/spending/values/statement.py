"""A person's statement: one budget, one period, as of a day. It adds up, or it is not made (P43).

The sum: opening + set aside + money back - spent - returned - taken back = closing, and closing is
what is left, promised and owed back. Made from the ledger's moves and nothing else.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microcare.budgets.values import Account, BudgetPlan, Funding, end_of_funding_year, instalments
from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_
from microcare.ledger.values import Bucket

_TIMES = re.compile(r"(\d{1,2})(?::(\d\d))?(am|pm) to (\d{1,2})(?::(\d\d))?(am|pm)", re.ASCII)


class DoesNotAddUp(ArithmeticError):
    """A statement whose sums differ is never shown. It is a fault of ours, not the reader's."""


class NotAPeriod(DomainError):
    """The budget has no such period."""

    words = N_("Choose one of these years")
    field = "period"


class DayToCome(DomainError):
    """A statement is of what was, not of what will be."""

    words = N_("Write a day up to today")
    field = "as_of"


class FromAfterDay(DomainError):
    """The first day must not come after the day that the statement is made for."""

    words = N_("Write a first day that is not after the last")
    field = "since"


class Proof(StrEnum):
    """How we know a figure (pooling P4)."""

    TOLD = "you told us"
    PROMISED = "promised"
    BY_YOU = "confirmed by you"
    BY_RECEIPT = "confirmed by a receipt"
    ON_STATEMENT = "agrees with the statement"
    BY_THEM = "said by who you paid"


PROOF_WORDS = {
    Proof.TOLD: N_("you told us"),
    Proof.PROMISED: N_("promised"),
    Proof.BY_YOU: N_("confirmed by you"),
    Proof.BY_RECEIPT: N_("confirmed by a receipt"),
    Proof.ON_STATEMENT: N_("agrees with the statement"),
    Proof.BY_THEM: N_("said by who you paid"),
}


class Part(StrEnum):
    """The headings under which lines stand. A promise is never added to money."""

    SET_ASIDE = "set_aside"
    SPENT = "spent"
    MONEY_BACK = "money_back"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    PROMISED = "promised"


# The reason beside money that had never gone: its owner pressed by mistake (pooling P8).
PUT_RIGHT = N_("Put right: it was not paid after all")
# How each heading counts from the opening to the closing.
SIGNS = {
    Part.SET_ASIDE: 1,
    Part.MONEY_BACK: 1,
    Part.SPENT: -1,
    Part.RETURNED: -1,
    Part.TAKEN_BACK: -1,
}


@dataclass(frozen=True, slots=True)
class Period:
    """The days that some of a budget's money is for, both included."""

    opens_on: date
    closes_on: date


def periods_of(plan: BudgetPlan) -> list[Period]:
    """A budget's periods, the first one first: the council's years, or its own run for own money.

    Every pot of the ledger closes on the last day of its period, so that day names the period.
    """
    ends = sorted({part.closes_on for part in instalments(plan)})
    return [Period(opens_on=_opens(plan, end), closes_on=end) for end in ends]


def _opens(plan: BudgetPlan, end: date) -> date:
    if plan.funding is Funding.OWN:
        return plan.starts_on
    year_began = date(end_of_funding_year(end).year - 1, 4, 1)
    return max(plan.starts_on, year_began)


def period_of(plan: BudgetPlan, day: date) -> Period:
    """The period that `day` lies in, else the nearest to it."""
    found = periods_of(plan)
    return next((p for p in found if day <= p.closes_on), found[-1])


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the pence are that are neither spent nor given back."""

    left: int = 0
    promised: int = 0
    owed_back: int = 0

    @property
    def total(self) -> int:
        """Pence in all."""
        return self.left + self.promised + self.owed_back


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a promise or a payment is for, in words that were agreed and do not change.

    `purpose` is what the person's own plan says, as their yes named it; `outside` is why it was
    right although the plan does not name it (P13).
    """

    on: date
    payee: str
    group: str
    what: str
    times: str
    people: int
    purpose: str = ""
    outside: str = ""

    @property
    def minutes(self) -> int | None:
        """How long it lasts, where its times say so ("5pm to 7pm"), else None."""
        found = _TIMES.fullmatch(self.times.strip())
        if found is None:
            return None
        start, end = _minute(*found.groups()[:3]), _minute(*found.groups()[3:])
        return end - start if end > start else None


def _minute(hour: str, minute: str | None, half: str) -> int:
    return (int(hour) % 12 + (12 if half == "pm" else 0)) * 60 + int(minute or 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on a statement: when it was written down, how much, and how we know.

    `meeting` is None for what is no meeting, or one whose papers are no longer kept. `count` is of
    how many payments a sum set aside is made. `came_on` is when money back had come. `has_receipt`
    is told apart from `proof`, which says the better of the two.
    """

    part: Part
    pence: int
    proof: Proof
    written_on: date | None
    key: str
    meeting: Meeting | None = None
    reference: str = ""
    reason: str = ""
    count: int = 1
    came_on: date | None = None
    outcome: str = ""
    has_receipt: bool = False

    @property
    def day(self) -> date:
        """The day that it is about."""
        return self.meeting.on if self.meeting else self.written_on or date.min


def in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines as they are always written: by heading, by day, then by what does not change."""
    headings = list(Part)

    def place(line: Line) -> tuple[int, date, date, str]:
        return headings.index(line.part), line.day, line.written_on or date.min, line.key

    return tuple(sorted(lines, key=place))


# Every way that pence move without a holder's account (Mode A).
Flow = tuple[Bucket, Bucket]
_WAYS: dict[Flow, Part | None] = {
    (Bucket.SOURCE, Bucket.AVAILABLE): Part.SET_ASIDE,
    (Bucket.AVAILABLE, Bucket.SOURCE): Part.TAKEN_BACK,
    (Bucket.AVAILABLE, Bucket.HELD): None,
    (Bucket.HELD, Bucket.AVAILABLE): None,
    (Bucket.HELD, Bucket.SPENT): Part.SPENT,
    (Bucket.SPENT, Bucket.REFUND_DUE): Part.MONEY_BACK,
    (Bucket.REFUND_DUE, Bucket.AVAILABLE): None,
    (Bucket.AVAILABLE, Bucket.RETURNED): Part.RETURNED,
    (Bucket.REFUND_DUE, Bucket.RETURNED): Part.RETURNED,
}


def _same(one: int, other: int, what: str) -> None:
    if one != other:
        raise DoesNotAddUp(f"{what} differ by {one - other} pence")


@dataclass(frozen=True, slots=True)
class Statement:
    """All of one budget's money for one period, from `since` to `as_of`. Raises DoesNotAddUp.

    `flows` are the pence that went each way in those days. `not_due` is the part of what is left
    that comes only after `as_of`.
    """

    name: str
    funding: Funding
    funder: str
    period: Period
    since: date | None
    as_of: date
    opening: Standing
    flows: Counter[Flow]
    closing: Standing
    lines: tuple[Line, ...]
    not_due: int = 0
    # What the person told of their whole account, if they did.
    account: Account | None = None

    def __post_init__(self) -> None:
        if unknown := self.flows.keys() - _WAYS.keys():
            raise DoesNotAddUp(f"moved where a statement knows no way: {sorted(unknown)}")
        for part in SIGNS:
            _same(self.sum_of(part), self._moved(part), f"the lines of {part.value} and its moves")
        changes = sum(sign * self.sum_of(part) for part, sign in SIGNS.items())
        _same(self.opening.total + changes, self.closing.total, "opening with lines, and closing")
        for bucket, before, after in self._sides():
            _same(before + self._gained(bucket), after, f"{bucket.value} and its moves")
        _same(
            self.sum_of(Part.PROMISED), self.closing.promised, "the promises and what is promised"
        )
        if not 0 <= self.not_due <= self.closing.left:
            raise DoesNotAddUp("more is to come than is left")

    def _moved(self, part: Part) -> int:
        return sum(pence for way, pence in self.flows.items() if _WAYS[way] is part)

    def _gained(self, bucket: Bucket) -> int:
        came = sum(pence for (_, target), pence in self.flows.items() if target is bucket)
        return came - sum(pence for (source, _), pence in self.flows.items() if source is bucket)

    def _sides(self) -> tuple[tuple[Bucket, int, int], ...]:
        first, last = self.opening, self.closing
        return (
            (Bucket.AVAILABLE, first.left, last.left),
            (Bucket.HELD, first.promised, last.promised),
            (Bucket.REFUND_DUE, first.owed_back, last.owed_back),
        )

    def of(self, part: Part) -> tuple[Line, ...]:
        """The lines under one heading, in their order."""
        return tuple(line for line in self.lines if line.part is part)

    def sum_of(self, part: Part) -> int:
        """Pence of all the lines under one heading."""
        return sum(line.pence for line in self.of(part))

    def spent_by(self, proof: Proof) -> int:
        """Pence spent that are known in one way."""
        return sum(line.pence for line in self.of(Part.SPENT) if line.proof is proof)

    @property
    def came_back(self) -> int:
        """Pence of money back that had come."""
        return self.flows[Bucket.REFUND_DUE, Bucket.AVAILABLE]
