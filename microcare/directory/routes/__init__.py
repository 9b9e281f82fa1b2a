"""The provider's pages, asking a listing a question, saying what is wrong, and the shortlist."""

from microcare.directory.routes import (
    ask,
    mine,
    questions,
    report,
    saved,
    start,
    still_right,
    terms,
)
from microcare.directory.routes.blueprint import blueprint
from microcare.directory.routes.saved import saved_ids

__all__ = [
    "ask",
    "blueprint",
    "mine",
    "questions",
    "report",
    "saved",
    "saved_ids",
    "start",
    "still_right",
    "terms",
]
