"""What a member, and a provider, sees of sessions and bills. Every share is the reader's own."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from microcare.kernel.words import N_
from microcare.spending.values.away import Expected


class Outcome(StrEnum):
    """What became of a session."""

    TOOK_PLACE = "took_place"
    CALLED_OFF = "called_off"
    CALLED_OFF_LATE = "called_off_late"


# After these something is to pay.
OWED = (Outcome.TOOK_PLACE.value, Outcome.CALLED_OFF_LATE.value)
OUTCOME_WORDS = {
    Outcome.TOOK_PLACE: N_("It took place"),
    Outcome.CALLED_OFF: N_("It was called off. Nothing to pay"),
    Outcome.CALLED_OFF_LATE: N_("It was called off late. Some to pay"),
}


class SessionState(StrEnum):
    """Where a session stands for one person."""

    TO_COME = "to_come"
    TO_SAY = "to_say"
    TOOK_PLACE = "took_place"
    CALLED_OFF = "called_off"
    BILLED = "billed"
    PAID = "paid"
    LET_GO = "let_go"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as one member sees it, with their own pence."""

    id: UUID
    day: date
    state: SessionState
    pence: int
    came: bool | None
    # The provider says that nothing is to pay; this person says that it did not take place.
    is_waived: bool
    said_not: bool
    holiday: str
    # Of a day to come: their own word, and how many are expected where that may be said.
    cannot_come: bool
    expected: Expected | None


@dataclass(frozen=True, slots=True)
class WorkView:
    """A session as its provider sees it: no names, and not who has paid."""

    id: UUID
    day: date
    outcome: Outcome | None
    is_billed: bool
    is_promised: bool
    is_waived: bool
    is_disputed: bool
    holiday: str
    expected: Expected | None
    # Fewer people are left than they come for (pooling P36).
    waits: bool

    @property
    def is_owed(self) -> bool:
        """Whether it took place or was called off late, and is promised still."""
        return self.outcome in OWED and self.is_promised and not self.is_waived

    @property
    def can_be_billed(self) -> bool:
        """Whether it can stand on a bill now."""
        return self.is_owed and not self.is_billed


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day on one person's calendar."""

    id: UUID
    day: date
    times: str
    provider: str
    holiday: str
    is_off: bool
    cannot_come: bool


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """Pence of one session that a provider gives back; the key makes sending it twice once."""

    line_id: UUID
    pence: int
    reason: str
    key: UUID


@dataclass(frozen=True, slots=True)
class MyRefund:
    """Money back that is one person's, and whether it has come."""

    id: UUID
    day: date
    pence: int
    reason: str
    has_come: bool
    # By when it should have come; None for whoever has not paid.
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class LookView:
    """Somebody who was asked in to look at totals, by whom, and from which day it counts."""

    authority_id: UUID
    name: str
    asked_by: str
    counts_on: date
    has_begun: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class MyBill:
    """A bill as one of those who share it sees it: the total, and their own part of it."""

    id: UUID
    group_name: str
    provider: str
    reference: str
    sent_at: datetime
    total_pence: int
    days: tuple[tuple[date, int, int], ...]
    # False for whoever only looks at the total: no part of it is theirs.
    is_mine: bool
    may_confirm: bool
    may_untie: bool
    needs_trusted: bool
    is_confirmed: bool
    has_paid: bool
    is_withdrawn: bool
    refunds: tuple[MyRefund, ...]
    # Where nobody of the group is left: whom the reader could ask in, and who was.
    could_ask: tuple[tuple[UUID, str], ...] = ()
    asked_in: tuple[LookView, ...] = ()
    # For whoever was asked in: from when their look counts, while it does not.
    looks_from: date | None = None

    @property
    def my_pence(self) -> int:
        """Pence that this person owes of it."""
        return sum(mine for _, _, mine in self.days)

    @property
    def waits_for_me(self) -> bool:
        """Whether there is something for this person to do."""
        if self.is_withdrawn:
            return False
        pays = self.is_mine and self.is_confirmed and not self.has_paid
        comes = self.has_paid and any(not r.has_come for r in self.refunds)
        return self.may_confirm or pays or comes


@dataclass(frozen=True, slots=True)
class BillView:
    """A bill as its provider sees it. Who has paid is between each person and the provider."""

    id: UUID
    reference: str
    sent_at: datetime
    total_pence: int
    days: tuple[tuple[UUID, date, int], ...]
    is_confirmed: bool
    is_withdrawn: bool
    may_withdraw: bool
    refunded_pence: int
    # By when what was given back last should have come (P38).
    refunded_by: date | None = None


@dataclass(frozen=True, slots=True)
class LeavingView:
    """What leaving now would cost one person at most, and what comes free, in pence."""

    until: date
    owed_pence: int
    sessions: int
    freed_pence: int
