"""Does each event once, and moves pence between accounts, each move in the chain of its book."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

import structlog
from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from microcare.kernel.base import Base
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.ledger.models import Account, Event, HoldLine, HoldLineEnd, HoldLineKept, Move, Pot
from microcare.ledger.services.locking import accounts_of, lock_books
from microcare.ledger.values import Act, Bucket, HoldEnd, IdempotencyConflict, Wish, fact
from microcare.ledger.values.chain import OF_GROUPS, Entry
from microcare.ledger.values.rows import Balance, Correction, Deed, Head, Line, Portion

_BODY = select(Event.body_hash).where(
    Event.actor == bindparam("actor"), Event.key == bindparam("key")
)
# Each looks up what the one before it wrote, so they are written in this order.
_ORDER: tuple[type[Base], ...] = (HoldLine, Account, Move, HoldLineEnd)
_WRITTEN: tuple[type[Base], ...] = (Event, Pot, HoldLineKept, *_ORDER)
_log = structlog.get_logger("microcare.ledger")
_INSERTS = {model: insert(cast(Table, model.__table__)) for model in _WRITTEN}


def write(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> None:
    """Adds rows of a table of the ledger now; here the database refuses what it knows better."""
    if rows:
        session.connection().execute(_INSERTS[model], rows)


def once(
    session: Session,
    act: Act,
    *,
    kind: str,
    body: Iterable[object],
    clock: Clock,
    do: Callable[[Deed], None],
) -> None:
    """Does `do(deed)`, unless this actor's key was done before: then it is done already (P9).

    Raises IdempotencyConflict when the key came before with another body. What the database
    refuses besides is logged by its kind, without a sum or a person, and raised (P1).
    """
    body_hash = hashlib.sha256("\x1f".join([kind, *map(fact, body)]).encode()).hexdigest()
    deed = Deed(new_id(), kind, act.actor, act.key, clock.now())
    try:
        with session.begin_nested():
            # First, so that a twin with the same key is met here and not half way.
            row = {name: getattr(deed, name) for name in Deed.__slots__}
            write(session, Event, [row | {"body_hash": body_hash}])
            do(deed)
    except DBAPIError as refused:
        # The database refused. If this was done before, that is our result; else it is real.
        done = _body_done(session, act) if isinstance(refused, IntegrityError) else None
        if done is None and isinstance(refused, OperationalError):
            # Another went first, and whoever pressed is tried again.
            raise
        if done is None:
            # The first line alone: on PostgreSQL the next would tell values.
            why = str(refused.orig).partition("\n")[0]
            _log.error("move_refused", kind=kind, event_id=str(deed.id), why=why)
            raise
        if done != body_hash:
            raise IdempotencyConflict from None


def _body_done(session: Session, act: Act) -> str | None:
    found = session.connection().execute(_BODY, {"actor": act.actor, "key": act.key}).scalar()
    return None if found is None else str(found)


@dataclass
class Writing:
    """What one deed may write to: locked pots and books, with their accounts as they are now.

    Made by `writing_to`. It keeps in step with what the triggers will do, so that nothing is read
    twice and everything is written together. If it were wrong, the database would refuse the move
    as out of its turn.
    """

    deed: Deed
    heads: dict[UUID, Head]
    accounts: dict[tuple[UUID, UUID, str], Balance]
    rows: dict[type[Base], list[dict[str, Any]]] = field(
        default_factory=lambda: {model: [] for model in _ORDER}
    )

    def balance(self, pot: Portion, book: UUID, bucket: Bucket) -> int:
        """Pence in this account now, 0 when it was never opened."""
        found = self.accounts.get((pot.id, book, bucket.value))
        return found.pence if found else 0

    def _account(self, pot: Portion, book: UUID, bucket: Bucket) -> Balance:
        key = (pot.id, book, bucket.value)
        if key not in self.accounts:
            new = self.accounts[key] = Balance(new_id())
            where = {"pot_id": pot.id, "book": book, "bucket": bucket.value}
            empty = {"balance_pence": 0, "moves": 0, "last_move_id": None}
            self.rows[Account].append({"id": new.id} | where | empty)
        return self.accounts[key]

    def hold(self, wish: Wish, pot: Portion, pence: int) -> Line:
        """Promises `pence` of a pot for what was wished; answers the new hold."""
        line = Line(new_id(), pot, wish.book, wish.ref, wish.for_on, pence, wish.expires_at)
        names = ("id", "book", "ref", "for_on", "pence", "expires_at")
        row = {name: getattr(line, name) for name in names}
        self.rows[HoldLine].append(row | {"event_id": self.deed.id, "pot_id": pot.id})
        self.move(pot, Bucket.AVAILABLE, Bucket.HELD, pence, line=line)
        return line

    def end(self, line: Line, how: HoldEnd, *, posted: int = 0) -> None:
        """Ends a hold: `posted` pence are spent, and the rest is free again (pooling P3)."""
        if posted:
            self.move(line.pot, Bucket.HELD, Bucket.SPENT, posted, line=line)
        if rest := line.pence - posted:
            self.move(line.pot, Bucket.HELD, Bucket.AVAILABLE, rest, line=line)
        ended = {"hold_id": line.id, "how": how.value, "posted_pence": posted}
        self.rows[HoldLineEnd].append(ended | {"event_id": self.deed.id})

    def move(
        self,
        pot: Portion,
        source: Bucket,
        target: Bucket,
        pence: int,
        *,
        line: Line | None = None,
        mends: Correction | None = None,
    ) -> None:
        """Moves `pence` of a pot; the database applies it to both balances and to the book.

        Without a hold's `line` it is inside the purse; with one, the buckets of groups are of the
        line's book. `mends`: which move was a mistake, and why (pooling P8).
        """
        book = pot.purse if line is None else line.book
        left, gained = (
            self._account(pot, book if bucket in OF_GROUPS else pot.purse, bucket)
            for bucket in (source, target)
        )
        entry = self._entry(
            pot, book, source=source, target=target, pence=pence, line=line, mends=mends
        )
        row = {name: getattr(entry, name) for name in ("id", "book", "number", "previous")}
        told = {"event_id": self.deed.id, "pence": pence, "hold_id": line.id if line else None}
        sides = {"from_account_id": left.id, "to_account_id": gained.id}
        turns = {"from_move": left.moves + 1, "to_move": gained.moves + 1}
        mended = {"reverses_id": entry.reverses, "reason": entry.reason}
        head = self.heads[book]
        head.moves, head.last_hash = entry.number, entry.computed_hash
        self.rows[Move].append(row | told | sides | turns | mended | {"hash": head.last_hash})
        for account, change in ((left, -pence), (gained, pence)):
            account.pence += change
            account.moves += 1

    def _entry(
        self,
        pot: Portion,
        book: UUID,
        *,
        source: Bucket,
        target: Bucket,
        pence: int,
        line: Line | None,
        mends: Correction | None,
    ) -> Entry:
        deed, head = self.deed, self.heads[book]
        return Entry(
            book=book,
            number=head.moves + 1,
            id=new_id(),
            event=deed.id,
            kind=deed.kind,
            actor=deed.actor,
            key=deed.key,
            at=deed.at,
            purse=pot.purse,
            pot=pot.id,
            opens_on=pot.opens_on,
            closes_on=pot.closes_on,
            source=source,
            target=target,
            pence=pence,
            hold=line.promised if line else None,
            reverses=mends.move if mends else None,
            reason=mends.reason if mends else None,
            previous=head.last_hash,
        )


@contextmanager
def writing_to(
    session: Session, deed: Deed, *, pots: Iterable[Portion], books: Iterable[UUID] = ()
) -> Iterator[Writing]:
    """Locks the books of these locked pots' purses and `books`, and reads the pots' accounts.

    Everybody locks all pots first, by id, then all books, by id. So nobody waits in a ring. What
    was moved is written at the end, or not at all when an error goes out.
    """
    pots = list(pots)
    heads = lock_books(session, {pot.purse for pot in pots} | set(books))
    writing = Writing(deed, heads, accounts_of(session, {pot.id for pot in pots}))
    yield writing
    for model, rows in writing.rows.items():
        write(session, model, rows)
