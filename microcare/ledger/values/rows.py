"""Rows as the ledger's services hand them to each other. Those that are frozen never change."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from microcare.ledger.values.chain import Promised


@dataclass(frozen=True, slots=True)
class Deed:
    """An event: one thing that somebody did."""

    id: UUID
    kind: str
    actor: UUID
    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Portion:
    """A pot: whose purse it is an instalment of, and the days that it may be used for."""

    id: UUID
    purse: UUID
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class Line:
    """A hold as it was placed, with the pot that it is of."""

    id: UUID
    pot: Portion
    book: UUID
    ref: UUID
    for_on: date
    pence: int
    expires_at: datetime

    @property
    def promised(self) -> Promised:
        """The hold as the chain's hash covers it."""
        return Promised(self.id, self.ref, self.for_on, self.pence, self.expires_at)


@dataclass(frozen=True, slots=True)
class Correction:
    """Which move was a mistake, and why: a word of the ledger's own, never what somebody typed."""

    move: UUID
    reason: str


@dataclass(slots=True)
class Balance:
    """An account as it is now: its pence, and how many moves it has had."""

    id: UUID
    pence: int = 0
    moves: int = 0


@dataclass(slots=True)
class Head:
    """The end of a book's chain as it is now. `is_doubted` stops new promises (pooling P11)."""

    moves: int
    last_hash: str
    is_doubted: bool
