"""What goes when a person's account goes."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_of, holds_of, open_holds_of
from microcare.commissioning.models import Agreement, Offer, OfferRequest, PaidTie
from microcare.commissioning.services import watch_people
from microcare.directory.queries import keeper_ids
from microcare.groups.queries import groups_of
from microcare.groups.services.news import tell
from microcare.kernel.clock import Clock
from microcare.ledger.queries import spent_of_holds
from microcare.ledger.services import expire_holds, release_holds, return_refund
from microcare.ledger.values import Act, Bucket
from microcare.spending.models import (
    Attendance,
    Bill,
    BillOutcome,
    CalendarLink,
    CannotCome,
    Confirmation,
    MissingReceipt,
    Refund,
    RefundReminder,
    RefundShare,
    SharePaid,
)
from microcare.spending.queries.evidence import evidence_of
from microcare.spending.services.closing import close_group
from microcare.spending.services.evidence import forget_evidence
from microcare.spending.services.leaving import give_notice
from microcare.spending.services.showing import stop_links_of


def erase(session: Session, person_id: UUID, clock: Clock) -> None:
    """Gives notice in every group, and forgets what was said; sums stay under a random number.

    What they still owe is between them and the provider, as it always was. It stands here no
    longer, because nobody is left who could say that it was paid.
    """
    purses = [budget.id for budget in budgets_of(session, person_id)]
    expire_holds(session, clock=clock, purses=purses)
    books = {hold.book for hold in holds_of(session, person_id)}
    for group in groups_of(session, person_id):
        give_notice(session, group, person_id=person_id, clock=clock)
        books.add(group.id)
    if holds := [hold.id for hold in open_holds_of(session, person_id)]:
        release_holds(session, holds=holds, act=Act(person_id, "erase holds"), clock=clock)
    _return_what_is_owed(session, person_id, clock=clock)
    _forget(session, person_id)
    for book in sorted(books):
        for request in watch_people(session, book, clock=clock):
            keepers = keeper_ids(session, request.listing_id)
            tell(session, keepers, path=f"/my/requests/{request.id}/sessions", clock=clock)
        close_group(session, book, clock=clock)


def _return_what_is_owed(session: Session, person_id: UUID, *, clock: Clock) -> None:
    """Money back that has not come goes straight to who pays the budget: nobody is left to say."""
    if due := _owed_back(session, person_id):
        return_refund(session, parts=due, act=Act(person_id, "erase refunds"), clock=clock)
    rows = (
        select(RefundShare)
        .join(Refund, Refund.id == RefundShare.refund_id)
        .join(SharePaid, SharePaid.bill_id == Refund.bill_id)
        .where(SharePaid.person_id == person_id, RefundShare.person_id == person_id)
        .where(RefundShare.came_at.is_(None))
    )
    for share in session.scalars(rows):
        share.came_at = clock.now()


def _forget(session: Session, person_id: UUID) -> None:
    forget_evidence(session, evidence_of(session, person_id))
    stop_links_of(session, person_id)
    for table in (
        Attendance,
        BillOutcome,
        CalendarLink,
        CannotCome,
        MissingReceipt,
        RefundReminder,
    ):
        session.execute(delete(table).where(table.person_id == person_id))
    looked = (
        select(Bill.id)
        .join(Confirmation, Confirmation.bill_id == Bill.id)
        .join(Agreement, Agreement.id == Bill.agreement_id)
        .join(Offer, Offer.id == Agreement.offer_id)
        .join(OfferRequest, OfferRequest.id == Offer.request_id)
        .where(Confirmation.person_id == person_id, OfferRequest.listing_id == PaidTie.listing_id)
        .exists()
    )
    # A tie that takes a look away stays under a random number: else the look would count again.
    session.execute(delete(PaidTie).where(PaidTie.person_id == person_id, ~looked))


def _owed_back(session: Session, person_id: UUID) -> dict[UUID, int]:
    holds = [hold.id for hold in holds_of(session, person_id)]
    found = spent_of_holds(session, holds)
    return {h: there[Bucket.REFUND_DUE] for h, there in found.items() if there[Bucket.REFUND_DUE]}
