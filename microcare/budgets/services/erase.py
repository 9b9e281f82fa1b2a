"""What goes of a person's money when their account goes."""

from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from microcare.budgets.models import AccountWord, BudgetRules, FundingAgreement, Pause, Purpose
from microcare.budgets.queries import budgets_of
from microcare.budgets.services.money import stop_budget, thaw_money
from microcare.kernel.clock import Clock


def erase(session: Session, person_id: UUID, clock: Clock) -> None:
    """Takes back what is left and forgets every word; the ledger keeps random ids (P47)."""
    budgets = budgets_of(session, person_id)
    for budget in budgets:
        stop_budget(session, budget, clock=clock)
        budget.funder = ""
    thaw_money(session, person_id)
    session.execute(delete(Pause).where(Pause.person_id == person_id))
    mine = [budget.id for budget in budgets]
    for table in (BudgetRules, AccountWord):
        session.execute(delete(table).where(table.budget_id.in_(mine)))
    # The rows stay, because what was promised names them; their words go.
    purposes = update(Purpose).where(Purpose.person_id == person_id)
    session.execute(purposes.values(words="", helps=[]))
    agreed = update(FundingAgreement).where(FundingAgreement.person_id == person_id)
    session.execute(agreed.values(agreed_by="", reference="", words=""))
