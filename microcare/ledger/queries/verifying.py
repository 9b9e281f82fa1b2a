"""Re-derives everything the ledger stores and names what differs (pooling P11, P46)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, union_all
from sqlalchemy.orm import Session

from microcare.ledger.guards import missing_guards
from microcare.ledger.models import (
    Account,
    Book,
    Doubt,
    HoldLine,
    HoldLineEnd,
    Look,
    Move,
    Pot,
    RetiredPart,
)
from microcare.ledger.queries.rows import rows_of
from microcare.ledger.values import EVERYTHING, Bucket, HoldEnd
from microcare.ledger.values.chain import Difference, Replay


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


def books_in_doubt(session: Session, books: Collection[UUID]) -> set[UUID]:
    """In which of these books nothing is promised, because sums were found to differ (P11)."""
    rows = select(Doubt.book).where(Doubt.book.in_([*books, EVERYTHING]))
    found = set(session.scalars(rows))
    return set(books) if EVERYTHING in found else found


def last_looked(session: Session) -> datetime | None:
    """When everything was last looked over, or None."""
    return session.scalar(select(func.max(Look.at)))


def entry_counts(session: Session) -> tuple[int, int]:
    """How many entries there are, in how many books."""
    entries, books = select(func.count(Move.id)), select(func.count(Book.id))
    return int(session.scalar(entries) or 0), int(session.scalar(books) or 0)


def _chains(session: Session) -> Iterator[Difference]:
    """The first difference of each book: what comes after it there proves nothing."""
    heads = session.execute(select(Book.id, Book.moves, Book.last_hash))
    left = {str(book): (moves, last_hash) for book, moves, last_hash in heads}
    for book, rows in groupby(rows_of(session), key=lambda found: str(found[0]["book"])):
        if found := _of_book(book, rows, left.pop(book, None)):
            yield found
    for book, (moves, _) in left.items():
        if moves:
            yield Difference("does not end where its head says", UUID(book), 0)


def _of_book(
    book: str, rows: Iterable[tuple[dict[str, Any], str]], head: tuple[int, str] | None
) -> Difference | None:
    replay = Replay()
    for row, told_hash in rows:
        if words := replay.take(row, told_hash):
            return Difference(words, UUID(book), row["number"])
    if head is None:
        return Difference("has entries and no head", UUID(book))
    if head != (replay.number, replay.last_hash):
        return Difference("does not end where its head says", UUID(book), replay.number)
    return None


def _book(session: Session, account: UUID) -> UUID | None:
    return session.scalar(select(Account.book).where(Account.id == account))


def _retired() -> Any:
    """What books that are no longer kept came to, for each account of a purse."""
    return (
        select(
            RetiredPart.pot_id,
            RetiredPart.bucket,
            Pot.purse,
            func.sum(RetiredPart.pence).label("pence"),
            func.sum(RetiredPart.moves).label("moves"),
        )
        .join(Pot, Pot.id == RetiredPart.pot_id)
        .group_by(RetiredPart.pot_id, RetiredPart.bucket, Pot.purse)
    )


def balances_differing(session: Session) -> list[UUID]:
    """Accounts whose stored balance is not what their moves come to. Always empty (P11)."""
    sides = union_all(
        select(Move.to_account_id.label("account"), Move.pence.label("pence")),
        select(Move.from_account_id, -Move.pence),
    ).subquery()
    told = (
        select(sides.c.account, func.sum(sides.c.pence).label("pence"), func.count().label("moves"))
        .group_by(sides.c.account)
        .subquery()
    )
    gone = _retired().subquery()

    def sum_of(name: str) -> ColumnElement[int]:
        return func.coalesce(told.c[name], 0) + func.coalesce(gone.c[name], 0)

    rows = (
        select(Account.id)
        .outerjoin(told, told.c.account == Account.id)
        .outerjoin(
            gone,
            and_(
                gone.c.pot_id == Account.pot_id,
                gone.c.bucket == Account.bucket,
                gone.c.purse == Account.book,
            ),
        )
        .where((Account.balance_pence != sum_of("pence")) | (Account.moves != sum_of("moves")))
    )
    return list(session.scalars(rows.order_by(Account.id)))


def holds_differing(session: Session) -> list[UUID]:
    """`held` accounts that are not the sum of their open holds. Always empty (P11)."""
    still = (
        select(HoldLine.pot_id, HoldLine.book, func.sum(HoldLine.pence).label("pence"))
        .outerjoin(HoldLineEnd, HoldLineEnd.hold_id == HoldLine.id)
        .where(HoldLineEnd.hold_id.is_(None))
        .group_by(HoldLine.pot_id, HoldLine.book)
        .subquery()
    )
    mine = and_(still.c.pot_id == Account.pot_id, still.c.book == Account.book)
    rows = select(Account.id).outerjoin(still, mine).where(Account.bucket == Bucket.HELD)
    differs = Account.balance_pence != func.coalesce(still.c.pence, 0)
    return list(session.scalars(rows.where(differs).order_by(Account.id)))


def ends_differing(session: Session) -> list[tuple[UUID, UUID]]:
    """Holds, with their books, whose end is not what their moves come to. Always empty."""
    moved = (
        select(Move.hold_id, func.sum(Move.pence).label("pence"))
        .join(Account, Account.id == Move.to_account_id)
        .where(Account.bucket == Bucket.SPENT)
        .group_by(Move.hold_id)
        .subquery()
    )
    spent = func.coalesce(moved.c.pence, 0)
    is_posted = HoldLineEnd.how == HoldEnd.POSTED
    differs = (spent != HoldLineEnd.posted_pence) | (is_posted != (spent > 0))
    rows = (
        select(HoldLine.id, HoldLine.book)
        .join(HoldLineEnd, HoldLineEnd.hold_id == HoldLine.id)
        .outerjoin(moved, moved.c.hold_id == HoldLine.id)
    )
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
