"""What people do once promises are made. One verb a file."""

from microcare.spending.services.away import call_off_days, check_days_away
from microcare.spending.services.bill_files import add_bill_file, remove_bill_file
from microcare.spending.services.billing import send_bill, withdraw_bill
from microcare.spending.services.calendar import person_of_link, renew_link
from microcare.spending.services.closing import close_group, wind_down
from microcare.spending.services.coming import (
    forget_past_days,
    say_i_cannot_come,
    say_i_come_after_all,
)
from microcare.spending.services.deaths import close_estate, estate_paid, record_death
from microcare.spending.services.erase import erase
from microcare.spending.services.evidence import (
    add_receipt,
    remove_receipt,
    replace_receipt,
    say_on_statement,
    take_back_on_statement,
)
from microcare.spending.services.leaving import leave
from microcare.spending.services.letting_go import let_my_part_go, waive_session
from microcare.spending.services.looking import ask_to_look, stop_asking_to_look
from microcare.spending.services.marking import (
    mark_it_took_place,
    mark_session,
    say_if_i_came,
)
from microcare.spending.services.parting import (
    settle_parting,
    take_back_parting,
    tend_parting,
)
from microcare.spending.services.paying import (
    confirm_bill,
    declare_tie,
    pay_share,
    undo_tie,
)
from microcare.spending.services.receipts_kept import forget_old_receipts
from microcare.spending.services.refund_reminding import remind_of_refunds
from microcare.spending.services.refunding import make_refund, refund_came
from microcare.spending.services.reminding import (
    ask_for_receipt_help,
    end_receipt_help,
    remind_of_receipts,
    take_back_receipt_help,
)
from microcare.spending.services.retiring import retire_group
from microcare.spending.services.showing import forget_old_links, show_by_link, stop_link
from microcare.spending.services.statement_pdf import make_pdf, pdf_is_possible
from microcare.spending.services.stopped import let_stopped_go
from microcare.spending.services.sudden import return_what_came_free, stop_at_once
from microcare.spending.services.telling import tell_outcome
from microcare.spending.services.unpaying import take_back_payment, times_taken_back

__all__ = [
    "add_bill_file",
    "add_receipt",
    "ask_for_receipt_help",
    "ask_to_look",
    "call_off_days",
    "check_days_away",
    "close_estate",
    "close_group",
    "confirm_bill",
    "declare_tie",
    "end_receipt_help",
    "erase",
    "estate_paid",
    "forget_old_links",
    "forget_old_receipts",
    "forget_past_days",
    "leave",
    "let_my_part_go",
    "let_stopped_go",
    "make_pdf",
    "make_refund",
    "mark_it_took_place",
    "mark_session",
    "pay_share",
    "pdf_is_possible",
    "person_of_link",
    "record_death",
    "refund_came",
    "remind_of_receipts",
    "remind_of_refunds",
    "remove_bill_file",
    "remove_receipt",
    "renew_link",
    "replace_receipt",
    "retire_group",
    "return_what_came_free",
    "say_i_cannot_come",
    "say_i_come_after_all",
    "say_if_i_came",
    "say_on_statement",
    "send_bill",
    "settle_parting",
    "show_by_link",
    "stop_asking_to_look",
    "stop_at_once",
    "stop_link",
    "take_back_on_statement",
    "take_back_parting",
    "take_back_payment",
    "times_taken_back",
    "take_back_receipt_help",
    "tell_outcome",
    "tend_parting",
    "undo_tie",
    "waive_session",
    "wind_down",
    "withdraw_bill",
]
