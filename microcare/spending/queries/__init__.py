"""Reads of sessions, bills and what leaving would cost. Money is always one person's own."""

from microcare.spending.queries.away import away_view
from microcare.spending.queries.bills import bills_of, my_bill, provider_bill, provider_bills
from microcare.spending.queries.calendar import day_view, my_calendar, my_day
from microcare.spending.queries.estate import statements_of
from microcare.spending.queries.evidence import (
    bill_file_by_id,
    has_bill_file,
    kept_bill_file_by_id,
    missing_of,
    my_proof,
    receipt_by_id,
    receipt_help,
    receipt_help_by_id,
    receipt_help_count,
)
from microcare.spending.queries.leaving import leaving_view, promises_by_agreement
from microcare.spending.queries.personal import personal_data
from microcare.spending.queries.promised import (
    billable_sessions,
    has_part_with,
    promised_agreement,
    promised_agreements,
    provider_sessions,
    session_of_group,
    session_of_request,
)
from microcare.spending.queries.sessions import my_sessions
from microcare.spending.queries.showing import budget_of_link
from microcare.spending.queries.statement import statement_of
from microcare.spending.queries.sudden import may_be_returned, returned_budgets, sudden_view
from microcare.spending.queries.telling import outcomes_of
from microcare.spending.queries.working import (
    bill_by_id,
    kept_bill_by_id,
    request_to_work,
)

__all__ = [
    "away_view",
    "bill_by_id",
    "bill_file_by_id",
    "billable_sessions",
    "bills_of",
    "budget_of_link",
    "day_view",
    "has_bill_file",
    "has_part_with",
    "kept_bill_by_id",
    "kept_bill_file_by_id",
    "leaving_view",
    "may_be_returned",
    "missing_of",
    "my_bill",
    "my_calendar",
    "my_day",
    "my_proof",
    "my_sessions",
    "outcomes_of",
    "personal_data",
    "promised_agreement",
    "promised_agreements",
    "promises_by_agreement",
    "provider_bill",
    "provider_bills",
    "provider_sessions",
    "receipt_by_id",
    "receipt_help",
    "receipt_help_by_id",
    "receipt_help_count",
    "request_to_work",
    "returned_budgets",
    "session_of_group",
    "session_of_request",
    "statement_of",
    "statements_of",
    "sudden_view",
]
