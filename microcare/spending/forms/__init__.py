"""What is asked once promises are made, and which statement is wanted."""

from microcare.spending.forms.billing import BillForm, OutcomeForm, PressForm, RefundForm
from microcare.spending.forms.receipts import ACCEPTED, ReceiptForm
from microcare.spending.forms.statement import StatementForm

__all__ = [
    "ACCEPTED",
    "BillForm",
    "OutcomeForm",
    "PressForm",
    "ReceiptForm",
    "RefundForm",
    "StatementForm",
]
