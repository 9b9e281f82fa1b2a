"""What took place, what was billed for it, and what leaving would cost."""

from microcare.spending.values.errors import (
    AlreadyBilled,
    AlreadyConfirmed,
    BillAboveAgreed,
    BillIsSettled,
    GroupHasClosed,
    MarkedOtherwise,
    NotConfirmedYet,
    NothingToBill,
    NotYours,
    PaidCannotConfirm,
    PlaceTaken,
    RefundAboveBill,
    SessionNotYet,
    StillUnsettled,
)
from microcare.spending.values.views import (
    BillView,
    CalendarDay,
    LeavingView,
    MoneyBack,
    MyBill,
    MyRefund,
    Outcome,
    SessionState,
    SessionView,
)

# Two people who are not paid by it say that a total is right (pooling P26).
CONFIRMATIONS = 2

__all__ = [
    "AlreadyBilled",
    "AlreadyConfirmed",
    "BillAboveAgreed",
    "BillIsSettled",
    "BillView",
    "CONFIRMATIONS",
    "CalendarDay",
    "LeavingView",
    "MarkedOtherwise",
    "MoneyBack",
    "MyBill",
    "MyRefund",
    "GroupHasClosed",
    "NotConfirmedYet",
    "NotYours",
    "NothingToBill",
    "Outcome",
    "PaidCannotConfirm",
    "PlaceTaken",
    "RefundAboveBill",
    "SessionNotYet",
    "SessionState",
    "SessionView",
    "StillUnsettled",
]
