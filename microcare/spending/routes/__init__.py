"""Pages of sessions, bills, receipts and money back, of leaving and of an end; and statements."""

from microcare.spending.routes import (
    away,
    bill_files,
    bills,
    calendar,
    deaths,
    leaving,
    parting,
    provider,
    receipts,
    sessions,
    showing,
    statement,
    stopped,
    sudden,
)
from microcare.spending.routes.blueprint import blueprint

__all__ = [
    "away",
    "bill_files",
    "bills",
    "blueprint",
    "calendar",
    "deaths",
    "leaving",
    "parting",
    "provider",
    "receipts",
    "sessions",
    "showing",
    "statement",
    "stopped",
    "sudden",
]
