"""All statements of one person, for whoever looks after what they left."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_of
from microcare.spending.queries.statement import statement_of
from microcare.spending.values.statement import Statement, periods_of


def statements_of(session: Session, person_id: UUID, *, today: date) -> list[tuple[str, Statement]]:
    """Each period of each budget that has begun, up to today, with a name for its file."""
    return [
        (
            f"{number}-statement-{period.closes_on}.csv",
            statement_of(session, budget, period=period, as_of=today),
        )
        for number, budget in enumerate(budgets_of(session, person_id), 1)
        for period in periods_of(budget.plan)
        if period.opens_on <= today
    ]
