"""What a person tells us of their money, and the rules on what may be shared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_
from microcare.ledger.values import Balances, Instalment

# Longer than any plan is set for; keeps a mistyped year from making thousands of instalments.
LONGEST_DAYS = 3 * 366


class Funding(StrEnum):
    """Where the money comes from. The law differs for each, and they never mix (pooling P14)."""

    DIRECT_PAYMENT = "direct_payment"
    OWN = "own"
    ISF = "isf"
    PHB = "phb"
    COUNCIL = "council"
    NOTIONAL = "notional"


FUNDING_WORDS = {
    Funding.DIRECT_PAYMENT: N_("A direct payment"),
    Funding.OWN: N_("My own money"),
    Funding.ISF: N_("An individual service fund"),
    Funding.PHB: N_("A personal health budget"),
    Funding.COUNCIL: N_("The council looks after it for me"),
    Funding.NOTIONAL: N_("The NHS looks after it for me"),
}
# What a person can promise: their own, what is paid to them, and, with an agreement on file,
# what somebody holds for them to use. Never what a council or the NHS keeps and spends itself.
SHAREABLE = frozenset({Funding.DIRECT_PAYMENT, Funding.OWN, Funding.ISF, Funding.PHB})


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """`pence` every `every_weeks` weeks from `starts_on` to `ends_on`, both included."""

    funding: Funding
    funder: str
    pence: int
    every_weeks: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class BudgetMoney:
    """One budget and where its pence are."""

    id: UUID
    plan: BudgetPlan
    balances: Balances
    is_stopped: bool
    is_over: bool

    @property
    def spent(self) -> int:
        """Pence spent, with what is due back."""
        return self.balances.spent + self.balances.refund_due

    @property
    def here(self) -> int:
        """Pence set aside that did not go back to whoever paid them."""
        return self.balances.set_aside - self.balances.returned


@dataclass(frozen=True, slots=True)
class MyMoney:
    """All that one person set aside here, in pence, on one day."""

    budgets: tuple[BudgetMoney, ...]
    until: date | None
    a_week: int

    @property
    def set_aside(self) -> int:
        """Pence set aside in all."""
        return sum(b.balances.set_aside for b in self.budgets)

    @property
    def returned(self) -> int:
        """Pence that went back to whoever paid them."""
        return sum(b.balances.returned for b in self.budgets)

    @property
    def promised(self) -> int:
        """Pence promised and not yet spent."""
        return sum(b.balances.held + b.balances.paid_in for b in self.budgets)

    @property
    def spent(self) -> int:
        """Pence spent, with what is due back."""
        return sum(b.spent for b in self.budgets)

    @property
    def left(self) -> int:
        """Pence left to plan with: what was not used by its last day no longer counts."""
        return sum(b.balances.available for b in self.budgets if not b.is_over)

    @property
    def lapsed(self) -> int:
        """Pence that were neither promised nor used by their last day."""
        return sum(b.balances.available for b in self.budgets if b.is_over)

    @property
    def together(self) -> int:
        """Pence that are left, promised or spent: all that was set aside, but for those two."""
        return self.set_aside - self.lapsed - self.returned


class EndsBeforeStart(DomainError):
    """The last day is before the first."""

    words = N_("The last day must come after the first day")
    field = "ends_on"


class TooLong(DomainError):
    """A plan that runs for longer than three years."""

    words = N_("Write a last day within 3 years of the first")
    field = "ends_on"


class LongOver(DomainError):
    """A plan that has ended already."""

    words = N_("This day has passed. Write the day the money runs until")
    field = "ends_on"


def end_of_funding_year(day: date) -> date:
    """The 31 March on or after `day`: a council's year ends there, and its money with it."""
    this_year = date(day.year, 3, 31)
    return this_year if day <= this_year else date(day.year + 1, 3, 31)


def instalments(plan: BudgetPlan) -> list[Instalment]:
    """Each payment of a plan with the days it may be used for (pooling P2a).

    What a council or the NHS pays is for its year; own money runs to the plan's end.
    Raises EndsBeforeStart, TooLong.
    """
    if plan.ends_on < plan.starts_on:
        raise EndsBeforeStart
    if (plan.ends_on - plan.starts_on).days > LONGEST_DAYS:
        raise TooLong
    return [
        Instalment(opens_on=day, closes_on=_closes(plan, day), pence=plan.pence)
        for day in _due_days(plan)
    ]


def _closes(plan: BudgetPlan, day: date) -> date:
    if plan.funding is Funding.OWN:
        return plan.ends_on
    return min(end_of_funding_year(day), plan.ends_on)


def _due_days(plan: BudgetPlan) -> Iterator[date]:
    day = plan.starts_on
    while day <= plan.ends_on:
        yield day
        day += timedelta(weeks=plan.every_weeks)
