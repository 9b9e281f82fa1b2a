"""Pages of sessions, bills and money back, of leaving and of an end; and statements."""

from microcare.spending.routes import (
    bills,
    calendar,
    leaving,
    parting,
    provider,
    sessions,
    statement,
)
from microcare.spending.routes.blueprint import blueprint

__all__ = [
    "bills",
    "blueprint",
    "calendar",
    "leaving",
    "parting",
    "provider",
    "sessions",
    "statement",
]
