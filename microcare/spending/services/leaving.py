"""Leaving after promises are made: a capped sum for the notice, and the rest free (P34 to P36)."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_of
from microcare.commissioning.models import Agreement
from microcare.commissioning.queries.waiting import waiting_plans
from microcare.commissioning.services import leave as leave_free
from microcare.commissioning.services import settle_group, watch_people
from microcare.directory.queries import keeper_ids
from microcare.groups.models import Group
from microcare.groups.queries import locked_group
from microcare.groups.services.news import tell
from microcare.kernel.clock import Clock
from microcare.ledger.services import expire_holds, release_holds
from microcare.ledger.values import Act, Hold
from microcare.spending.models import Departure
from microcare.spending.policies import last_owed_day, stays_owed
from microcare.spending.queries import promises_by_agreement
from microcare.spending.services.closing import close_group


def leave(
    session: Session,
    group: Group,
    *,
    person_id: UUID,
    clock: Clock,
    actor: UUID | None = None,
) -> None:
    """Leaves. Promises beyond the agreed notice come free; nobody else's share changes (P36).

    What is still owed stays the leaver's own to pay, from their own page of bills. What fewer
    people than it needs are left for waits from then on. The ledger names `actor` where it is not
    their own press: an authority, or what the group decided.
    """
    give_notice(session, group, person_id=person_id, clock=clock, actor=actor)
    watch_people(session, group.id, clock=clock)
    close_group(session, group.id, clock=clock)


def give_notice(
    session: Session,
    group: Group,
    *,
    person_id: UUID,
    clock: Clock,
    actor: UUID | None = None,
) -> None:
    """The same, without a look at what is left: for whoever goes altogether."""
    locked_group(session, group.id)
    # Where the time to think is over, promises come first, however late the job is.
    settle_group(session, group.id, clock=clock)
    purses = [budget.id for budget in budgets_of(session, person_id)]
    expire_holds(session, clock=clock, purses=purses)
    for agreement, holds in promises_by_agreement(session, group.id, me=person_id, clock=clock):
        act = Act(actor or person_id, key=f"leave {agreement.id} {person_id}")
        _give_notice(session, agreement, holds, person_id=person_id, act=act, clock=clock)
    leave_free(session, group, person_id=person_id, clock=clock, gave_notice=True)


def _give_notice(
    session: Session,
    agreement: Agreement,
    holds: list[Hold],
    *,
    person_id: UUID,
    act: Act,
    clock: Clock,
) -> None:
    """Frees what lies beyond the notice of one agreement, and keeps until when the rest is owed.

    Whoever came back and leaves again has given their notice already: nothing is owed twice.
    """
    if session.get(Departure, (agreement.id, person_id)) is not None:
        return
    until = last_owed_day(clock.today(), agreement.offer.terms.notice_weeks)
    waits_on = waiting_plans(session, [agreement.id]).get(agreement.id)
    stay = [hold for hold in holds if stays_owed(hold, until, waits_on)]
    free = [hold.id for hold in holds if hold not in stay]
    if free:
        release_holds(session, holds=free, act=act, clock=clock)
    session.add(
        Departure(
            agreement_id=agreement.id,
            person_id=person_id,
            left_at=clock.now(),
            last_on=until,
            capped_pence=sum(hold.pence for hold in stay),
        )
    )
    session.flush()
    if free:
        # The provider must know that the price may no longer be covered; not who left.
        request = agreement.offer.request
        keepers = keeper_ids(session, request.listing_id)
        tell(session, keepers, path=f"/my/requests/{request.id}/sessions", clock=clock)
