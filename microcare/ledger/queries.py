"""What the ledger says: balances, holds, and whether the stored balances are the true ones."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from microcare.ledger.models import Account, HoldLine, HoldLineEnd, Move, Pot
from microcare.ledger.values import Balances, Bucket, Hold, HoldEnd


def balances_of(
    session: Session, purses: Iterable[UUID], *, due_by: date | None = None
) -> dict[UUID, Balances]:
    """Pence by bucket for each purse; with `due_by`, only of instalments open by that day."""
    found: dict[UUID, dict[str, int]] = {purse: {} for purse in purses}
    rows = (
        select(Pot.purse, Account.bucket, func.sum(Account.balance_pence))
        .join(Pot, Pot.id == Account.pot_id)
        .where(Pot.purse.in_(list(found)))
        .group_by(Pot.purse, Account.bucket)
    )
    if due_by is not None:
        rows = rows.where(Pot.opens_on <= due_by)
    for purse, bucket, pence in session.execute(rows):
        found[purse][bucket] = int(pence)
    return {purse: _balances(buckets) for purse, buckets in found.items()}


def _balances(buckets: dict[str, int]) -> Balances:
    named = {b.value: buckets.get(b.value, 0) for b in Bucket if b is not Bucket.SOURCE}
    return Balances(set_aside=-buckets.get(Bucket.SOURCE, 0), **named)


def available_for(session: Session, purse: UUID, day: date) -> int:
    """Pence of the purse that could still be promised for something on `day`: due, same period."""
    rows = (
        select(func.coalesce(func.sum(Account.balance_pence), 0))
        .join(Pot, Pot.id == Account.pot_id)
        .where(Pot.purse == purse, Pot.opens_on <= day, Pot.closes_on >= day)
        .where(Account.bucket == Bucket.AVAILABLE)
    )
    return int(session.scalar(rows) or 0)


def _holds() -> Any:
    return (
        select(HoldLine, Pot.purse, HoldLineEnd)
        .join(Pot, Pot.id == HoldLine.pot_id)
        .outerjoin(HoldLineEnd, HoldLineEnd.hold_id == HoldLine.id)
        .order_by(HoldLine.for_on, HoldLine.id)
    )


def holds_of_purses(session: Session, purses: Iterable[UUID]) -> list[Hold]:
    """Every hold ever placed on these purses, earliest day first."""
    rows = session.execute(_holds().where(Pot.purse.in_(list(purses))))
    return [_hold(*row) for row in rows]


def holds_of_refs(session: Session, book: UUID, refs: Iterable[UUID]) -> list[Hold]:
    """The holds that a book's caller placed under these references."""
    rows = session.execute(_holds().where(HoldLine.book == book, HoldLine.ref.in_(list(refs))))
    return [_hold(*row) for row in rows]


def _hold(line: HoldLine, purse: UUID, end: HoldLineEnd | None) -> Hold:
    return Hold(
        id=line.id,
        purse=purse,
        book=line.book,
        ref=line.ref,
        for_on=line.for_on,
        pence=line.pence,
        expires_at=line.expires_at,
        ended=HoldEnd(end.how) if end else None,
        posted_pence=end.posted_pence if end else 0,
    )


def open_holds_past(
    session: Session, now: datetime, *, purses: Iterable[UUID] | None = None
) -> list[UUID]:
    """Holds whose time has passed and that nobody has ended yet."""
    rows = (
        select(HoldLine.id)
        .join(Pot, Pot.id == HoldLine.pot_id)
        .outerjoin(HoldLineEnd, HoldLineEnd.hold_id == HoldLine.id)
        .where(HoldLineEnd.hold_id.is_(None), HoldLine.expires_at <= now)
        .order_by(HoldLine.id)
    )
    if purses is not None:
        rows = rows.where(Pot.purse.in_(list(purses)))
    return list(session.scalars(rows))


def balances_differing(session: Session) -> list[UUID]:
    """Accounts whose stored balance is not the sum of their moves. Always empty (pooling P11)."""
    into = case((Move.to_account_id == Account.id, Move.pence), else_=-Move.pence)
    moves = (Move.to_account_id == Account.id) | (Move.from_account_id == Account.id)
    total = select(func.coalesce(func.sum(into), 0)).where(moves).correlate(Account)
    return list(
        session.scalars(select(Account.id).where(Account.balance_pence != total.scalar_subquery()))
    )
