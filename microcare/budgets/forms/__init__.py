"""The questions about money, in plain words."""

from microcare.budgets.forms.money import (
    AccountForm,
    BudgetForm,
    OnceForm,
    TakeBackForm,
)
from microcare.budgets.forms.plans import (
    NOT_NAMED,
    AgreementForm,
    CloseForm,
    FunderForm,
    PledgeFields,
    PurposeForm,
    RulesForm,
)

__all__ = [
    "AccountForm",
    "AgreementForm",
    "BudgetForm",
    "CloseForm",
    "FunderForm",
    "NOT_NAMED",
    "OnceForm",
    "PledgeFields",
    "PurposeForm",
    "RulesForm",
    "TakeBackForm",
]
