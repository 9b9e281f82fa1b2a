"""Does each event once, and moves pence between accounts, each move in the chain of its book."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.ledger.models import Account, Book, Event, HoldLine, Move, Pot
from microcare.ledger.queries.entries import promised
from microcare.ledger.services.locking import accounts_of, lock_books, lock_pots
from microcare.ledger.values import Act, Bucket, IdempotencyConflict, fact
from microcare.ledger.values.chain import OF_GROUPS, Entry


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
            # Refused here, and not at the end, if the database knows better.
            session.flush()
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


@dataclass
class Writing:
    """What one event may write to: locked pots and books, with their accounts as they are now.

    Made by `writing_to`; `move` keeps it in step with what the triggers do, so that nothing is
    read twice. If it were wrong, the database would refuse the move as out of its turn.
    """

    session: Session
    event: Event
    books: dict[UUID, Book]
    accounts: dict[tuple[UUID, UUID, str], Account] = field(default_factory=dict)

    def balance(self, pot: Pot, book: UUID, bucket: Bucket) -> int:
        """Pence in this account now, 0 when it was never opened."""
        found = self.accounts.get((pot.id, book, bucket.value))
        return found.balance_pence if found else 0

    def _account(self, pot: Pot, book: UUID, bucket: Bucket) -> Account:
        key = (pot.id, book, bucket.value)
        if key not in self.accounts:
            self.accounts[key] = Account(
                id=new_id(), pot_id=pot.id, book=book, bucket=bucket.value, balance_pence=0, moves=0
            )
            self.session.add(self.accounts[key])
            # The move's trigger looks the account up.
            self.session.flush()
        return self.accounts[key]

    def move(
        self, pot: Pot, source: Bucket, target: Bucket, pence: int, *, line: HoldLine | None = None
    ) -> None:
        """Moves `pence` of a pot; the database applies it to both balances and to the book.

        Without a hold's `line` it is inside the purse; with one, the buckets of groups are of the
        line's book.
        """

        def side(bucket: Bucket) -> Account:
            mine = line is None or bucket not in OF_GROUPS
            return self._account(pot, pot.purse if mine or line is None else line.book, bucket)

        left, gained = side(source), side(target)
        book = self.books[pot.purse if line is None else line.book]
        entry = self._entry(pot, book, source=source, target=target, pence=pence, line=line)
        row = Move(
            id=entry.id,
            event_id=self.event.id,
            from_account_id=left.id,
            to_account_id=gained.id,
            pence=pence,
            from_move=left.moves + 1,
            to_move=gained.moves + 1,
            hold_id=line.id if line else None,
            book=book.id,
            number=entry.number,
            previous=entry.previous,
            hash=entry.computed_hash,
        )
        self.session.add(row)
        set_committed_value(book, "moves", entry.number)
        set_committed_value(book, "last_hash", row.hash)
        for account, change in ((left, -pence), (gained, pence)):
            set_committed_value(account, "balance_pence", account.balance_pence + change)
            set_committed_value(account, "moves", account.moves + 1)
            set_committed_value(account, "last_move_id", row.id)

    def _entry(
        self,
        pot: Pot,
        book: Book,
        *,
        source: Bucket,
        target: Bucket,
        pence: int,
        line: HoldLine | None,
    ) -> Entry:
        event = self.event
        return Entry(
            book=book.id,
            number=book.moves + 1,
            id=new_id(),
            event=event.id,
            kind=event.kind,
            actor=event.actor,
            key=event.key,
            at=event.at,
            purse=pot.purse,
            pot=pot.id,
            opens_on=pot.opens_on,
            closes_on=pot.closes_on,
            source=source,
            target=target,
            pence=pence,
            hold=promised(line) if line else None,
            reverses=None,
            reason=None,
            previous=book.last_hash,
        )


def writing_to(
    session: Session, event: Event, *, pots: Iterable[Pot], books: Iterable[UUID] = ()
) -> Writing:
    """Locks these pots, then the books of their purses and `books`, and reads their accounts.

    Everybody locks all pots first, by id, then all books, by id. So nobody waits in a ring.
    """
    pots = list(pots)
    lock_pots(session, [pot.id for pot in pots])
    locked = lock_books(session, {pot.purse for pot in pots} | set(books))
    return Writing(session, event, locked, accounts_of(session, [pot.id for pot in pots]))
