"""Keeps what may be kept of a search."""

from microcare.search.services.ask import ask_catalyst
from microcare.search.services.forget import (
    erase,
    forget_addresses,
    forget_old_addresses,
    forget_old_wishes,
)
from microcare.search.services.observe import note_search

__all__ = [
    "ask_catalyst",
    "erase",
    "forget_addresses",
    "forget_old_addresses",
    "forget_old_wishes",
    "note_search",
]
