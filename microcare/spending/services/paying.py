"""Two people say that a total is right; then each pays on their own authority (pooling P26)."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.queries import holds_of, is_other_peoples_money, open_holds_of
from microcare.commissioning.values import HelperIsPaid
from microcare.groups.queries import locked_group
from microcare.groups.services.news import tell
from microcare.kernel.clock import Clock
from microcare.ledger.services import post_holds
from microcare.ledger.values import Act
from microcare.people.services import authorise
from microcare.people.values import Spoken
from microcare.spending.models import Confirmation, PaidTie, SharePaid
from microcare.spending.policies import SharedBill, is_confirmed, may_confirm, spread
from microcare.spending.queries import bill_by_id
from microcare.spending.services.reminding import wait_for_receipt
from microcare.spending.values import (
    AlreadyConfirmed,
    BillIsSettled,
    NotConfirmedYet,
    NotYours,
    PaidCannotConfirm,
)
from microcare.spending.values.evidence import RECEIPT_TIMES, ReceiptTimes


def declare_tie(session: Session, shared: SharedBill, *, person_id: UUID, clock: Clock) -> None:
    """A person says that they are paid by the provider, or close to who is."""
    if session.get(PaidTie, (shared.listing_id, person_id)) is None:
        row = PaidTie(listing_id=shared.listing_id, person_id=person_id, declared_at=clock.now())
        session.add(row)


def confirm_bill(session: Session, shared: SharedBill, *, person_id: UUID, clock: Clock) -> None:
    """Says that the total is right; with the second, everyone is told to pay their own.

    Raises BillIsSettled, AlreadyConfirmed, PaidCannotConfirm.
    """
    locked_group(session, shared.group_id)
    fresh = bill_by_id(session, shared.bill.id) or shared
    bill = fresh.bill
    if bill.withdrawn_at is not None or is_confirmed(bill):
        raise BillIsSettled
    if person_id in {c.person_id for c in bill.confirmations}:
        raise AlreadyConfirmed
    if not may_confirm(person_id, fresh):
        raise PaidCannotConfirm
    bill.confirmations.append(Confirmation(person_id=person_id, at=clock.now()))
    # Whether it is confirmed now is asked of the database when somebody pays.
    session.flush()
    if is_confirmed(bill):
        tell(session, fresh.sharer_ids, path=f"/my/bills/{bill.id}", clock=clock)


def pay_share(
    session: Session,
    shared: SharedBill,
    *,
    person_id: UUID,
    clock: Clock,
    spoken: Spoken | None = None,
    times: ReceiptTimes = RECEIPT_TIMES,
) -> None:
    """A person says that they paid their share: their own promises are spent, the rest freed.

    Where it was not their own money alone a receipt is missing from now on. Pressed twice it is
    once. `spoken` where somebody else says it for them, who needs the right to
    agree to so much; the ledger then names the authority. Raises NotConfirmedYet, BillIsSettled,
    NotYours, HelperIsPaid, AuthorityIsOver, BeyondAuthority.
    """
    locked_group(session, shared.group_id)
    fresh = bill_by_id(session, shared.bill.id) or shared
    bill = fresh.bill
    if person_id in {row.person_id for row in bill.paid}:
        return
    if bill.withdrawn_at is not None:
        raise BillIsSettled
    if not is_confirmed(bill):
        raise NotConfirmedYet
    posts = _posts(session, fresh, person_id)
    if not posts:
        raise NotYours
    if spoken is not None:
        _check_helper(session, fresh, spoken, pence=sum(posts.values()), clock=clock)
    bill.paid.append(SharePaid(person_id=person_id, paid_at=clock.now()))
    session.flush()  # the database looks whether two have confirmed it
    actor = person_id if spoken is None else spoken.authority_id
    act = Act(actor=actor, key=f"pay {bill.id}")
    post_holds(session, posts=posts, act=act, clock=clock)
    _miss_receipt(session, fresh, posts, person_id=person_id, clock=clock, times=times)


def _miss_receipt(
    session: Session,
    shared: SharedBill,
    posts: Mapping[UUID, int],
    *,
    person_id: UUID,
    clock: Clock,
    times: ReceiptTimes,
) -> None:
    """Begins the days of a receipt, where somebody may ask for one (P45)."""
    mine = holds_of(session, person_id, book=shared.group_id)
    purses = {hold.purse for hold in mine if posts.get(hold.id)}
    if is_other_peoples_money(session, purses):
        wait_for_receipt(session, shared, person_id=person_id, clock=clock, times=times)


def _posts(session: Session, shared: SharedBill, person_id: UUID) -> dict[UUID, int]:
    """Which of a person's holds spend how many pence for their part of this bill."""
    posts: dict[UUID, int] = {}
    mine = open_holds_of(session, person_id, book=shared.group_id)
    for line in shared.bill.lines:
        for share in line.shares:
            if share.person_id == person_id:
                holds = [hold for hold in mine if hold.ref == line.session_id]
                posts |= spread(share.pence, holds)
    return posts


def _check_helper(
    session: Session, shared: SharedBill, spoken: Spoken, *, pence: int, clock: Clock
) -> None:
    if spoken.helper_id in shared.keeper_ids | shared.tied_ids:
        raise HelperIsPaid
    authorise(session, spoken, pence=pence, clock=clock)
