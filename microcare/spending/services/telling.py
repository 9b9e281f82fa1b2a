"""What a payment did for somebody, in a line of their own (pooling P43, plan outcome)."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.groups.queries import locked_group
from microcare.kernel.clock import Clock
from microcare.spending.models import BillOutcome
from microcare.spending.policies import SharedBill
from microcare.spending.queries import bill_by_id
from microcare.spending.values import NothingToTell


def tell_outcome(
    session: Session, shared: SharedBill, words: str, *, person_id: UUID, clock: Clock
) -> None:
    """Keeps what a paid bill did for one of those who paid it. Raises NothingToTell.

    What was said before stays, so that a statement of an earlier day is as it was.
    """
    locked_group(session, shared.group_id)
    fresh = bill_by_id(session, shared.bill.id) or shared
    if person_id not in {paid.person_id for paid in fresh.bill.paid}:
        raise NothingToTell
    session.add(
        BillOutcome(bill_id=shared.bill.id, person_id=person_id, words=words, said_at=clock.now())
    )
