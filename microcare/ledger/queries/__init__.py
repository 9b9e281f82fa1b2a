"""Reads of the ledger: what it says, what was written in it, and whether it is true."""

from microcare.ledger.queries.balances import (
    available_for,
    balances_of,
    balances_of_book,
    has_open_promises,
    holds_of_purses,
    holds_of_refs,
    is_unsettled,
    retired_of_purse,
    spent_of_holds,
)
from microcare.ledger.queries.entries import entries_of, entries_of_purse, head_of
from microcare.ledger.queries.verifying import (
    balances_differing,
    books_in_doubt,
    differences,
    ends_differing,
    entry_counts,
    holds_differing,
    last_looked,
    pots_differing,
)

__all__ = [
    "available_for",
    "balances_differing",
    "balances_of",
    "balances_of_book",
    "books_in_doubt",
    "differences",
    "ends_differing",
    "entries_of",
    "entries_of_purse",
    "entry_counts",
    "head_of",
    "has_open_promises",
    "holds_differing",
    "holds_of_purses",
    "holds_of_refs",
    "is_unsettled",
    "last_looked",
    "pots_differing",
    "retired_of_purse",
    "spent_of_holds",
]
