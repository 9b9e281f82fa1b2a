"""Where a person's final statement of a closed group stands (pooling P40)."""

from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_of, holds_of
from microcare.groups.models import Group
from microcare.kernel.clock import LONDON
from microcare.people.models import Person
from microcare.spending.values.statement import period_of


def final_statement_path(session: Session, group: Group, person: Person) -> str:
    """The address of the statement up to the day on which the group closed, which never changes.

    Where their money there was of several kinds or years, each has its own: then all of it.
    """
    plans = {budget.id: budget.plan for budget in budgets_of(session, person.id)}
    used = {
        (hold.purse, period_of(plans[hold.purse], hold.for_on).closes_on)
        for hold in holds_of(session, person.id, book=group.id)
    }
    if len(used) != 1 or group.closed_at is None:
        return "/my/money"
    [(budget_id, closes_on)] = used
    day = group.closed_at.astimezone(LONDON).date()
    return f"/my/money/{budget_id}/statement?period={closes_on}&as_of={day}"
