"""Money that a person set aside, through the service."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.budgets.services import record_budget
from microcare.budgets.values import BudgetPlan, Funding
from microcare.kernel.clock import Clock


def make_plan(**changes: Any) -> BudgetPlan:
    """£256 every 4 weeks of a direct payment, for the council's year."""
    plan: dict[str, Any] = {
        "funding": Funding.DIRECT_PAYMENT,
        "funder": "Somerset Council",
        "pence": 25_600,
        "every_weeks": 4,
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2027, 3, 31),
    }
    return BudgetPlan(**(plan | changes))


def make_budget(session: Session, person: Any, clock: Clock, **changes: Any) -> Budget:
    """A recorded budget."""
    return record_budget(
        session,
        person_id=person.id,
        plan=make_plan(**changes),
        key=str(uuid.uuid4()),
        clock=clock,
    )
