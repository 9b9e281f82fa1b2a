"""Reads for the desk. Every list is of the patches handed in, and of nothing else."""

from microcare.catalyst.queries.contact import last_contact_change
from microcare.catalyst.queries.desk import area, ends_soon, waiting
from microcare.catalyst.queries.handovers import handover_by_token, open_handovers
from microcare.catalyst.queries.history import asked_lately, told
from microcare.catalyst.queries.lacks import lacks, since
from microcare.catalyst.queries.pages import ideas, pages_of_area
from microcare.catalyst.queries.personal import personal_data
from microcare.catalyst.queries.reports import listing_to_check, report_to_settle
from microcare.catalyst.queries.wishes import open_wishes, wish_by_id, wish_settled
from microcare.spending.queries import receipt_help_by_id

__all__ = [
    "area",
    "asked_lately",
    "ends_soon",
    "handover_by_token",
    "ideas",
    "lacks",
    "last_contact_change",
    "listing_to_check",
    "open_handovers",
    "open_wishes",
    "pages_of_area",
    "personal_data",
    "receipt_help_by_id",
    "report_to_settle",
    "since",
    "told",
    "waiting",
    "wish_by_id",
    "wish_settled",
]
