"""Somebody trusted is asked in to look at totals: all are told, and it counts after days (P26).

Without the days, whoever wants a bill through could add a friend and confirm it in one evening;
Open Collective met that (opencollective issue 3328).
"""

from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.groups.queries import locked_group
from microcare.groups.services.news import MORNING, tell
from microcare.kernel.clock import LONDON, Clock
from microcare.spending.models import LookAsked
from microcare.spending.policies import SharedBill, may_ask_to_look
from microcare.spending.queries import bill_by_id
from microcare.spending.values import LOOK_WAITS, CannotAskToLook


def ask_to_look(
    session: Session,
    shared: SharedBill,
    authority_id: UUID,
    *,
    person_id: UUID,
    clock: Clock,
    waits: timedelta = LOOK_WAITS,
) -> None:
    """Asks somebody whom this person trusts in, for this group's bills; pressed twice it is once.

    They count from the morning after `waits` has gone. Raises CannotAskToLook.
    """
    locked_group(session, shared.group_id)
    fresh = bill_by_id(session, shared.bill.id) or shared
    one = next((a for a in fresh.trusted if a.id == authority_id), None)
    if one is not None and one.person_id == person_id and one.id in fresh.asked:
        return
    if one is None or not may_ask_to_look(person_id, one, fresh, on=clock.today()):
        raise CannotAskToLook
    first = (clock.now() + waits).astimezone(LONDON).date() + timedelta(days=1)
    row = LookAsked(
        group_id=fresh.group_id,
        authority_id=one.id,
        asked_at=clock.now(),
        counts_from=datetime.combine(first, time(), tzinfo=LONDON),
    )
    session.add(row)
    session.flush()  # the bill is read again with it
    tell(session, fresh.own_ids - fresh.gone_ids, path=f"/my/bills/{fresh.bill.id}", clock=clock)
    if one.supporter_id is not None:
        morning = datetime.combine(first, MORNING, tzinfo=LONDON)
        tell(session, [one.supporter_id], path="/my/bills", clock=clock, not_before=morning)


def stop_asking_to_look(
    session: Session, shared: SharedBill, authority_id: UUID, *, person_id: UUID, clock: Clock
) -> None:
    """Whoever asked takes it back. What was looked at stays looked at."""
    locked_group(session, shared.group_id)
    fresh = bill_by_id(session, shared.bill.id) or shared
    one = next((a for a in fresh.trusted if a.id == authority_id), None)
    if one is not None and one.person_id == person_id and one.id in fresh.asked:
        fresh.asked[one.id].ended_at = clock.now()
        session.flush()  # whoever reads the bill next finds it so
