"""A person records, and takes back, what they set aside here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget, Freeze, Pause
from microcare.budgets.queries import agreement_about, funder_named
from microcare.budgets.values import (
    NEEDS_AGREEMENT,
    SHAREABLE,
    BudgetPlan,
    HeldForYou,
    LongOver,
    NeedsAgreement,
    instalments,
)
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.ledger.queries import balances_of
from microcare.ledger.services import expire_holds, open_purse, return_left, take_back
from microcare.ledger.values import Act, IdempotencyConflict
from microcare.people.values import Spoken, acts_as


def record_budget(
    session: Session,
    *,
    person_id: UUID,
    plan: BudgetPlan,
    key: str,
    clock: Clock,
    spoken: Spoken | None = None,
) -> Budget:
    """Sets a budget aside, an instalment at a time, by its owner's word (pooling P2a).

    Sent twice with one key it is recorded once. Raises HeldForYou, NeedsAgreement,
    EndsBeforeStart, TooLong, LongOver.
    """
    agreement_id = _agreed(session, person_id, plan)
    parts = instalments(plan)
    if plan.ends_on < clock.today():
        raise LongOver
    # The key is the budget's own id, so a second press meets the first one's row.
    found = session.get(Budget, budget_id := UUID(key))
    if found is not None and found.person_id == person_id:
        if found.plan != plan:
            raise IdempotencyConflict
        return found
    budget = Budget(
        id=budget_id if found is None else new_id(),
        person_id=person_id,
        funding=plan.funding.value,
        funder=plan.funder,
        pence=plan.pence,
        every_weeks=plan.every_weeks,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        recorded_at=clock.now(),
        agreement_id=agreement_id,
    )
    session.add(budget)
    act = Act(acts_as(person_id, spoken), key=f"budget {budget.id}")
    open_purse(session, purse=budget.id, instalments=parts, act=act, clock=clock)
    return budget


def _agreed(session: Session, person_id: UUID, plan: BudgetPlan) -> UUID | None:
    """The agreement on file that lets this kind of money be set aside, where it needs one (P14)."""
    if plan.funding not in SHAREABLE:
        funder = funder_named(session, plan.funder)
        raise HeldForYou(HeldForYou.words_with_whom, ask=funder.ask) if funder else HeldForYou
    about = NEEDS_AGREEMENT.get(plan.funding)
    if about is None:
        return None
    agreement = agreement_about(session, person_id, about)
    if agreement is None:
        raise NeedsAgreement
    return agreement.id


def take_back_budget(
    session: Session,
    budget: Budget,
    *,
    pence: int,
    key: str,
    clock: Clock,
    spoken: Spoken | None = None,
) -> None:
    """Takes `pence` that are not promised back out of microcare. Raises MoreThanIsLeft."""
    act = Act(acts_as(budget.person_id, spoken), key=f"take back {key}")
    take_back(session, purse=budget.id, pence=pence, act=act, clock=clock)


def freeze_money(session: Session, person_id: UUID, *, clock: Clock) -> None:
    """Stops new promises of a person's money in one step; nobody is told why (pooling P33)."""
    if session.get(Freeze, person_id) is None:
        session.add(Freeze(person_id=person_id, frozen_at=clock.now()))


def thaw_money(session: Session, person_id: UUID) -> None:
    """Lets a person promise their money again."""
    session.execute(delete(Freeze).where(Freeze.person_id == person_id))


def pause_money(session: Session, person_id: UUID, *, cause_id: UUID, begins_at: datetime) -> None:
    """Lets a person's new promises wait from an instant on, until what is missing is there (P45).

    Written when it goes missing, so that nothing depends on a job being on time.
    """
    resume_money(session, person_id, cause_id=cause_id)
    session.add(Pause(person_id=person_id, cause_id=cause_id, begins_at=begins_at))


def resume_money(session: Session, person_id: UUID, *, cause_id: UUID) -> None:
    """Ends that waiting; where there is none, nothing happens."""
    these = (Pause.person_id == person_id, Pause.cause_id == cause_id)
    session.execute(delete(Pause).where(*these))


def stop_budget(
    session: Session, budget: Budget, *, clock: Clock, spoken: Spoken | None = None
) -> None:
    """Takes back all that is not promised or spent; what is promised stays promised."""
    if budget.stopped_at is not None:
        return
    expire_holds(session, clock=clock, purses=[budget.id])
    left = balances_of(session, [budget.id])[budget.id].available
    if left:
        key = f"stop {budget.id}"
        take_back_budget(session, budget, pence=left, key=key, clock=clock, spoken=spoken)
    budget.stopped_at = clock.now()


def return_budget(session: Session, budget: Budget, *, act: Act, clock: Clock) -> int:
    """Marks all that is not promised or spent as gone back to who pays it; answers the pence.

    Nothing new is promised of it. What comes free later goes the same way, by another act (P37).
    """
    budget.stopped_at = budget.stopped_at or clock.now()
    left = balances_of(session, [budget.id], now=clock.now())[budget.id].available
    return return_left(session, purse=budget.id, act=act, clock=clock) if left else 0
