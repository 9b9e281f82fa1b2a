"""What is asked once promises are made, and which statement is wanted."""

from microcare.spending.forms.away import AwayForm, CallOffForm
from microcare.spending.forms.billing import (
    BillForm,
    DidForm,
    OutcomeForm,
    PaidForm,
    PressForm,
    RefundForm,
)
from microcare.spending.forms.deaths import DeathForm
from microcare.spending.forms.parting import AskToLeaveForm, PartingForm, ReplyForm
from microcare.spending.forms.receipts import ACCEPTED, ReceiptForm
from microcare.spending.forms.statement import StatementForm
from microcare.spending.forms.sudden import StopAtOnceForm

__all__ = [
    "ACCEPTED",
    "AskToLeaveForm",
    "AwayForm",
    "BillForm",
    "CallOffForm",
    "DeathForm",
    "DidForm",
    "OutcomeForm",
    "PartingForm",
    "PaidForm",
    "PressForm",
    "ReceiptForm",
    "RefundForm",
    "ReplyForm",
    "StatementForm",
    "StopAtOnceForm",
]
