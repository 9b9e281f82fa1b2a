"""Bills as one of those who share them sees them, and as the provider does."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.spending.models import Bill, BillLine, BillShare
from microcare.spending.policies import (
    SharedBill,
    is_confirmed,
    is_fit_to_look,
    is_in_force,
    may_ask_to_look,
    may_confirm,
    may_untie,
    may_withdraw,
    needs_somebody_trusted,
    was_confirmed,
)
from microcare.spending.queries.working import (
    bills_of_agreements,
    bills_to_look_at,
    shared_bills,
)
from microcare.spending.values import BillView, LookView, MyBill, MyRefund
from microcare.spending.values.refunds import due_back_on


def bills_of(session: Session, person_id: UUID, *, on: date | None = None) -> list[MyBill]:
    """Every bill that asks something of this person, the newest first.

    With a day, also those of their groups, and of whom they help, that wait for their look.
    """
    mine = (
        select(BillLine.bill_id)
        .join(BillShare, BillShare.line_id == BillLine.id)
        .where(BillShare.person_id == person_id)
    )
    found = shared_bills(session, session.scalars(mine.distinct()).all())
    known = {shared.bill.id for shared in found}
    more = bills_to_look_at(session, person_id, on=on) if on is not None else []
    found += [shared for shared in more if shared.bill.id not in known]
    return [my_bill(shared, me=person_id, on=on or date.min) for shared in found]


def my_bill(shared: SharedBill, *, me: UUID, on: date) -> MyBill:
    """One bill with this person's own part, and what they may do about it on that day."""
    bill = shared.bill
    days = tuple(
        (line.day, line.pence, sum(s.pence for s in line.shares if s.person_id == me))
        for line in bill.lines
    )
    is_waiting = bill.withdrawn_at is None and not is_confirmed(shared)
    return MyBill(
        id=bill.id,
        group_name=shared.group_name if me in shared.own_ids else "",
        provider=shared.provider,
        reference=bill.reference,
        sent_at=bill.sent_at,
        total_pence=bill.total_pence,
        days=days,
        is_mine=me in shared.sharer_ids,
        may_confirm=bill.withdrawn_at is None and may_confirm(me, shared, on=on),
        may_untie=may_untie(me, shared),
        needs_trusted=is_waiting and needs_somebody_trusted(shared),
        is_confirmed=is_confirmed(shared),
        has_paid=me in {row.person_id for row in bill.paid},
        is_withdrawn=bill.withdrawn_at is not None,
        refunds=tuple(_my_refunds(bill, me)),
        could_ask=tuple(
            (one.id, one.supporter_name)
            for one in shared.trusted
            if may_ask_to_look(me, one, shared, on=on)
        ),
        asked_in=_asked_in(shared, me, on) if is_waiting and me in shared.own_ids else (),
        looks_from=_looks_from(shared, me, on) if is_waiting else None,
    )


def _asked_in(shared: SharedBill, me: UUID, on: date) -> tuple[LookView, ...]:
    """Whom those who share it asked in: all of the group read it, and from when it counts."""
    return tuple(
        LookView(
            authority_id=one.id,
            name=one.supporter_name,
            asked_by=one.person.first_name,
            counts_on=shared.asked[one.id].counts_on,
            has_begun=is_in_force(one, shared, on),
            is_mine=one.person_id == me,
        )
        for one in shared.trusted
        if one.id in shared.asked and is_fit_to_look(one, shared, on)
    )


def _looks_from(shared: SharedBill, me: UUID, on: date) -> date | None:
    days = [
        shared.asked[one.id].counts_on
        for one in shared.trusted
        if one.supporter_id == me and one.id in shared.asked and not is_in_force(one, shared, on)
    ]
    return min(days, default=None)


def _my_refunds(bill: Bill, me: UUID) -> list[MyRefund]:
    paid = {row.person_id: row.paid_at for row in bill.paid}
    return [
        MyRefund(
            id=refund.id,
            day=refund.line.day,
            pence=share.pence,
            reason=refund.reason,
            has_come=share.came_at is not None,
            due_on=due_back_on(made_at=refund.made_at, due_on=refund.due_on, paid_at=paid[me])
            if me in paid
            else None,
        )
        for refund in bill.refunds
        for share in refund.shares
        if share.person_id == me and share.pence
    ]


def provider_bills(session: Session, agreement_ids: Collection[UUID]) -> list[BillView]:
    """The bills of these agreements as the provider sees them, the newest first."""
    found = bills_of_agreements(session, agreement_ids)
    return [provider_bill(shared) for shared in found]


def provider_bill(shared: SharedBill) -> BillView:
    """One bill as its provider sees it."""
    bill = shared.bill
    return BillView(
        id=bill.id,
        reference=bill.reference,
        sent_at=bill.sent_at,
        total_pence=bill.total_pence,
        days=tuple((line.id, line.day, line.pence) for line in bill.lines),
        is_confirmed=was_confirmed(shared),
        is_withdrawn=bill.withdrawn_at is not None,
        may_withdraw=may_withdraw(shared),
        refunded_pence=sum(refund.pence for refund in bill.refunds),
        refunded_by=max((r.due_on for r in bill.refunds if r.due_on), default=None),
    )
