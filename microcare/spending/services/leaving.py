"""Leaving after promises are made: a capped sum for the notice, and the rest free (P34 to P36)."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.queries import open_holds_of
from microcare.commissioning.models import Agreement
from microcare.commissioning.services import leave as leave_free
from microcare.commissioning.services import settle_group
from microcare.directory.queries import keeper_ids
from microcare.groups.models import Group
from microcare.groups.queries import locked_group
from microcare.groups.services.news import tell
from microcare.kernel.clock import Clock
from microcare.ledger.services import release_holds
from microcare.ledger.values import Act
from microcare.spending.models import Departure
from microcare.spending.policies import last_owed_day, stays_owed
from microcare.spending.queries import leaving_view, promised_agreements


def leave(session: Session, group: Group, *, person_id: UUID, clock: Clock) -> None:
    """Leaves. Promises beyond the agreed notice come free; nobody else's share changes (P36).

    What is still owed stays the leaver's own to pay, from their own page of bills.
    """
    locked_group(session, group.id)
    # Where the time to think is over, promises come first, however late the job is.
    settle_group(session, group.id, clock=clock)
    for agreement in promised_agreements(session, group.id):
        if person_id in agreement.people:
            _give_notice(session, agreement, person_id=person_id, clock=clock)
    leave_free(session, group, person_id=person_id, clock=clock, gave_notice=True)


def _give_notice(session: Session, agreement: Agreement, *, person_id: UUID, clock: Clock) -> None:
    if session.get(Departure, (agreement.id, person_id)) is not None:
        return
    today = clock.today()
    told = leaving_view(session, agreement, me=person_id, today=today)
    until = last_owed_day(today, agreement.offer.terms.notice_weeks)
    mine = {one.id for one in agreement.sessions}
    open_ones = open_holds_of(session, person_id, book=agreement.group_id)
    free = [h.id for h in open_ones if h.ref in mine and not stays_owed(h, until)]
    if free:
        act = Act(actor=person_id, key=f"leave {agreement.id}")
        release_holds(session, holds=free, act=act, clock=clock)
    session.add(
        Departure(
            agreement_id=agreement.id,
            person_id=person_id,
            left_at=clock.now(),
            last_on=until,
            capped_pence=told.owed_pence,
        )
    )
    session.flush()
    if free:
        # The provider must know that the price may no longer be covered; not who left.
        request = agreement.offer.request
        keepers = keeper_ids(session, request.listing_id)
        tell(session, keepers, path=f"/my/requests/{request.id}/sessions", clock=clock)
