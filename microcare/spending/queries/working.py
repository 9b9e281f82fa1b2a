"""Reads that the rules need: bills with who shares them, and the promises still open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, selectinload

from microcare.commissioning.models import Agreement, Offer
from microcare.commissioning.policies import KeptRequest
from microcare.commissioning.queries import request_by_id
from microcare.commissioning.queries.ties import tied_to
from microcare.directory.queries import keepers_of
from microcare.groups.models import Group
from microcare.groups.queries import groups_by_ids, groups_of
from microcare.people.models import Authority
from microcare.people.queries import people_by_ids, supported_by, supporters_of_all
from microcare.spending.models import (
    Bill,
    BillLine,
    BillShare,
    LookAsked,
    Refund,
)
from microcare.spending.policies import SharedBill, may_confirm

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
    around = _around(session, [(bill, a, groups[a.group_id]) for bill, a in found])
    return [
        SharedBill(
            bill=bill,
            group_id=agreement.group_id,
            group_name=groups[agreement.group_id].name,
            listing_id=agreement.offer.request.listing_id,
            request_id=agreement.offer.request_id,
            provider=agreement.offer.provider,
            sharer_ids=_sharers(bill),
            member_ids=frozenset(groups[agreement.group_id].spender_ids),
            keeper_ids=around.keepers[agreement.offer.request.listing_id],
            tied_ids=frozenset(around.tied[agreement.offer.request.listing_id]),
            gone_ids=around.gone,
            trusted=tuple(a for a in around.trusted if a.person_id in _sharers(bill)),
            asked={k.authority_id: k for k in around.asked if k.group_id == agreement.group_id},
        )
        for bill, agreement in found
    ]


def _sharers(bill: Bill) -> frozenset[UUID]:
    return frozenset(s.person_id for line in bill.lines for s in line.shares)


@dataclass(frozen=True, slots=True)
class _Around:
    """Who stands beside some bills: keepers, who is tied, whose account is gone, and helpers."""

    keepers: Mapping[UUID, frozenset[UUID]]
    tied: Mapping[UUID, set[UUID]]
    gone: frozenset[UUID]
    trusted: list[Authority]
    asked: list[LookAsked]


def _around(session: Session, found: Collection[tuple[Bill, Agreement, Group]]) -> _Around:
    listing_ids = {agreement.offer.request.listing_id for _, agreement, _ in found}
    sharers = {who for bill, _, _ in found for who in _sharers(bill)}
    people = sharers | {who for _, _, group in found for who in group.spender_ids}
    known = people_by_ids(session, sorted(people))
    return _Around(
        keepers=keepers_of(session, listing_ids),
        tied=tied_to(session, listing_ids),
        gone=frozenset(who for who in people if known[who].is_gone),
        trusted=supporters_of_all(session, sharers),
        asked=_asked_in(session, {group.id for _, _, group in found}),
    )


def _asked_in(session: Session, group_ids: Collection[UUID]) -> list[LookAsked]:
    """Who is asked in to look at totals of these groups."""
    rows = select(LookAsked).where(LookAsked.group_id.in_(list(group_ids)))
    return list(session.scalars(rows.where(LookAsked.ended_at.is_(None))))


def request_to_work(session: Session, request_id: UUID, **_rest: UUID) -> KeptRequest | None:
    """A request with who may answer it; the rest of an address does not matter to that."""
    return request_by_id(session, request_id)


def kept_bill_by_id(
    session: Session, request_id: UUID, bill_id: UUID, **_rest: UUID
) -> SharedBill | None:
    """A bill that was sent for what this request became, or None."""
    shared = bill_by_id(session, bill_id)
    return shared if shared is not None and shared.request_id == request_id else None


def bills_of_agreements(session: Session, agreement_ids: Collection[UUID]) -> list[SharedBill]:
    """The bills of these agreements, the newest first."""
    rows = select(Bill.id).where(Bill.agreement_id.in_(list(agreement_ids)))
    return shared_bills(session, session.scalars(rows).all())


def bills_to_look_at(session: Session, person_id: UUID, *, on: date) -> list[SharedBill]:
    """Bills of this person's groups, and of whom they help, whose total waits for their look."""
    helped = [a.person_id for a in supported_by(session, person_id, on=on)]
    shares = exists().where(BillShare.line_id == BillLine.id, BillShare.person_id.in_(helped))
    groups = [group.id for group in groups_of(session, person_id)]
    rows = (
        select(Bill.id)
        .join(Agreement, Agreement.id == Bill.agreement_id)
        .join(BillLine, BillLine.bill_id == Bill.id)
        .where(Bill.withdrawn_at.is_(None), or_(Agreement.group_id.in_(groups), shares))
        .distinct()
    )
    found = shared_bills(session, session.scalars(rows).all())
    return [shared for shared in found if may_confirm(person_id, shared, on=on)]
