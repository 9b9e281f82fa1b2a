"""Money that a person set aside, through the service."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from microcare.budgets.forms.plans import NOT_NAMED
from microcare.budgets.models import Budget, FundingAgreement, Purpose
from microcare.budgets.queries import purposes_of
from microcare.budgets.services import add_purpose, file_agreement, record_budget
from microcare.budgets.values import (
    About,
    AgreementTold,
    BudgetPlan,
    Funding,
    Pledge,
    PurposeTold,
)
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


def make_purpose(
    session: Session,
    person: Any,
    clock: Clock,
    *,
    funding: Funding = Funding.DIRECT_PAYMENT,
    words: str = "Cook with others",
) -> Purpose:
    """What a person's plan says one kind of money is for."""
    return add_purpose(session, person.id, PurposeTold(funding, words), clock=clock)


def make_agreement(
    session: Session, person: Any, about: About, clock: Clock, *, listing_id: Any = None
) -> FundingAgreement:
    """What a funder agreed to, written down by whom it is about."""
    told = AgreementTold(about, "Jo Park", "F 12", date(2026, 3, 2), "They may.", listing_id)
    return file_agreement(session, person.id, told, by=person.id, clock=clock)


def pledge_for(session: Session, budget: Budget | None, clock: Clock) -> Pledge:
    """What a yes with this money says of it: the first purpose of that plan, or a new one."""
    if budget is None or budget.funding == Funding.OWN:
        return Pledge()
    mine = [p for p in purposes_of(session, budget.person_id) if p.funding == budget.funding]
    told = PurposeTold(Funding(budget.funding), "Cook with others")
    purpose = mine[0] if mine else add_purpose(session, budget.person_id, told, clock=clock)
    return Pledge(purpose.id)


# What a form that says yes tells of money that is not one's own, where no purpose names it.
PLEDGED = {"purpose": NOT_NAMED, "close": "no", "outside": "They agreed"}
