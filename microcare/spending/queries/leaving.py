"""What leaving now would cost one person at most (pooling P35)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from microcare.budgets.queries import open_holds_of
from microcare.commissioning.models import Agreement, CareSession, Offer
from microcare.commissioning.queries.waiting import waiting_plans
from microcare.kernel.clock import Clock
from microcare.ledger.values import Hold
from microcare.spending.policies import last_owed_day, stays_owed
from microcare.spending.values import LeavingView


def promises_by_agreement(
    session: Session, group_id: UUID, *, me: UUID, clock: Clock
) -> list[tuple[Agreement, list[Hold]]]:
    """A person's promises in a group that still stand, by what they were agreed in, oldest first.

    A group may have agreed more than once: each time has its own notice.
    """
    holds = open_holds_of(session, me, book=group_id, now=clock.now())
    rows = (
        select(CareSession.id, Agreement)
        .join(Agreement, Agreement.id == CareSession.agreement_id)
        .options(selectinload(Agreement.offer).selectinload(Offer.request))
        .where(CareSession.id.in_({hold.ref for hold in holds}))
        .order_by(Agreement.opened_at, Agreement.id)
    )
    found: dict[UUID, tuple[Agreement, list[Hold]]] = {}
    for session_id, agreement in session.execute(rows):
        _, mine = found.setdefault(agreement.id, (agreement, []))
        mine += [hold for hold in holds if hold.ref == session_id]
    return list(found.values())


def leaving_view(session: Session, group_id: UUID, *, me: UUID, clock: Clock) -> LeavingView:
    """Their own promises that stay for the notice that was agreed, and those that come free.

    What stays is never more than what they promised.
    """
    stay, free, until = [], [], clock.today()
    mine = promises_by_agreement(session, group_id, me=me, clock=clock)
    waiting = waiting_plans(session, [agreement.id for agreement, _ in mine])
    for agreement, holds in mine:
        last = last_owed_day(clock.today(), agreement.offer.terms.notice_weeks)
        owed = [hold for hold in holds if stays_owed(hold, last, waiting.get(agreement.id))]
        stay += owed
        free += [hold for hold in holds if hold not in owed]
        until = max(until, last)
    return LeavingView(
        until=until,
        owed_pence=sum(hold.pence for hold in stay),
        sessions=len({hold.ref for hold in stay}),
        freed_pence=sum(hold.pence for hold in free),
    )
