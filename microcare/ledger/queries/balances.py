"""What the ledger says of purses: balances, and the holds on them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from microcare.ledger.models import (
    Account,
    HoldLine,
    HoldLineEnd,
    HoldLineKept,
    Move,
    Pot,
    RetiredPart,
)
from microcare.ledger.values import Balances, Bucket, Hold, HoldEnd


def balances_of(
    session: Session,
    purses: Iterable[UUID],
    *,
    due_by: date | None = None,
    now: datetime | None = None,
) -> dict[UUID, Balances]:
    """Pence by bucket for each purse; with `due_by`, only of instalments open by that day.

    With `now`, a hold past its time counts as released, whoever looks first (pooling P3).
    """
    found: dict[UUID, Counter[str]] = {purse: Counter() for purse in purses}
    mine = [Pot.purse.in_(list(found))] + ([Pot.opens_on <= due_by] if due_by else [])
    rows = (
        select(Pot.purse, Account.bucket, func.sum(Account.balance_pence))
        .join(Pot, Pot.id == Account.pot_id)
        .where(*mine)
        .group_by(Pot.purse, Account.bucket)
    )
    for purse, bucket, pence in session.execute(rows):
        found[purse][bucket] += int(pence)
    # What was spent in a book that is no longer kept was spent all the same.
    retired = (
        select(Pot.purse, RetiredPart.bucket, func.sum(RetiredPart.pence))
        .join(Pot, Pot.id == RetiredPart.pot_id)
        .where(*mine, RetiredPart.bucket == Bucket.SPENT)
        .group_by(Pot.purse, RetiredPart.bucket)
    )
    for purse, bucket, pence in session.execute(retired):
        found[purse][bucket] += int(pence)
    if now is not None:
        lapsed = _lapsed(Pot.purse, func.sum(HoldLine.pence), now=now)
        for purse, pence in session.execute(lapsed.where(*mine).group_by(Pot.purse)):
            found[purse][Bucket.HELD] -= int(pence)
            found[purse][Bucket.AVAILABLE] += int(pence)
    return {purse: _balances(buckets) for purse, buckets in found.items()}


def retired_of_purse(session: Session, purse: UUID, *, closes_on: date) -> Counter[str]:
    """Pence by bucket, in less out, of books that are no longer kept; of pots closing on a day."""
    rows = (
        select(RetiredPart.bucket, func.sum(RetiredPart.pence))
        .join(Pot, Pot.id == RetiredPart.pot_id)
        .where(Pot.purse == purse, Pot.closes_on == closes_on)
        .group_by(RetiredPart.bucket)
    )
    return Counter({bucket: int(pence) for bucket, pence in session.execute(rows)})


def balances_of_book(session: Session, book: UUID, *, now: datetime | None = None) -> Balances:
    """Pence by bucket of one book, over everybody: whether anything is still held or owed in it.

    With `now`, a hold past its time counts as released. Nothing of it is for showing: sums of two
    people, with one's own, tell the other's.
    """
    found: Counter[str] = Counter()
    rows = select(Account.bucket, func.sum(Account.balance_pence)).where(Account.book == book)
    for bucket, pence in session.execute(rows.group_by(Account.bucket)):
        found[bucket] += int(pence)
    if now is not None:
        lapsed = _lapsed(func.coalesce(func.sum(HoldLine.pence), 0), now=now)
        found[Bucket.HELD] -= int(session.scalar(lapsed.where(HoldLine.book == book)) or 0)
    return _balances(found)


def _balances(buckets: Counter[str]) -> Balances:
    named = {b.value: buckets[b.value] for b in Bucket if b is not Bucket.SOURCE}
    return Balances(set_aside=-buckets[Bucket.SOURCE], **named)


def _lapsed(*columns: Any, now: datetime) -> Select[Any]:
    return (
        select(*columns)
        .select_from(HoldLine)
        .join(Pot, Pot.id == HoldLine.pot_id)
        .outerjoin(HoldLineEnd, HoldLineEnd.hold_id == HoldLine.id)
        .outerjoin(HoldLineKept, HoldLineKept.hold_id == HoldLine.id)
        .where(HoldLineEnd.hold_id.is_(None), HoldLineKept.hold_id.is_(None))
        .where(HoldLine.expires_at <= now)
    )


def available_for(session: Session, purse: UUID, day: date, *, now: datetime | None = None) -> int:
    """Pence of the purse that could still be promised for something on `day`: due, same period.

    With `now`, a hold past its time counts as released.
    """
    mine = (Pot.purse == purse, Pot.opens_on <= day, Pot.closes_on >= day)
    left = (
        select(func.coalesce(func.sum(Account.balance_pence), 0))
        .join(Pot, Pot.id == Account.pot_id)
        .where(*mine, Account.bucket == Bucket.AVAILABLE)
    )
    pence = int(session.scalar(left) or 0)
    if now is not None:
        lapsed = _lapsed(func.coalesce(func.sum(HoldLine.pence), 0), now=now)
        pence += int(session.scalar(lapsed.where(*mine)) or 0)
    return pence


def is_unsettled(session: Session, book: UUID, *, now: datetime | None = None) -> bool:
    """Whether a book holds or owes anything, over everybody (pooling P40).

    With `now`, a hold past its time counts as released.
    """
    left = balances_of_book(session, book, now=now)
    return bool(left.held or left.paid_in or left.refund_due)


def has_open_promises(session: Session, book: UUID, *, now: datetime) -> bool:
    """Whether a book has a hold that time may still end: neither ended, kept nor past its time."""
    rows = (
        select(HoldLine.id)
        .outerjoin(HoldLineEnd, HoldLineEnd.hold_id == HoldLine.id)
        .outerjoin(HoldLineKept, HoldLineKept.hold_id == HoldLine.id)
        .where(HoldLineEnd.hold_id.is_(None), HoldLineKept.hold_id.is_(None))
        .where(HoldLine.book == book, HoldLine.expires_at > now)
    )
    return session.scalar(rows.limit(1)) is not None


def _holds() -> Any:
    return (
        select(HoldLine, Pot.purse, HoldLineEnd, HoldLineKept.hold_id)
        .join(Pot, Pot.id == HoldLine.pot_id)
        .outerjoin(HoldLineEnd, HoldLineEnd.hold_id == HoldLine.id)
        .outerjoin(HoldLineKept, HoldLineKept.hold_id == HoldLine.id)
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


def _hold(line: HoldLine, purse: UUID, end: HoldLineEnd | None, kept: UUID | None) -> Hold:
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
        is_kept=kept is not None,
    )


def spent_of_holds(session: Session, holds: Iterable[UUID]) -> dict[UUID, Counter[str]]:
    """Pence of each hold by bucket now: what is still spent of it, and what is owed back."""
    found: dict[UUID, Counter[str]] = {hold: Counter() for hold in holds}
    for side, sign in ((Move.to_account_id, 1), (Move.from_account_id, -1)):
        rows = (
            select(Move.hold_id, Account.bucket, func.sum(Move.pence))
            .join(Account, Account.id == side)
            .where(Move.hold_id.in_(list(found)))
            .group_by(Move.hold_id, Account.bucket)
        )
        for hold, bucket, pence in session.execute(rows):
            if hold is not None:
                found[hold][bucket] += sign * int(pence)
    return found
