"""What the ledger is told and what it answers, and the rules it will not break."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_
from microcare.ledger.values.buckets import ALLOWED_MOVES, Bucket

# What a doubt names that is of no one book: then all of them are in doubt (pooling P11).
EVERYTHING = UUID(int=0)


class HoldEnd(StrEnum):
    """How a hold ended. It ends once."""

    POSTED = "posted"
    RELEASED = "released"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Instalment:
    """`pence` that may be used for days from `opens_on` to `closes_on`, both included."""

    opens_on: date
    closes_on: date
    pence: int


@dataclass(frozen=True, slots=True)
class Wish:
    """`pence` of `purse` to be promised in `book` for the day `for_on`; `ref` is the caller's."""

    purse: UUID
    book: UUID
    ref: UUID
    for_on: date
    pence: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """One line that was promised, and how it ended if it has."""

    id: UUID
    purse: UUID
    book: UUID
    ref: UUID
    for_on: date
    pence: int
    expires_at: datetime
    ended: HoldEnd | None
    posted_pence: int
    is_kept: bool = False

    def ended_by(self, now: datetime) -> HoldEnd | None:
        """How it ended for whoever looks at `now`: past its time it counts as expired (P3)."""
        if self.ended is None and not self.is_kept and self.expires_at <= now:
            return HoldEnd.EXPIRED
        return self.ended


@dataclass(frozen=True, slots=True)
class Balances:
    """Pence by bucket; `set_aside` is always the sum of the other six (pooling P2)."""

    set_aside: int = 0
    available: int = 0
    held: int = 0
    paid_in: int = 0
    spent: int = 0
    refund_due: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True)
class Act:
    """Who does it, and the key that makes doing it twice the same as once (pooling P9)."""

    actor: UUID
    key: str


class HoldExceedsAvailable(DomainError):
    """More was wished for than is left and due by then; `short` has the pence by purse."""

    words = N_("There is not enough left for this. Nothing was set aside.")

    def __init__(self, short: Mapping[UUID, int]):
        super().__init__()
        self.short = dict(short)


class MoreThanIsLeft(DomainError):
    """More was to be taken back than is left unpromised."""

    words = N_("Some of this is promised or spent, so it cannot be taken back.")


class HoldHasEnded(DomainError):
    """A hold ends once."""

    words = N_("This was already settled. Nothing was changed.")


class PostExceedsHold(DomainError):
    """More was to be spent of a hold than it has, or nothing at all."""

    words = N_("This is not what was promised. Nothing was changed.")


class RefundExceedsSpent(DomainError):
    """More was to be given back than was spent of that promise, or nothing at all."""

    words = N_("This is more than was spent. Nothing was changed.")


class BookInDoubt(DomainError):
    """The sums of a group were found to differ, so nothing is promised until they are right."""

    words = N_("We must check the sums of this group first. Nothing was set aside.")


class NotAtRest(DomainError):
    """A book is retired whole, and only when nothing is held or owed in it."""

    words = N_("Something is still promised or owed here. Nothing was changed.")


class IdempotencyConflict(DomainError):
    """The same key came again with something else in it."""

    words = N_("This was sent twice with different answers. Nothing was changed. Look again.")


class UnknownHold(DomainError):
    """There is no such hold."""

    words = N_("We cannot find this. Nothing was changed.")


def fact(value: Any) -> str:
    """A part of a request's body, written the same way each time, for its hash."""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


__all__ = [
    "ALLOWED_MOVES",
    "Act",
    "Balances",
    "BookInDoubt",
    "EVERYTHING",
    "Bucket",
    "Hold",
    "HoldEnd",
    "HoldExceedsAvailable",
    "HoldHasEnded",
    "IdempotencyConflict",
    "Instalment",
    "MoreThanIsLeft",
    "NotAtRest",
    "PostExceedsHold",
    "RefundExceedsSpent",
    "UnknownHold",
    "Wish",
    "fact",
]
