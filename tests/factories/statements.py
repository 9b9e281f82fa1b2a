"""Statements of a story's people, and what the ledger's export says of the same pence."""

import uuid
from collections import Counter
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.kernel.clock import Clock
from microcare.ledger.queries import entries_of
from microcare.ledger.values.chain import entry_from_line
from microcare.spending.models import Bill, Refund
from microcare.spending.queries import statement_of
from microcare.spending.queries.showing import links_of
from microcare.spending.services import make_refund, show_by_link
from microcare.spending.values import MoneyBack
from microcare.spending.values.statement import Statement, period_of, periods_of
from tests.factories.spending import PROVIDER, shared


def owe_back(session: Session, bill: Bill, pence: int, clock: Clock) -> Refund:
    """`pence` of the bill's first session are owed back to whoever paid it."""
    found = shared(session, bill)
    back = MoneyBack(found.bill.lines[0].id, pence, "We were late", uuid.uuid4())
    return make_refund(session, found, back=back, by=PROVIDER, clock=clock)


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


def make_statement_link(session: Session, budget: Budget, clock: Clock) -> dict[str, str]:
    """A statement that can be read: its secret, and the id by which its owner stops it."""
    period = period_of(budget.plan, clock.today())
    today = clock.today()
    secret = show_by_link(session, budget, period=period, as_of=today, since=None, clock=clock)
    session.flush()
    [link] = links_of(session, budget.id, now=clock.now())
    return {"statement_secret": secret, "shown": str(link.id)}
