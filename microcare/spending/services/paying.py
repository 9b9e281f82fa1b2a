"""Two people say that a total is right; then each pays on their own authority (pooling P26)."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.queries import holds_of, is_other_peoples_money, open_holds_of
from microcare.commissioning.models import PaidTie
from microcare.commissioning.services import keep_tie
from microcare.commissioning.values import HelperIsPaid
from microcare.groups.queries import locked_group
from microcare.groups.services.news import tell
from microcare.kernel.clock import Clock
from microcare.ledger.services import post_holds
from microcare.ledger.values import Act
from microcare.people.services import authorise
from microcare.people.values import Spoken, acts_as
from microcare.spending.models import Confirmation, SharePaid
from microcare.spending.policies import (
    SharedBill,
    is_confirmed,
    may_confirm,
    may_untie,
    posts_of,
    trusted_ids,
)
from microcare.spending.queries import bill_by_id
from microcare.spending.services.closing import close_group
from microcare.spending.services.refunding import owe_late
from microcare.spending.services.reminding import wait_for_receipt
from microcare.spending.services.unpaying import check_turn, pay_key
from microcare.spending.values import (
    AlreadyConfirmed,
    BillIsSettled,
    NotConfirmedYet,
    NotYours,
    PaidCannotConfirm,
)
from microcare.spending.values.evidence import RECEIPT_TIMES, ReceiptTimes


def declare_tie(session: Session, shared: SharedBill, *, person_id: UUID, clock: Clock) -> None:
    """A person says that they are paid by the provider, or close to who is.

    It is taken at any time, and a look of theirs counts no longer (P26). What was paid stays paid.
    """
    locked_group(session, shared.group_id)
    if not keep_tie(session, shared.listing_id, person_id=person_id, clock=clock):
        return
    _ask_whom_they_trust(session, bill_by_id(session, shared.bill.id) or shared, clock=clock)


def undo_tie(session: Session, shared: SharedBill, *, person_id: UUID) -> None:
    """Takes it back: it was a slip, or is over. Raises BillIsSettled once two have looked."""
    locked_group(session, shared.group_id)
    fresh = bill_by_id(session, shared.bill.id) or shared
    if person_id not in fresh.tied_ids:
        return
    if not may_untie(person_id, fresh):
        raise BillIsSettled
    session.delete(session.get_one(PaidTie, (fresh.listing_id, person_id)))


def confirm_bill(session: Session, shared: SharedBill, *, person_id: UUID, clock: Clock) -> None:
    """Says that the total is right; with the second, everyone is told to pay their own.

    Raises BillIsSettled, AlreadyConfirmed, PaidCannotConfirm.
    """
    locked_group(session, shared.group_id)
    fresh = bill_by_id(session, shared.bill.id) or shared
    bill = fresh.bill
    if bill.withdrawn_at is not None or is_confirmed(fresh):
        raise BillIsSettled
    if person_id in {c.person_id for c in bill.confirmations}:
        raise AlreadyConfirmed
    if not may_confirm(person_id, fresh, on=clock.today()):
        raise PaidCannotConfirm
    is_member = person_id in fresh.own_ids
    bill.confirmations.append(
        Confirmation(person_id=person_id, at=clock.now(), is_member=is_member)
    )
    # Whether it is confirmed now is asked of the database when somebody pays.
    session.flush()
    if is_confirmed(fresh):
        tell(session, fresh.sharer_ids, path=f"/my/bills/{bill.id}", clock=clock)
    else:
        _ask_whom_they_trust(session, fresh, clock=clock)


def _ask_whom_they_trust(session: Session, shared: SharedBill, *, clock: Clock) -> None:
    """Writes to whoever could be the second to look, where the group itself has nobody left."""
    on = clock.today()
    wanted = [who for who in trusted_ids(shared, on) if may_confirm(who, shared, on=on)]
    if shared.bill.withdrawn_at is None:
        tell(session, wanted, path=f"/my/bills/{shared.bill.id}", clock=clock)


def pay_share(
    session: Session,
    shared: SharedBill,
    *,
    person_id: UUID,
    clock: Clock,
    spoken: Spoken | None = None,
    times: ReceiptTimes = RECEIPT_TIMES,
    actor: UUID | None = None,
    turn: int | None = None,
) -> None:
    """A person says that they paid their share: their own promises are spent, the rest freed.

    What was given back of it meanwhile is owed to them from now on. What was the last thing open
    closes a group that winds down. Where it was not their own money alone a receipt is missing from
    now on. Pressed twice it is once. `spoken` where somebody else says it for them, who needs the
    right to agree to so much; the ledger then names the authority, or `actor`. `turn` is how often
    it was taken back when the page was made (P9). Raises NotConfirmedYet, BillIsSettled, NotYours,
    SaidBefore, HelperIsPaid, AuthorityIsOver, BeyondAuthority.
    """
    locked_group(session, shared.group_id)
    fresh = bill_by_id(session, shared.bill.id) or shared
    bill = fresh.bill
    if person_id in {row.person_id for row in bill.paid}:
        return
    check_turn(session, bill.id, person_id, turn)
    _check_it_can_be_paid(fresh)
    posts = posts_of(bill, open_holds_of(session, person_id, book=fresh.group_id), person_id)
    if not posts:
        raise NotYours
    if spoken is not None:
        _check_helper(session, fresh, spoken, pence=sum(posts.values()), clock=clock)
    bill.paid.append(SharePaid(person_id=person_id, paid_at=clock.now()))
    session.flush()  # the database looks whether two have confirmed it
    actor = actor or acts_as(person_id, spoken)
    act = Act(actor, key=pay_key(session, bill.id, person_id))
    post_holds(session, posts=posts, act=act, clock=clock)
    _miss_receipt(session, fresh, posts, person_id=person_id, clock=clock, times=times)
    owe_late(session, fresh, person_id=person_id, actor=actor, clock=clock)
    close_group(session, fresh.group_id, clock=clock)


def _check_it_can_be_paid(shared: SharedBill) -> None:
    if shared.bill.withdrawn_at is not None:
        raise BillIsSettled
    if not is_confirmed(shared):
        raise NotConfirmedYet


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


def _check_helper(
    session: Session, shared: SharedBill, spoken: Spoken, *, pence: int, clock: Clock
) -> None:
    if spoken.helper_id in shared.paid_by_it:
        raise HelperIsPaid
    authorise(session, spoken, pence=pence, clock=clock)
