"""Re-derives everything the ledger stores and names what differs (pooling P11, P46)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, select
from sqlalchemy.orm import Session

from microcare.ledger.guards import missing_guards
from microcare.ledger.models import (
    Account,
    Book,
    HoldLine,
    HoldLineEnd,
    Look,
    Move,
    Pot,
    RetiredPart,
)
from microcare.ledger.queries.entries import entries_of
from microcare.ledger.values import Bucket, HoldEnd
from microcare.ledger.values.chain import Difference, first_difference


def differences(session: Session) -> Iterator[Difference]:
    """Everything that is not as it must be, the guards first, then the chains, then the sums."""
    for guard in missing_guards(session):
        yield Difference(f"the guard {guard} is missing")
    yield from _chains(session)
    for account in balances_differing(session):
        yield Difference(f"account {account} is not the sum of its moves", _book(session, account))
    for account in holds_differing(session):
        yield Difference(
            f"account {account} is not the sum of its open holds", _book(session, account)
        )
    for hold, book in ends_differing(session):
        yield Difference(f"hold {hold} did not end as its moves say", book)
    for pot in pots_differing(session):
        yield Difference(f"the buckets of pot {pot} do not come to nothing")


def last_looked(session: Session) -> datetime | None:
    """When everything was last looked over, or None."""
    return session.scalar(select(func.max(Look.at)))


def entry_counts(session: Session) -> tuple[int, int]:
    """How many entries there are, in how many books."""
    entries, books = select(func.count(Move.id)), select(func.count(Book.id))
    return int(session.scalar(entries) or 0), int(session.scalar(books) or 0)


def _chains(session: Session) -> Iterator[Difference]:
    """The first difference of each book: what comes after it there proves nothing."""
    for book, moves, last_hash in session.execute(
        select(Book.id, Book.moves, Book.last_hash).order_by(Book.id)
    ).all():
        entries = list(entries_of(session, book))
        if found := first_difference(entries):
            yield found
        elif (len(entries), entries[-1].hash if entries else "") != (moves, last_hash):
            yield Difference("does not end where its head says", book, len(entries))
    strays = select(Move.book).where(~select(Book.id).where(Book.id == Move.book).exists())
    for book in session.scalars(strays.distinct()):
        yield Difference("has entries and no head", book)


def _book(session: Session, account: UUID) -> UUID | None:
    return session.scalar(select(Account.book).where(Account.id == account))


def _retired(column: Any) -> ScalarSelect[Any]:
    """What books that are no longer kept came to, for this account of a purse."""
    mine = and_(
        RetiredPart.pot_id == Account.pot_id,
        RetiredPart.bucket == Account.bucket,
        Account.book == Pot.purse,
    )
    rows = select(func.coalesce(func.sum(column), 0)).select_from(RetiredPart)
    return (
        rows.join(Pot, Pot.id == RetiredPart.pot_id)
        .where(mine)
        .correlate(Account)
        .scalar_subquery()
    )


def balances_differing(session: Session) -> list[UUID]:
    """Accounts whose stored balance is not what their moves come to. Always empty (P11)."""
    into = case((Move.to_account_id == Account.id, Move.pence), else_=-Move.pence)
    mine = (Move.to_account_id == Account.id) | (Move.from_account_id == Account.id)
    total = select(func.coalesce(func.sum(into), 0)).where(mine).correlate(Account)
    count = select(func.count(Move.id)).where(mine).correlate(Account)
    differs: ColumnElement[bool] = (
        Account.balance_pence != total.scalar_subquery() + _retired(RetiredPart.pence)
    ) | (Account.moves != count.scalar_subquery() + _retired(RetiredPart.moves))
    return list(session.scalars(select(Account.id).where(differs).order_by(Account.id)))


def holds_differing(session: Session) -> list[UUID]:
    """`held` accounts that are not the sum of their open holds. Always empty (P11)."""
    still = (
        select(func.coalesce(func.sum(HoldLine.pence), 0))
        .outerjoin(HoldLineEnd, HoldLineEnd.hold_id == HoldLine.id)
        .where(HoldLineEnd.hold_id.is_(None))
        .where(HoldLine.pot_id == Account.pot_id, HoldLine.book == Account.book)
        .correlate(Account)
    )
    rows = select(Account.id).where(Account.bucket == Bucket.HELD)
    differs = Account.balance_pence != still.scalar_subquery()
    return list(session.scalars(rows.where(differs).order_by(Account.id)))


def ends_differing(session: Session) -> list[tuple[UUID, UUID]]:
    """Holds, with their books, whose end is not what their moves come to. Always empty."""

    def moved(bucket: Bucket) -> ScalarSelect[Any]:
        rows = select(func.coalesce(func.sum(Move.pence), 0))
        rows = rows.join(Account, Account.id == Move.to_account_id)
        rows = rows.where(Move.hold_id == HoldLine.id, Account.bucket == bucket)
        return rows.correlate(HoldLine).scalar_subquery()

    spent = moved(Bucket.SPENT)
    is_posted = HoldLineEnd.how == HoldEnd.POSTED
    differs = (spent != HoldLineEnd.posted_pence) | (is_posted != (spent > 0))
    rows = select(HoldLine.id, HoldLine.book).join(HoldLineEnd, HoldLineEnd.hold_id == HoldLine.id)
    found = session.execute(rows.where(differs).order_by(HoldLine.id))
    return [(hold, book) for hold, book in found]


def pots_differing(session: Session) -> list[UUID]:
    """Pots whose buckets do not come to nothing with their source. Always empty (P2, P7)."""
    retired = select(func.coalesce(func.sum(RetiredPart.pence), 0)).where(
        RetiredPart.pot_id == Pot.id, RetiredPart.bucket == Bucket.SPENT
    )
    rows = (
        select(Pot.id)
        .join(Account, Account.pot_id == Pot.id)
        .group_by(Pot.id)
        .having(func.sum(Account.balance_pence) + retired.correlate(Pot).scalar_subquery() != 0)
    )
    return list(session.scalars(rows.order_by(Pot.id)))
