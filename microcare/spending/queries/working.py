"""Reads that the rules need: bills with who shares them, and the promises still open."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from microcare.budgets.queries import budgets_of
from microcare.commissioning.models import Agreement, CareSession
from microcare.commissioning.policies import KeptRequest
from microcare.commissioning.queries import request_by_id
from microcare.directory.queries import keeper_ids
from microcare.groups.queries import group_by_id
from microcare.ledger.queries import holds_of_purses
from microcare.ledger.values import Hold
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
)


def bill_by_id(session: Session, bill_id: UUID, **_rest: UUID) -> SharedBill | None:
    """A bill, read afresh, with whoever may look at it and do what."""
    rows = select(Bill).options(*WHOLE).where(Bill.id == bill_id)
    bill = session.scalar(rows.execution_options(populate_existing=True))
    if bill is None:
        return None
    agreement = session.get_one(Agreement, bill.agreement_id)
    listing_id = agreement.offer.request.listing_id
    group = group_by_id(session, agreement.group_id)
    tied = select(PaidTie.person_id).where(PaidTie.listing_id == listing_id)
    return SharedBill(
        bill=bill,
        group_id=agreement.group_id,
        listing_id=listing_id,
        sharer_ids=frozenset(s.person_id for line in bill.lines for s in line.shares),
        member_ids=frozenset(group.member_ids if group else ()),
        keeper_ids=frozenset(keeper_ids(session, listing_id)),
        tied_ids=frozenset(session.scalars(tied)),
    )


def request_to_work(session: Session, request_id: UUID, **_rest: UUID) -> KeptRequest | None:
    """A request with who may answer it; the rest of an address does not matter to that."""
    return request_by_id(session, request_id)


def kept_bill_by_id(
    session: Session, request_id: UUID, bill_id: UUID, **_rest: UUID
) -> SharedBill | None:
    """A bill that was sent for what this request became, or None."""
    shared = bill_by_id(session, bill_id)
    if shared is None:
        return None
    agreement = session.get_one(Agreement, shared.bill.agreement_id)
    return shared if agreement.offer.request_id == request_id else None


def bills_of_agreements(session: Session, agreement_ids: Collection[UUID]) -> list[Bill]:
    """The bills of these agreements, the newest first."""
    rows = select(Bill).options(*WHOLE).where(Bill.agreement_id.in_(list(agreement_ids)))
    return list(session.scalars(rows.order_by(Bill.sent_at.desc(), Bill.id)))


def open_holds_of(session: Session, person_id: UUID, *, book: UUID | None = None) -> list[Hold]:
    """A person's promises that have not ended, of all their money; of one group."""
    purses = [budget.id for budget in budgets_of(session, person_id)]
    holds = holds_of_purses(session, purses)
    return [h for h in holds if h.ended is None and (book is None or h.book == book)]


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
