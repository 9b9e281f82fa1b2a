"""What took place, what was billed for it, and what leaving would cost."""

from datetime import timedelta

from microcare.spending.values.errors import (
    AlreadyBilled,
    AlreadyConfirmed,
    BillAboveAgreed,
    BillIsSettled,
    CannotAskToLook,
    GroupHasClosed,
    MarkedOtherwise,
    MoneyCameBack,
    NoPartInIt,
    NotConfirmedYet,
    NothingToBill,
    NothingToLetGo,
    NotYours,
    PaidCannotConfirm,
    PaymentIsSealed,
    PlaceTaken,
    PlanWaits,
    RefundAboveBill,
    RefundTooSoon,
    SessionNotYet,
    ShownAsPaid,
    StandsOnBill,
    StillUnsettled,
    TheyAreBack,
)
from microcare.spending.values.sudden import FundedMoney, SuddenDay, SuddenView
from microcare.spending.values.views import (
    OWED,
    BillView,
    CalendarDay,
    LeavingView,
    LookView,
    MoneyBack,
    MyBill,
    MyRefund,
    Outcome,
    SessionState,
    SessionView,
    WorkView,
)

# Two people who are not paid by it say that a total is right (pooling P26).
CONFIRMATIONS = 2
# What the ledger keeps beside what reverses a payment: a word of its own.
NOT_PAID = "not paid"
# Whoever is asked in to look counts only after so long, and all are told at once: so nobody is
# added in the evening to let a bill through at night (pooling P26; Open Collective's issue 3328).
LOOK_WAITS = timedelta(days=3)

__all__ = [
    "AlreadyBilled",
    "AlreadyConfirmed",
    "BillAboveAgreed",
    "BillIsSettled",
    "BillView",
    "CONFIRMATIONS",
    "CalendarDay",
    "CannotAskToLook",
    "LOOK_WAITS",
    "LookView",
    "LeavingView",
    "MarkedOtherwise",
    "MoneyBack",
    "MoneyCameBack",
    "NOT_PAID",
    "PaymentIsSealed",
    "ShownAsPaid",
    "MyBill",
    "MyRefund",
    "FundedMoney",
    "GroupHasClosed",
    "NoPartInIt",
    "NotConfirmedYet",
    "NotYours",
    "NothingToBill",
    "NothingToLetGo",
    "OWED",
    "Outcome",
    "PaidCannotConfirm",
    "PlaceTaken",
    "PlanWaits",
    "RefundAboveBill",
    "RefundTooSoon",
    "SessionNotYet",
    "SessionState",
    "SessionView",
    "StandsOnBill",
    "StillUnsettled",
    "SuddenDay",
    "SuddenView",
    "TheyAreBack",
    "WorkView",
]
