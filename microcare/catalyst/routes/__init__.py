"""The catalyst's desk and everything reached from it, one journey a file."""

from microcare.catalyst.routes import (
    checks,
    contact,
    desk,
    handover,
    ideas,
    pages,
    papers,
    people,
    receipts,
    reports,
    review,
    stop,
    ties,
    wishes,
)
from microcare.catalyst.routes.blueprint import blueprint

__all__ = [
    "blueprint",
    "checks",
    "contact",
    "desk",
    "handover",
    "ideas",
    "pages",
    "papers",
    "people",
    "receipts",
    "reports",
    "review",
    "stop",
    "ties",
    "wishes",
]
