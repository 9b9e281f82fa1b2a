"""Reads that the rules need: bills with who shares them, and the promises still open."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from microcare.commissioning.models import Agreement, CareSession, Offer
from microcare.commissioning.policies import KeptRequest
from microcare.commissioning.queries import request_by_id
from microcare.directory.queries import keepers_of
from microcare.groups.queries import groups_by_ids
from microcare.spending.models import (
    Bill,
    BillLine,
    PaidTie,
    Refund,
    SessionMark,
)
from microcare.spending.policies import SharedBill
from microcare.spending.values import Outcome

WHOLE = (
    selectinload(Bill.lines).selectinload(BillLine.shares),
    selectinload(Bill.confirmations),
    selectinload(Bill.paid),
    selectinload(Bill.refunds).selectinload(Refund.shares),
    selectinload(Bill.refunds).selectinload(Refund.line),
)


def bill_by_id(session: Session, bill_id: UUID, **_rest: UUID) -> SharedBill | None:
    """A bill, read afresh, with whoever may look at it and do what."""
    return next(iter(shared_bills(session, [bill_id])), None)


def shared_bills(session: Session, bill_ids: Collection[UUID]) -> list[SharedBill]:
    """These bills in the same way, the newest first, in as many reads as for one."""
    rows = select(Bill, Agreement).join(Agreement, Agreement.id == Bill.agreement_id)
    rows = rows.options(*WHOLE, selectinload(Agreement.offer).selectinload(Offer.request))
    rows = rows.where(Bill.id.in_(list(bill_ids))).order_by(Bill.sent_at.desc(), Bill.id)
    found = session.execute(rows.execution_options(populate_existing=True)).all()
    groups = groups_by_ids(session, {agreement.group_id for _, agreement in found})
    listing_ids = {agreement.offer.request.listing_id for _, agreement in found}
    keepers = keepers_of(session, listing_ids)
    tied: dict[UUID, set[UUID]] = {listing_id: set() for listing_id in listing_ids}
    for tie in session.scalars(select(PaidTie).where(PaidTie.listing_id.in_(listing_ids))):
        tied[tie.listing_id].add(tie.person_id)
    return [
        SharedBill(
            bill=bill,
            group_id=agreement.group_id,
            group_name=groups[agreement.group_id].name,
            listing_id=agreement.offer.request.listing_id,
            request_id=agreement.offer.request_id,
            provider=agreement.offer.provider,
            sharer_ids=frozenset(s.person_id for line in bill.lines for s in line.shares),
            member_ids=frozenset(groups[agreement.group_id].member_ids),
            keeper_ids=keepers[agreement.offer.request.listing_id],
            tied_ids=frozenset(tied[agreement.offer.request.listing_id]),
        )
        for bill, agreement in found
    ]


def request_to_work(session: Session, request_id: UUID, **_rest: UUID) -> KeptRequest | None:
    """A request with who may answer it; the rest of an address does not matter to that."""
    return request_by_id(session, request_id)


def kept_bill_by_id(
    session: Session, request_id: UUID, bill_id: UUID, **_rest: UUID
) -> SharedBill | None:
    """A bill that was sent for what this request became, or None."""
    shared = bill_by_id(session, bill_id)
    return shared if shared is not None and shared.request_id == request_id else None


def bills_of_agreements(session: Session, agreement_ids: Collection[UUID]) -> list[Bill]:
    """The bills of these agreements, the newest first."""
    rows = select(Bill).options(*WHOLE).where(Bill.agreement_id.in_(list(agreement_ids)))
    return list(session.scalars(rows.order_by(Bill.sent_at.desc(), Bill.id)))


def billable_sessions(session: Session, agreement_id: UUID) -> list[CareSession]:
    """Sessions that took place, or were called off late, and stand on no live bill."""
    live = exists().where(BillLine.session_id == CareSession.id, BillLine.is_live)
    owed = (Outcome.TOOK_PLACE.value, Outcome.CALLED_OFF_LATE.value)
    rows = (
        select(CareSession)
        .join(SessionMark, SessionMark.session_id == CareSession.id)
        .options(selectinload(CareSession.shares))
        .where(CareSession.agreement_id == agreement_id, SessionMark.outcome.in_(owed), ~live)
        .order_by(CareSession.number)
    )
    return list(session.scalars(rows))
