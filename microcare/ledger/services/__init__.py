"""Every way that pence move. One verb a file; all of them go through `moving`."""

from microcare.ledger.services.correcting import unpost_holds
from microcare.ledger.services.ending import (
    expire_holds,
    keep_holds,
    post_holds,
    release_holds,
)
from microcare.ledger.services.holding import place_holds
from microcare.ledger.services.refunding import owe_refund, return_refund, settle_refund
from microcare.ledger.services.retiring import retire_book
from microcare.ledger.services.setting_aside import open_purse, return_left, take_back
from microcare.ledger.services.verifying import note_doubts

__all__ = [
    "expire_holds",
    "keep_holds",
    "note_doubts",
    "open_purse",
    "owe_refund",
    "place_holds",
    "post_holds",
    "release_holds",
    "retire_book",
    "return_left",
    "return_refund",
    "settle_refund",
    "take_back",
    "unpost_holds",
]
