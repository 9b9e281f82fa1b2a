"""Reads of one person's own money. Nothing here answers for two people at once."""

from microcare.budgets.queries.money import (
    budget_by_id,
    budgets_by_ids,
    budgets_of,
    budgets_of_all,
    frozen_since,
    holds_of,
    is_frozen,
    is_other_peoples_money,
    money_of,
    open_holds_of,
)
from microcare.budgets.queries.personal import (
    personal_data,
)
from microcare.budgets.queries.plans import (
    account_of,
    agreement_about,
    agreement_by_id,
    agreements_of,
    funder_by_id,
    funder_named,
    funders,
    purpose_by_id,
    purposes_of,
    rules_of,
)

__all__ = [
    "account_of",
    "agreement_about",
    "agreement_by_id",
    "agreements_of",
    "budget_by_id",
    "budgets_by_ids",
    "budgets_of_all",
    "budgets_of",
    "frozen_since",
    "funder_by_id",
    "funder_named",
    "funders",
    "holds_of",
    "is_frozen",
    "is_other_peoples_money",
    "money_of",
    "open_holds_of",
    "personal_data",
    "purpose_by_id",
    "purposes_of",
    "rules_of",
]
