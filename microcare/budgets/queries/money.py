"""Reads of one person's own money. Nothing here answers for two people at once."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget, Freeze, Pause
from microcare.budgets.values import BudgetMoney, Funding, MyMoney
from microcare.ledger.queries import balances_of, holds_of_purses
from microcare.ledger.values import Hold


def budget_by_id(session: Session, budget_id: UUID) -> Budget | None:
    """The budget, or None."""
    return session.get(Budget, budget_id)


def budgets_of(session: Session, person_id: UUID) -> list[Budget]:
    """A person's budgets, the one that ends first leading."""
    rows = select(Budget).where(Budget.person_id == person_id)
    return list(session.scalars(rows.order_by(Budget.ends_on, Budget.recorded_at, Budget.id)))


def budgets_of_all(session: Session, person_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Whose each budget of these people is, by the budget's id."""
    rows = select(Budget.id, Budget.person_id).where(Budget.person_id.in_(list(person_ids)))
    return {budget_id: person_id for budget_id, person_id in session.execute(rows)}


def budgets_by_ids(session: Session, ids: Collection[UUID]) -> dict[UUID, Budget]:
    """These budgets by id."""
    rows = select(Budget).where(Budget.id.in_(list(ids)))
    return {budget.id: budget for budget in session.scalars(rows)}


def money_of(session: Session, person_id: UUID, *, today: date) -> MyMoney:
    """What one person set aside, promised, spent and has left, in pence, with by when."""
    budgets = budgets_of(session, person_id)
    balances = balances_of(session, [budget.id for budget in budgets])
    lines = tuple(
        BudgetMoney(
            id=budget.id,
            plan=budget.plan,
            balances=balances[budget.id],
            is_stopped=budget.stopped_at is not None,
            is_over=budget.ends_on < today,
        )
        for budget in budgets
    )
    live = [line for line in lines if line.balances.available and not line.is_over]
    a_week = sum(
        line.balances.available // max(1, -(-((line.plan.ends_on - today).days + 1) // 7))
        for line in live
    )
    until = max((line.plan.ends_on for line in live), default=None)
    return MyMoney(budgets=lines, until=until, a_week=a_week)


def is_frozen(session: Session, people: Collection[UUID], *, now: datetime) -> bool:
    """Whether new promises of any of these people's money wait: they stopped them (pooling P33),
    or something of theirs is missing (P45). Nobody is told which, or whose."""
    frozen = select(Freeze.person_id).where(Freeze.person_id.in_(list(people)))
    paused = select(Pause.person_id).where(Pause.person_id.in_(list(people)))
    rows = union_all(frozen, paused.where(Pause.begins_at <= now))
    return session.execute(rows.limit(1)).first() is not None


def frozen_since(session: Session, person_id: UUID) -> datetime | None:
    """When a person stopped new promises of their own money, if they did. For them alone."""
    return session.scalar(select(Freeze.frozen_at).where(Freeze.person_id == person_id))


def is_other_peoples_money(session: Session, purses: Collection[UUID]) -> bool:
    """Whether any of these budgets is somebody else's to ask about: all but one's own money."""
    rows = select(Budget.id).where(Budget.id.in_(list(purses)), Budget.funding != Funding.OWN.value)
    return session.scalar(rows.limit(1)) is not None


def holds_of(session: Session, person_id: UUID, *, book: UUID | None = None) -> list[Hold]:
    """A person's promises, ended or not, of all their money; of one group where `book` is told."""
    purses = [budget.id for budget in budgets_of(session, person_id)]
    holds = holds_of_purses(session, purses)
    return [hold for hold in holds if book is None or hold.book == book]


def open_holds_of(
    session: Session, person_id: UUID, *, book: UUID | None = None, now: datetime | None = None
) -> list[Hold]:
    """Those of them that have not ended; with `now`, one past its time counts as ended."""
    found = holds_of(session, person_id, book=book)
    return [h for h in found if (h.ended if now is None else h.ended_by(now)) is None]
