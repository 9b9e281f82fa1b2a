"""Keeps what may be kept of a search."""

from microcare.search.services.ask import ask_catalyst
from microcare.search.services.forget import (
    forget_addresses,
    forget_old_addresses,
    forget_old_wishes,
)
from microcare.search.services.observe import note_search

__all__ = [
    "ask_catalyst",
    "forget_addresses",
    "forget_old_addresses",
    "forget_old_wishes",
    "note_search",
]
