"""The rows of the access table (microcare/access.py) that are about receipts and bills as files."""

from microcare.spending.policies import (
    keeps_bill,
    keeps_bill_file,
    owns_receipt,
    shares_bill,
    shares_bill_file,
)
from microcare.spending.queries import (
    bill_by_id,
    bill_file_by_id,
    kept_bill_by_id,
    kept_bill_file_by_id,
    receipt_by_id,
)
from microcare.web.guard import Access

RECEIPTS = {
    # What shows that somebody paid is its owner's alone: each view hands their own id on.
    "spending.show_receipts": Access(shares_bill, bill_by_id),
    "spending.add_one": Access(shares_bill, bill_by_id),
    "spending.say_it_is_on_statement": Access(shares_bill, bill_by_id),
    "spending.say_it_is_not": Access(shares_bill, bill_by_id),
    "spending.show_receipt_help": Access(shares_bill, bill_by_id),
    "spending.ask_for_help_with_it": Access(shares_bill, bill_by_id),
    "spending.stop_asking": Access(shares_bill, bill_by_id),
    "spending.show_receipt": Access(owns_receipt, receipt_by_id),
    "spending.download_receipt": Access(owns_receipt, receipt_by_id),
    "spending.replace_one": Access(owns_receipt, receipt_by_id),
    "spending.remove_one": Access(owns_receipt, receipt_by_id),
    "spending.download_bill_file": Access(shares_bill_file, bill_file_by_id),
    "spending.add_file_to_bill": Access(keeps_bill, kept_bill_by_id),
    "spending.remove_file_of_bill": Access(keeps_bill, kept_bill_by_id),
    "spending.download_my_bill_file": Access(keeps_bill_file, kept_bill_file_by_id),
}
