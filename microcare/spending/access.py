"""The rows of the access table (microcare/access.py) about bills, receipts and bills as files."""

from microcare.budgets.policies import may_tell_account
from microcare.directory.policies import may_keep
from microcare.directory.queries import listing_by_id
from microcare.people.models import Person
from microcare.people.policies import is_admin
from microcare.people.queries import account_by_id
from microcare.spending.policies import (
    SharedBill,
    keeps_bill,
    keeps_bill_file,
    owns_receipt,
    sees_bill,
    shares_bill,
    shares_bill_file,
)
from microcare.spending.queries import (
    bill_by_id,
    bill_file_by_id,
    budget_of_link,
    kept_bill_by_id,
    kept_bill_file_by_id,
    receipt_by_id,
)
from microcare.web.current import clock
from microcare.web.guard import Access, anyone, signed_in


def _sees_bill(person: Person | None, shared: SharedBill) -> bool:
    return sees_bill(person, shared, on=clock().today())


DEATHS = {
    # For the admin, who sees that somebody has died and none of their money.
    "spending.show_death": Access(is_admin, account_by_id),
    "spending.record_that_they_died": Access(is_admin, account_by_id),
    "spending.say_it_was_a_mistake": Access(is_admin, account_by_id),
}
STOPS = {
    # A provider who cannot go on: each sees and frees their own part, also after they left.
    "spending.show_stopped": Access(signed_in),
    "spending.let_stopped_part_go": Access(signed_in),
    # Stopping at once is of one's own money, over all groups.
    "spending.show_stop_at_once": Access(signed_in),
    "spending.stop_everything_now": Access(signed_in),
}
STATEMENT_LINKS = {
    # One statement, for whoever its owner gave the link to; the owner makes and stops it.
    "spending.show_links": Access(may_tell_account, budget_of_link),
    "spending.make_statement_link": Access(may_tell_account, budget_of_link),
    "spending.stop_statement_link": Access(may_tell_account, budget_of_link),
    "spending.read_statement": Access(anyone),
    "spending.read_statement_table": Access(anyone),
    "spending.read_statement_pdf": Access(anyone),
}
DAYS = {
    # One's own days, also in a notice that one gave; whoever has the secret address sees them.
    "spending.show_calendar": Access(signed_in),
    "spending.make_link": Access(signed_in),
    "spending.show_feed": Access(anyone),
    "spending.show_day": Access(signed_in),
    "spending.say_i_am_away": Access(signed_in),
    "spending.say_i_am_there": Access(signed_in),
    # Days when a provider is away, for whoever looks after the page.
    "spending.show_away": Access(may_keep, listing_by_id),
    "spending.call_days_off": Access(may_keep, listing_by_id),
}
BILLS = {
    # For those who share it, also after they left, and who may look at the total.
    "spending.show_bills": Access(signed_in),
    "spending.show_bill": Access(_sees_bill, bill_by_id),
    "spending.say_total_is_right": Access(_sees_bill, bill_by_id),
    "spending.say_i_am_paid": Access(_sees_bill, bill_by_id),
    "spending.say_i_am_not_paid": Access(_sees_bill, bill_by_id),
    "spending.ask_one_to_look": Access(_sees_bill, bill_by_id),
    "spending.ask_one_no_more": Access(_sees_bill, bill_by_id),
    "spending.say_i_paid": Access(shares_bill, bill_by_id),
    "spending.say_what_it_did": Access(shares_bill, bill_by_id),
    "spending.say_i_did_not_pay": Access(shares_bill, bill_by_id),
    "spending.say_it_came_back": Access(shares_bill, bill_by_id),
}
RECEIPTS = {
    # What shows that somebody paid is its owner's alone: each view hands their own id on.
    "spending.show_receipts": Access(shares_bill, bill_by_id),
    "spending.add_one": Access(shares_bill, bill_by_id),
    "spending.say_it_is_on_statement": Access(shares_bill, bill_by_id),
    "spending.say_it_is_not": Access(shares_bill, bill_by_id),
    "spending.show_receipt_help": Access(shares_bill, bill_by_id),
    "spending.ask_for_help_with_it": Access(shares_bill, bill_by_id),
    "spending.take_help_back": Access(shares_bill, bill_by_id),
    "spending.show_receipt": Access(owns_receipt, receipt_by_id),
    "spending.download_receipt": Access(owns_receipt, receipt_by_id),
    "spending.replace_one": Access(owns_receipt, receipt_by_id),
    "spending.remove_one": Access(owns_receipt, receipt_by_id),
    "spending.download_bill_file": Access(shares_bill_file, bill_file_by_id),
    "spending.add_file_to_bill": Access(keeps_bill, kept_bill_by_id),
    "spending.remove_file_of_bill": Access(keeps_bill, kept_bill_by_id),
    "spending.download_my_bill_file": Access(keeps_bill_file, kept_bill_file_by_id),
}
