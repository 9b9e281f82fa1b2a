"""What people told of their money, what it is for, and what funders ask."""

from microcare.budgets.models.money import Budget, Freeze, Pause
from microcare.budgets.models.plans import (
    AccountWord,
    BudgetRules,
    Funder,
    FundingAgreement,
    Purpose,
)

__all__ = [
    "AccountWord",
    "Budget",
    "BudgetRules",
    "Freeze",
    "Funder",
    "FundingAgreement",
    "Pause",
    "Purpose",
]
