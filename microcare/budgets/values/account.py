"""What a person tells of the whole account that a budget is in, for their statement (P43).

microcare sees none of it: it is their word, and most of the money in it is spent elsewhere.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microcare.budgets.values.rules import RuleSource
from microcare.kernel.errors import DomainError
from microcare.kernel.words import N_


class Contribution(StrEnum):
    """How somebody pays towards their own support, where they are asked to."""

    NONE = "none"
    NET = "net"
    PAID = "paid"


CONTRIBUTION_WORDS = {
    Contribution.NONE: N_("I am not asked to pay in"),
    Contribution.NET: N_("It is taken off before I get the money"),
    Contribution.PAID: N_("I pay it into the account myself"),
}


@dataclass(frozen=True, slots=True)
class AccountTold:
    """Pence that are paid in each time; the balance on a day; what comes in all each time.

    A balance has its day and what comes in all, or none of the three is told.
    """

    contribution: Contribution
    contribution_pence: int | None = None
    balance_pence: int | None = None
    balance_on: date | None = None
    whole_pence: int | None = None


@dataclass(frozen=True, slots=True)
class Surplus:
    """A balance as weeks of the money that comes, beside the most that the funder lets stand.

    `tenths` are tenths of a week, rounded down.
    """

    tenths: int
    most_weeks: int
    source: RuleSource

    @property
    def is_above(self) -> bool:
        """Whether more stands there than the funder lets."""
        return self.tenths > self.most_weeks * 10


@dataclass(frozen=True, slots=True)
class Account:
    """What was told of an account, as a statement says it."""

    told_on: date
    told: AccountTold
    surplus: Surplus | None


def tenths_of_weeks(balance_pence: int, *, whole_pence: int, every_weeks: int) -> int:
    """For how many weeks a balance lasts, in tenths, rounded down: in whole pence throughout."""
    return balance_pence * 10 * every_weeks // whole_pence


class BalanceToCome(DomainError):
    """A balance is of a day that was."""

    words = N_("Write a day up to today")
    field = "balance_on"
