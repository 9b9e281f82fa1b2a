"""What stopping at once means for one person: read the same way before and when it is done."""

from collections import Counter
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.budgets.queries import budgets_of, open_holds_of
from microcare.budgets.values import Funding
from microcare.commissioning.models import Agreement, CareSession, Offer
from microcare.kernel.clock import Clock
from microcare.ledger.queries import balances_of
from microcare.ledger.values import Hold
from microcare.spending.models import ReturnedBudget
from microcare.spending.policies import comes_free_at_once
from microcare.spending.values import FundedMoney, SuddenDay, SuddenView


def sudden_view(session: Session, me: UUID, *, clock: Clock) -> SuddenView:
    """One person's open promises over all their groups, and the money that a funder could stop."""
    holds = open_holds_of(session, me, now=clock.now())
    names = _providers(session, holds)
    free = [hold for hold in holds if comes_free_at_once(hold, clock.today())]
    stays = [hold for hold in holds if not comes_free_at_once(hold, clock.today())]
    days = [tuple(_day(hold, names) for hold in some) for some in (free, stays)]
    return SuddenView(free=days[0], stays=days[1], budgets=_funded(session, me, free, clock=clock))


def _day(hold: Hold, names: dict[UUID, str]) -> SuddenDay:
    return SuddenDay(hold.id, hold.for_on, names.get(hold.ref, ""), hold.pence)


def _providers(session: Session, holds: list[Hold]) -> dict[UUID, str]:
    rows = (
        select(CareSession.id, Offer.provider)
        .join(Agreement, Agreement.id == CareSession.agreement_id)
        .join(Offer, Offer.id == Agreement.offer_id)
        .where(CareSession.id.in_({hold.ref for hold in holds}))
    )
    return {session_id: provider for session_id, provider in session.execute(rows)}


def _funded(
    session: Session, me: UUID, free: list[Hold], *, clock: Clock
) -> tuple[FundedMoney, ...]:
    mine = [b for b in budgets_of(session, me) if may_be_returned(b, clock.today())]
    left = balances_of(session, [budget.id for budget in mine], now=clock.now())
    freed: Counter[UUID] = Counter()
    for hold in free:
        freed[hold.purse] += hold.pence
    return tuple(FundedMoney(b.id, b.plan, left[b.id].available + freed[b.id]) for b in mine)


def may_be_returned(budget: Budget, today: date) -> bool:
    """Whether a funder can stop it: not one's own money, not stopped, and not over."""
    is_live = budget.stopped_at is None and budget.ends_on >= today
    return is_live and budget.funding != Funding.OWN.value


def returned_budgets(session: Session) -> list[Budget]:
    """All money that its funder stopped."""
    rows = select(Budget).join(ReturnedBudget, ReturnedBudget.budget_id == Budget.id)
    return list(session.scalars(rows.order_by(Budget.id)))
