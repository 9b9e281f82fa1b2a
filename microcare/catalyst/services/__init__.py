"""Writes of the desk, one verb or one journey a file. Nothing here commits."""

from microcare.catalyst.services.ask import ask_keepers
from microcare.catalyst.services.checks import note_check
from microcare.catalyst.services.contact import set_contact
from microcare.catalyst.services.decide import decide
from microcare.catalyst.services.handover import (
    forget_old_handovers,
    offer_listing,
    take_up_listing,
)
from microcare.catalyst.services.ideas import add_note, let_go
from microcare.catalyst.services.stop import let_page_go_on, stop_page
from microcare.catalyst.services.wishes import forget_who_wished, settle_wish

__all__ = [
    "add_note",
    "ask_keepers",
    "decide",
    "forget_old_handovers",
    "forget_who_wished",
    "let_go",
    "let_page_go_on",
    "note_check",
    "offer_listing",
    "set_contact",
    "settle_wish",
    "stop_page",
    "take_up_listing",
]
