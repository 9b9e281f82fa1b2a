"""Locks accounts in one order, moves pence between them, and does each event once."""

import hashlib
from collections.abc import Callable, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.ledger.models import Account, Event, Move, Pot
from microcare.ledger.values import Act, Bucket, IdempotencyConflict, fact


def once(
    session: Session,
    act: Act,
    *,
    kind: str,
    body: Iterable[object],
    clock: Clock,
    do: Callable[[Event], None],
) -> Event:
    """Does `do(event)` unless this actor's key was done before; then answers that event (P9).

    Raises IdempotencyConflict when the key came before with another body.
    """
    body_hash = hashlib.sha256("\x1f".join([kind, *map(fact, body)]).encode()).hexdigest()
    done = _done(session, act, body_hash)
    if done is not None:
        return done
    event = Event(
        id=new_id(), kind=kind, actor=act.actor, key=act.key, body_hash=body_hash, at=clock.now()
    )
    try:
        with session.begin_nested():
            session.add(event)
            # Flushed so that a racing twin with the same key is met here and not half way.
            session.flush()
            do(event)
    except IntegrityError:
        # The database refused. If a twin was first, its result is ours; else it is a real refusal.
        done = _done(session, act, body_hash)
        if done is None:
            raise
        return done
    return event


def _done(session: Session, act: Act, body_hash: str) -> Event | None:
    found = session.scalar(select(Event).where(Event.actor == act.actor, Event.key == act.key))
    if found is not None and found.body_hash != body_hash:
        raise IdempotencyConflict
    return found


def lock_accounts(session: Session, pots: Iterable[UUID]) -> dict[tuple[UUID, UUID, str], Account]:
    """The accounts of these pots, locked in the order of their ids, by (pot, book, bucket).

    One order for everybody, so that two holders of many accounts never wait for each other. On
    SQLite the transaction already holds the only write lock.
    """
    rows = (
        select(Account)
        .where(Account.pot_id.in_(list(pots)))
        .order_by(Account.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {(a.pot_id, a.book, a.bucket): a for a in session.scalars(rows)}


def account(
    session: Session,
    known: dict[tuple[UUID, UUID, str], Account],
    *,
    pot: Pot,
    book: UUID,
    bucket: Bucket,
) -> Account:
    """The account for this pot, book and bucket, opened empty when it is the first time.

    Callers hold the lock on the pot's `available` account, so nobody else opens it meanwhile.
    """
    key = (pot.id, book, bucket.value)
    if key not in known:
        known[key] = Account(id=new_id(), pot_id=pot.id, book=book, bucket=bucket, moves=0)
        known[key].balance_pence = 0
        session.add(known[key])
        # The move's trigger looks the account up.
        session.flush()
    return known[key]


def move(
    session: Session,
    event: Event,
    *,
    source: Account,
    target: Account,
    pence: int,
    hold_id: UUID | None = None,
) -> None:
    """Moves `pence` from one account to the other; the database applies it to both balances."""
    session.add(
        Move(
            id=new_id(),
            event_id=event.id,
            from_account_id=source.id,
            to_account_id=target.id,
            pence=pence,
            from_move=source.moves + 1,
            to_move=target.moves + 1,
            hold_id=hold_id,
        )
    )
    # The trigger changes the balances now, and they must be read again.
    session.flush()
    session.refresh(source)
    session.refresh(target)
