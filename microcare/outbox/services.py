"""Queues letters in the caller's transaction, and hands them over at least once.

A row is claimed in one transaction, handed over outside any, and marked in another. A crash
between handing over and marking sends the letter again: its Message-ID is the row's, so the
receiving side can tell. Losing one cannot happen; sending one twice can.
"""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.outbox.models import OutboxMessage
from microcare.outbox.values import (
    KEPT_FOR,
    LEASE,
    MOST_ATTEMPTS,
    Claimed,
    Delivered,
    PayloadTellsTooMuch,
    Undeliverable,
    wait_after,
)

Transaction = Callable[[], AbstractContextManager[Session]]
HandOver = Callable[[Claimed], None]


def queue(
    session: Session,
    *,
    kind: str,
    payload: dict[str, Any],
    clock: Clock,
    not_before: datetime | None = None,
) -> uuid.UUID:
    """Owes a letter of `kind`, sent once the caller's transaction has committed; answers its id.

    `payload` holds ids, and a link's token where there is one; never a name, an address or a need.
    Not sent before the instant `not_before`. Raises PayloadTellsTooMuch.
    """
    owed = OutboxMessage(
        id=new_id(),
        kind=kind,
        payload={name: _plain(value) for name, value in payload.items()},
        created_at=clock.now(),
        not_before=not_before or clock.now(),
    )
    session.add(owed)
    return owed.id


def sent_at(session: Session, letter_id: uuid.UUID) -> datetime | None:
    """When a letter went; None while it is owed, where it was given up, and after 30 days."""
    return session.scalar(select(OutboxMessage.sent_at).where(OutboxMessage.id == letter_id))


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return str(value)
    if not isinstance(value, str | int | bool | None) or "@" in str(value):
        raise PayloadTellsTooMuch(type(value).__name__)
    return value


def deliver_due(transaction: Transaction, hand_over: HandOver, *, clock: Clock) -> Delivered:
    """Hands over every row that is due, one at a time, and says how many went.

    `hand_over(claimed)` sends it, or raises: Undeliverable to give it up, anything else to try
    again later. `transaction()` opens a session that commits when its block ends.
    """
    sent = failed = dropped = 0
    while (claimed := _claim(transaction, clock)) is not None:
        try:
            hand_over(claimed)
        except Undeliverable as reason:
            _give_up(transaction, claimed, reason=reason, clock=clock)
            dropped += 1
        # Whatever went wrong with this letter must not keep the others from being sent.
        except Exception as failure:
            if claimed.attempts >= MOST_ATTEMPTS:
                _give_up(transaction, claimed, reason=failure, clock=clock)
                dropped += 1
            else:
                _try_later(transaction, claimed, failure=failure, clock=clock)
                failed += 1
        else:
            _settle(transaction, claimed, sent_at=clock.now(), last_error_kind=None)
            sent += 1
    return Delivered(sent=sent, failed=failed, dropped=dropped)


def _claim(transaction: Transaction, clock: Clock) -> Claimed | None:
    now = clock.now()
    due = (
        select(OutboxMessage)
        .where(
            OutboxMessage.sent_at.is_(None),
            OutboxMessage.given_up_at.is_(None),
            OutboxMessage.not_before <= now,
            or_(OutboxMessage.claimed_until.is_(None), OutboxMessage.claimed_until <= now),
        )
        .order_by(OutboxMessage.not_before)
        .limit(1)
        # Another worker's row is passed over, not waited for. SQLite has one writer anyway.
        .with_for_update(skip_locked=True)
    )
    with transaction() as session:
        row = session.scalars(due).first()
        if row is None:
            return None
        row.claimed_until = now + LEASE
        row.attempts += 1
        return Claimed(row.id, row.kind, dict(row.payload), row.attempts)


def _give_up(
    transaction: Transaction, claimed: Claimed, *, reason: BaseException, clock: Clock
) -> None:
    kind = type(reason).__name__
    _settle(transaction, claimed, given_up_at=clock.now(), last_error_kind=kind)


def _try_later(
    transaction: Transaction, claimed: Claimed, *, failure: BaseException, clock: Clock
) -> None:
    _change(
        transaction,
        claimed,
        claimed_until=None,
        not_before=clock.now() + wait_after(claimed.attempts),
        last_error_kind=type(failure).__name__,
    )


def _settle(transaction: Transaction, claimed: Claimed, **changes: Any) -> None:
    # The token in a link is as good as a password, so it goes as soon as it has been used.
    _change(transaction, claimed, payload={}, claimed_until=None, **changes)


def _change(transaction: Transaction, claimed: Claimed, **changes: Any) -> None:
    mine = update(OutboxMessage).where(
        OutboxMessage.id == claimed.id,
        # A worker whose lease ran out leaves the row to whoever claimed it since.
        OutboxMessage.attempts == claimed.attempts,
        OutboxMessage.sent_at.is_(None),
    )
    with transaction() as session:
        session.execute(mine.values(**changes))


def forget_old(session: Session, *, clock: Clock) -> None:
    """Deletes rows that were sent or given up longer than KEPT_FOR ago."""
    before = clock.now() - KEPT_FOR
    session.execute(
        delete(OutboxMessage).where(
            or_(OutboxMessage.sent_at < before, OutboxMessage.given_up_at < before)
        )
    )


def forget_waiting(session: Session) -> None:
    """Deletes every row that waits: for a demonstration, whose letters nobody is to get."""
    session.execute(
        delete(OutboxMessage).where(
            OutboxMessage.sent_at.is_(None), OutboxMessage.given_up_at.is_(None)
        )
    )
