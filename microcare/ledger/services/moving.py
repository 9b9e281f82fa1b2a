"""Locks pots in one order, moves pence between their accounts, and does each event once."""

import hashlib
from collections.abc import Callable, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.ledger.models import Account, Event, Move, Pot
from microcare.ledger.values import Act, Bucket, IdempotencyConflict, fact

# Accounts by pot, book and bucket.
Known = dict[tuple[UUID, UUID, str], Account]


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


def lock_pots(session: Session, pots: Iterable[UUID]) -> None:
    """Makes everybody else wait who would move pence of these pots, until this transaction ends.

    Always all the pots that will be needed at once, in the order of their ids, so that two who
    want several never wait for each other. On SQLite the transaction already holds the only
    write lock.
    """
    wanted = select(Pot.id).where(Pot.id.in_(list(pots))).order_by(Pot.id)
    session.execute(wanted.with_for_update())


def accounts_of(session: Session, pots: Iterable[UUID]) -> Known:
    """The accounts of locked pots as they are now.

    A statement after the lock and not the one that takes it: that one, on PostgreSQL, does not
    see the accounts which whoever had the lock before has opened meanwhile.
    """
    rows = (
        select(Account)
        .where(Account.pot_id.in_(list(pots)))
        .execution_options(populate_existing=True)
    )
    return {(a.pot_id, a.book, a.bucket): a for a in session.scalars(rows)}


def account(session: Session, known: Known, *, pot: Pot, book: UUID, bucket: Bucket) -> Account:
    """The account for this locked pot, book and bucket, opened empty when it is the first time."""
    key = (pot.id, book, bucket.value)
    if key not in known:
        known[key] = Account(
            id=new_id(), pot_id=pot.id, book=book, bucket=bucket.value, balance_pence=0, moves=0
        )
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
    """Moves `pence` from one account to the other; the database applies it to both balances.

    The caller flushes, after all of its moves. The balances here follow what the triggers will
    do, so that nothing is read twice; if they were wrong, the database would refuse the move as
    out of its turn.
    """
    row = Move(
        id=new_id(),
        event_id=event.id,
        from_account_id=source.id,
        to_account_id=target.id,
        pence=pence,
        from_move=source.moves + 1,
        to_move=target.moves + 1,
        hold_id=hold_id,
    )
    session.add(row)
    for side, change in ((source, -pence), (target, pence)):
        set_committed_value(side, "balance_pence", side.balance_pence + change)
        set_committed_value(side, "moves", side.moves + 1)
        set_committed_value(side, "last_move_id", row.id)
