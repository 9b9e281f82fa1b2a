"""Sessions behind the group that agreed: one is paid and shown, the next waits on a bill."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.models import Agreement, CareSession
from microcare.directory.queries import keeper_ids
from microcare.files.store import Store
from microcare.kernel.clock import LONDON, Clock, FixedClock
from microcare.kernel.ids import new_id
from microcare.site.seeding.receipts import drawn_receipt
from microcare.spending import services
from microcare.spending.policies import SharedBill
from microcare.spending.queries import bill_by_id
from microcare.spending.values import Outcome

SO_FAR = 2


def walk(
    session: Session, plan: Agreement, *, people: Sequence[UUID], store: Store, clock: Clock
) -> None:
    """Marks and bills what took place before today; `people` pay the first and add receipts."""
    behind = [one for one in plan.sessions if one.day < clock.today()][:SO_FAR]
    for place, one in enumerate(behind):
        bill = _billed(session, plan, one)
        is_first = place == 0
        for person_id in people if is_first else people[1:]:
            services.confirm_bill(session, bill, person_id=person_id, clock=_at(one, 19))
        for person_id in people if is_first else ():
            services.pay_share(session, bill, person_id=person_id, clock=_at(one, 33))
            _show(session, bill, plan, one, person_id=person_id, store=store)


def _show(
    session: Session,
    bill: SharedBill,
    plan: Agreement,
    one: CareSession,
    *,
    person_id: UUID,
    store: Store,
) -> None:
    [pence] = [share.pence for share in one.shares if share.person_id == person_id]
    made = drawn_receipt(plan.offer.provider, day=one.day, pence=pence)
    services.add_receipt(
        session, bill, person_id=person_id, made=made, store=store, clock=_at(one, 34)
    )


def _billed(session: Session, plan: Agreement, one: CareSession) -> SharedBill:
    by = keeper_ids(session, plan.offer.request.listing_id)[0]
    took_place, evening = Outcome.TOOK_PLACE, _at(one, 18)
    services.mark_session(
        session, one, group_id=plan.group_id, outcome=took_place, by=by, clock=evening
    )
    # Flushed because the bill asks what took place.
    session.flush()
    sent = services.send_bill(
        session,
        plan,
        pence={one.id: plan.offer.session_pence},
        reference="",
        by=by,
        key=new_id(),
        clock=evening,
    )
    session.flush()
    found = bill_by_id(session, sent.id)
    if found is None:
        raise LookupError(sent.id)
    return found


def _at(one: CareSession, hours: int) -> FixedClock:
    """So many hours after the day of a session began."""
    midnight = datetime.combine(one.day, time(), tzinfo=LONDON)
    return FixedClock(midnight + timedelta(hours=hours))
