"""What people do once promises are made. One verb a file."""

from microcare.spending.services.billing import send_bill, withdraw_bill
from microcare.spending.services.calendar import person_of_link, renew_link
from microcare.spending.services.closing import close_group, wind_down
from microcare.spending.services.erase import erase
from microcare.spending.services.leaving import leave
from microcare.spending.services.marking import mark_session, say_if_i_came
from microcare.spending.services.parting import (
    settle_parting,
    settle_partings,
    take_back_parting,
)
from microcare.spending.services.paying import confirm_bill, declare_tie, pay_share
from microcare.spending.services.refunding import make_refund, refund_came
from microcare.spending.services.retiring import retire_group
from microcare.spending.services.statement_pdf import make_pdf, pdf_is_possible
from microcare.spending.services.telling import tell_outcome

__all__ = [
    "tell_outcome",
    "close_group",
    "confirm_bill",
    "declare_tie",
    "erase",
    "leave",
    "make_pdf",
    "make_refund",
    "mark_session",
    "pay_share",
    "pdf_is_possible",
    "person_of_link",
    "refund_came",
    "renew_link",
    "retire_group",
    "say_if_i_came",
    "send_bill",
    "settle_parting",
    "settle_partings",
    "take_back_parting",
    "wind_down",
    "withdraw_bill",
]
