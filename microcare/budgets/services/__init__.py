"""A person records, and takes back, what they set aside here, and what it is for."""

from microcare.budgets.services.erase import (
    erase,
)
from microcare.budgets.services.money import (
    freeze_money,
    pause_money,
    record_budget,
    resume_money,
    return_budget,
    stop_budget,
    take_back_budget,
    thaw_money,
)
from microcare.budgets.services.plans import (
    add_purpose,
    end_agreement,
    end_purpose,
    file_agreement,
    remove_funder,
    save_funder,
    tell_account,
    tell_rules,
)

__all__ = [
    "add_purpose",
    "end_agreement",
    "end_purpose",
    "erase",
    "file_agreement",
    "freeze_money",
    "pause_money",
    "record_budget",
    "remove_funder",
    "resume_money",
    "return_budget",
    "save_funder",
    "stop_budget",
    "take_back_budget",
    "tell_account",
    "tell_rules",
    "thaw_money",
]
