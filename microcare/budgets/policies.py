"""Only its owner sees or changes a budget. Not a catalyst, not an admin, not the group."""

from microcare.budgets.models import Budget
from microcare.people.models import Person


def may_change_budget(person: Person | None, budget: Budget) -> bool:
    """Its owner."""
    return person is not None and budget.person_id == person.id
