"""What must be true of the money at every moment, by the numbers of pooling's rules."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.commissioning.queries.waiting import waiting_sessions
from microcare.groups.models import Group
from microcare.kernel.clock import LONDON
from microcare.ledger.queries import balances_of, balances_of_book, differences
from microcare.spending.models import (
    Bill,
    BillLine,
    BillShare,
    Refund,
    RefundShare,
    SessionMark,
    SharePaid,
)
from microcare.spending.values import OWED
from microcare.spending.values.statement import Part
from tests.factories.statements import statements


def hold(session: Session, purses: Sequence[UUID], groups: Sequence[UUID], now: datetime) -> None:
    """Asserts all of them."""
    total = every_penny_is_somewhere(session, purses)
    assert list(differences(session)) == []  # P5 to P8, P11
    books = [balances_of_book(session, group, now=now) for group in groups]
    lapsed = balances_of(session, purses, now=now)
    assert sum(b.held for b in books) == sum(b.held for b in lapsed.values())  # P7
    shares_add_up(session)
    assert total["spent"] == paid(session) - refunded(session)
    assert total["refund_due"] == refunded(session, still_due=True)
    no_more_comes_back_than_was_paid(session)
    statements_say_what_is_stored(session, purses, now=now)
    what_is_closed_is_empty(session, groups, now=now)
    no_day_that_waits_is_owed(session)


def every_penny_is_somewhere(session: Session, purses: Sequence[UUID]) -> dict[str, int]:
    """P2: what is set aside is the sum of the six, none below 0. Answers the sums of all."""
    total: dict[str, int] = {}
    for balances in balances_of(session, purses).values():
        buckets = asdict(balances)
        assert buckets.pop("set_aside") == sum(buckets.values())
        assert min(buckets.values()) >= 0
        total = {name: total.get(name, 0) + pence for name, pence in buckets.items()}
    return total or dict.fromkeys(("spent", "refund_due"), 0)


def shares_add_up(session: Session) -> None:
    """P15: the shares of every line, and of every refund, come to it, to the penny."""
    for whole, part, key in ((BillLine, BillShare, "line_id"), (Refund, RefundShare, "refund_id")):
        rows = (
            select(whole.pence, func.coalesce(func.sum(part.pence), 0))
            .outerjoin(part, getattr(part, key) == whole.id)
            .group_by(whole.id, whole.pence)
        )
        for pence, shared in session.execute(rows):
            assert pence == shared
    lines = select(Bill.total_pence, func.sum(BillLine.pence)).join(BillLine).group_by(Bill.id)
    for pence, billed in session.execute(lines):
        assert pence == billed


def paid(session: Session) -> int:
    """Pence of the shares whose owners said that they paid."""
    rows = (
        select(func.coalesce(func.sum(BillShare.pence), 0))
        .join(BillLine, BillLine.id == BillShare.line_id)
        .join(
            SharePaid,
            (SharePaid.bill_id == BillLine.bill_id) & (SharePaid.person_id == BillShare.person_id),
        )
    )
    return int(session.scalar(rows) or 0)


def refunded(session: Session, *, still_due: bool = False) -> int:
    """Pence given back to who has paid their share, or of those parts that have not come."""
    rows = (
        select(func.coalesce(func.sum(RefundShare.pence), 0))
        .join(Refund, Refund.id == RefundShare.refund_id)
        .join(
            SharePaid,
            (SharePaid.bill_id == Refund.bill_id) & (SharePaid.person_id == RefundShare.person_id),
        )
    )
    if still_due:
        rows = rows.where(RefundShare.came_at.is_(None))
    return int(session.scalar(rows) or 0)


def no_more_comes_back_than_was_paid(session: Session) -> None:
    """P38: to each person, of their share of each line; whether it is due waits for their word."""
    each = (
        select(BillShare.pence, func.sum(RefundShare.pence))
        .join(Refund, Refund.line_id == BillShare.line_id)
        .join(
            RefundShare,
            (RefundShare.refund_id == Refund.id) & (RefundShare.person_id == BillShare.person_id),
        )
        .group_by(BillShare.line_id, BillShare.person_id, BillShare.pence)
    )
    for share, back in session.execute(each):
        assert back <= share


def what_is_closed_is_empty(session: Session, groups: Sequence[UUID], *, now: datetime) -> None:
    """P40: nothing is held, paid in or due in a closed group."""
    closed = select(Group.id).where(Group.id.in_(groups), Group.closed_at.is_not(None))
    for group in session.scalars(closed):
        left = balances_of_book(session, group, now=now)
        assert (left.held, left.paid_in, left.refund_due) == (0, 0, 0)


def no_day_that_waits_is_owed(session: Session) -> None:
    """P36: nobody says of a day that waits that it took place, so none is billed."""
    marked = select(SessionMark.session_id).where(SessionMark.outcome.in_(OWED))
    assert waiting_sessions(session, session.scalars(marked).all()) == set()


def statements_say_what_is_stored(
    session: Session, purses: Sequence[UUID], *, now: datetime
) -> None:
    """P44: the statements of each budget together are its stored sums, which its entries are."""
    stored = balances_of(session, purses, now=now)
    for budget in session.scalars(select(Budget).where(Budget.id.in_(purses))):
        found = statements(session, budget, now.astimezone(LONDON).date())
        there = stored[budget.id]
        for told, pence in (
            ([s.closing.left for s in found], there.available),
            ([s.closing.promised for s in found], there.held),
            ([s.closing.owed_back for s in found], there.refund_due),
            ([s.sum_of(Part.SPENT) - s.sum_of(Part.MONEY_BACK) for s in found], there.spent),
        ):
            assert sum(told) == pence
