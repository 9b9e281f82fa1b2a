"""What is asked once promises are made, and which statement is wanted."""

from microcare.spending.forms.billing import BillForm, DidForm, OutcomeForm, PressForm, RefundForm
from microcare.spending.forms.parting import AskToLeaveForm, PartingForm, ReplyForm
from microcare.spending.forms.statement import StatementForm

__all__ = [
    "AskToLeaveForm",
    "BillForm",
    "DidForm",
    "OutcomeForm",
    "PartingForm",
    "PressForm",
    "RefundForm",
    "ReplyForm",
    "StatementForm",
]
