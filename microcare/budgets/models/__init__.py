"""What people told of their money, what it is for, and what funders ask."""

from microcare.budgets.models.money import Budget, Freeze
from microcare.budgets.models.plans import BudgetRules, Funder, FundingAgreement, Purpose

__all__ = ["Budget", "BudgetRules", "Freeze", "Funder", "FundingAgreement", "Purpose"]
