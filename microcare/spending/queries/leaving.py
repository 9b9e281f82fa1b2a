"""What leaving now would cost one person at most (pooling P35)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.queries import open_holds_of
from microcare.commissioning.models import Agreement
from microcare.spending.policies import last_owed_day, stays_owed
from microcare.spending.values import LeavingView


def leaving_view(session: Session, agreement: Agreement, *, me: UUID, today: date) -> LeavingView:
    """Their own promises that stay for the notice that was agreed, and those that come free.

    What stays is never more than what they promised.
    """
    until = last_owed_day(today, agreement.offer.terms.notice_weeks)
    mine = {one.id for one in agreement.sessions}
    holds = [h for h in open_holds_of(session, me, book=agreement.group_id) if h.ref in mine]
    stay = [hold for hold in holds if stays_owed(hold, until)]
    return LeavingView(
        until=until,
        owed_pence=sum(hold.pence for hold in stay),
        sessions=len({hold.ref for hold in stay}),
        freed_pence=sum(hold.pence for hold in holds if not stays_owed(hold, until)),
        unsettled=sum(hold.is_kept for hold in stay),
    )


def leaving_of(
    session: Session, agreements: Collection[Agreement], *, me: UUID, today: date
) -> LeavingView:
    """The same over all that a group promised, each with the notice that was agreed for it."""
    views = [leaving_view(session, agreement, me=me, today=today) for agreement in agreements]
    return LeavingView(
        until=max((v.until for v in views if v.owed_pence), default=_last(views, today)),
        owed_pence=sum(view.owed_pence for view in views),
        sessions=sum(view.sessions for view in views),
        freed_pence=sum(view.freed_pence for view in views),
        unsettled=sum(view.unsettled for view in views),
    )


def _last(views: Collection[LeavingView], today: date) -> date:
    return max((view.until for view in views), default=today)
