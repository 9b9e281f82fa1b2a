"""The entries of the chain, as they are hashed and exported."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from microcare.ledger.models import Account, Book, Event, HoldLine, Move, Pot
from microcare.ledger.values.buckets import Bucket
from microcare.ledger.values.chain import BEGINNING, Entry, Promised

# How many rows are held in memory at a time.
AT_A_TIME = 1_000


def head_of(session: Session, book: UUID) -> tuple[int, str]:
    """How many entries a book says it has, and its last hash."""
    found = session.execute(select(Book.moves, Book.last_hash).where(Book.id == book)).first()
    return (found.moves, found.last_hash) if found else (0, BEGINNING)


def entries_of(session: Session, book: UUID | None = None) -> Iterator[Entry]:
    """Every entry, or those of one book, in the order of their chains; read as they are needed."""
    rows = _rows().order_by(Move.book, Move.number)
    if book is not None:
        rows = rows.where(Move.book == book)
    found = session.execute(rows.execution_options(yield_per=AT_A_TIME))
    for part in found.partitions():
        yield from (_entry(*row) for row in part)
        # Else a long ledger would all be kept in memory.
        for row in part:
            session.expunge(row[0])


def entries_of_purse(session: Session, purse: UUID, *, before: datetime) -> list[Entry]:
    """What was written of one purse before an instant, in all its books, the earliest first."""
    rows = _rows().where(Pot.purse == purse, Event.at < before)
    ordered = rows.order_by(Event.at, Move.book, Move.number)
    return [_entry(*row) for row in session.execute(ordered)]


def _rows() -> Any:
    source, target = aliased(Account), aliased(Account)
    return (
        select(Move, Event, Pot, source.bucket, target.bucket, HoldLine)
        .outerjoin(Event, Event.id == Move.event_id)
        .outerjoin(source, source.id == Move.from_account_id)
        .outerjoin(target, target.id == Move.to_account_id)
        .outerjoin(Pot, Pot.id == source.pot_id)
        .outerjoin(HoldLine, HoldLine.id == Move.hold_id)
    )


def _entry(
    move: Move, event: Event, pot: Pot, source: str, target: str, hold: HoldLine | None
) -> Entry:
    return Entry(
        **_event(event),
        **_pot(pot),
        book=move.book,
        number=move.number,
        id=move.id,
        source=Bucket(source),
        target=Bucket(target),
        pence=move.pence,
        hold=_promised(hold) if hold else None,
        reverses=move.reverses_id,
        reason=move.reason,
        previous=move.previous,
        hash=move.hash,
    )


def _event(event: Event) -> dict[str, Any]:
    return {
        "event": event.id,
        "kind": event.kind,
        "actor": event.actor,
        "key": event.key,
        "at": event.at,
    }


def _pot(pot: Pot) -> dict[str, Any]:
    return {
        "purse": pot.purse,
        "pot": pot.id,
        "opens_on": pot.opens_on,
        "closes_on": pot.closes_on,
    }


def _promised(hold: HoldLine) -> Promised:
    """A hold as the chain's hash covers it."""
    return Promised(
        id=hold.id,
        ref=hold.ref,
        for_on=hold.for_on,
        pence=hold.pence,
        expires_at=hold.expires_at,
    )
