"""What goes when a person's account goes."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from microcare.budgets.queries import holds_of, open_holds_of
from microcare.groups.queries import groups_of
from microcare.kernel.clock import Clock
from microcare.ledger.queries import spent_of_holds
from microcare.ledger.services import release_holds, return_refund
from microcare.ledger.values import Act, Bucket
from microcare.spending.models import (
    Attendance,
    BillOutcome,
    CalendarLink,
    MissingReceipt,
    PaidTie,
)
from microcare.spending.queries.evidence import evidence_of
from microcare.spending.services.evidence import forget_evidence
from microcare.spending.services.leaving import leave


def erase(session: Session, person_id: UUID, clock: Clock) -> None:
    """Gives notice in every group, and forgets what was said; sums stay under a random number.

    What they still owe is between them and the provider, as it always was. It stands here no
    longer, because nobody is left who could say that it was paid.
    """
    for group in groups_of(session, person_id):
        leave(session, group, person_id=person_id, clock=clock)
    if holds := [hold.id for hold in open_holds_of(session, person_id)]:
        release_holds(session, holds=holds, act=Act(person_id, "erase holds"), clock=clock)
    if due := _owed_back(session, person_id):
        return_refund(session, parts=due, act=Act(person_id, "erase refunds"), clock=clock)
    forget_evidence(session, evidence_of(session, person_id))
    for table in (Attendance, BillOutcome, CalendarLink, MissingReceipt, PaidTie):
        session.execute(delete(table).where(table.person_id == person_id))


def _owed_back(session: Session, person_id: UUID) -> dict[UUID, int]:
    holds = [hold.id for hold in holds_of(session, person_id)]
    found = spent_of_holds(session, holds)
    return {h: there[Bucket.REFUND_DUE] for h, there in found.items() if there[Bucket.REFUND_DUE]}
