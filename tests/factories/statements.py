"""Statements of a story's people, and what the ledger's export says of the same pence."""

from collections import Counter
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.ledger.queries import entries_of
from microcare.ledger.values.chain import entry_from_line
from microcare.spending.queries import statement_of
from microcare.spending.values.statement import Statement, periods_of


def statements(session: Session, budget: Budget, as_of: date) -> list[Statement]:
    """A budget's statement for each of its periods."""
    session.flush()
    return [
        statement_of(session, budget, period=period, as_of=as_of)
        for period in periods_of(budget.plan)
    ]


def exported(session: Session, book: UUID | None = None) -> dict[UUID, Counter[str]]:
    """Pence by bucket of each purse, worked out from the lines of an export alone."""
    found: dict[UUID, Counter[str]] = {}
    for number, entry in enumerate(entries_of(session, book), 1):
        read = entry_from_line(entry.as_line(), number)
        purse = found.setdefault(read.purse, Counter())
        purse[read.source] -= read.pence
        purse[read.target] += read.pence
    return found
