"""What stopping at once means for one person's money, before anything is pressed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from microcare.budgets.values import BudgetPlan


@dataclass(frozen=True, slots=True)
class SuddenDay:
    """One of their own promises: its day, to whom, and pence."""

    hold_id: UUID
    day: date
    provider: str
    pence: int


@dataclass(frozen=True, slots=True)
class FundedMoney:
    """A funder's budget, and the pence of it that would go back if the funder stopped it."""

    id: UUID
    plan: BudgetPlan
    pence: int


@dataclass(frozen=True, slots=True)
class SuddenView:
    """What comes free without notice, what stays to be paid, and what a funder could stop."""

    free: tuple[SuddenDay, ...]
    stays: tuple[SuddenDay, ...]
    budgets: tuple[FundedMoney, ...]

    @property
    def freed_pence(self) -> int:
        """Pence that come free."""
        return sum(day.pence for day in self.free)

    @property
    def owed_pence(self) -> int:
        """The most pence that are still owed."""
        return sum(day.pence for day in self.stays)
