"""Ends holds, each once: posted in full or part, released, or expired (pooling P3)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.ledger.models import Event, HoldLine, HoldLineEnd, Pot
from microcare.ledger.queries import open_holds_past
from microcare.ledger.services.moving import Known, account, accounts_of, lock_pots, move, once
from microcare.ledger.values import (
    Act,
    Bucket,
    HoldEnd,
    HoldHasEnded,
    PostExceedsHold,
    UnknownHold,
)

# The actor of what time itself does. Not a person.
TIME = UUID(int=0)
Line = tuple[HoldLine, Pot]


def release_holds(session: Session, *, holds: Sequence[UUID], act: Act, clock: Clock) -> None:
    """Gives each hold's pence back to the pot it came from, all or none.

    Raises UnknownHold, HoldHasEnded.
    """

    def do(event: Event) -> None:
        lines = _open_lines(session, holds, now=clock.now())
        _end(session, event, lines=lines, how=HoldEnd.RELEASED)

    once(session, act, kind="release", body=sorted(map(str, holds)), clock=clock, do=do)


def post_hold(session: Session, *, hold: UUID, pence: int, act: Act, clock: Clock) -> None:
    """Spends `pence` of a hold, 1 to all of it, and frees the rest in the same breath.

    Raises UnknownHold, HoldHasEnded, PostExceedsHold.
    """

    def do(event: Event) -> None:
        lines = _open_lines(session, [hold], now=clock.now())
        if not 1 <= pence <= lines[0][0].pence:
            raise PostExceedsHold
        _end(session, event, lines=lines, how=HoldEnd.POSTED, posted=pence)

    once(session, act, kind="post", body=[hold, pence], clock=clock, do=do)


def expire_holds(session: Session, *, clock: Clock, purses: Iterable[UUID] | None = None) -> int:
    """Ends the holds whose time has passed; answers how many. Safe late, twice or never."""
    purses = None if purses is None else list(purses)
    due = open_holds_past(session, clock.now(), purses=purses)
    if not due:
        return 0
    _lock_lines(session, due)
    # Asked again now that nobody else can end them: somebody may have while this one waited.
    due = open_holds_past(session, clock.now(), purses=purses, among=due)

    def do(event: Event) -> None:
        _end(session, event, lines=_lines(session, due), how=HoldEnd.EXPIRED)

    if due:
        act = Act(actor=TIME, key=str(new_id()))
        once(session, act, kind="expire", body=due, clock=clock, do=do)
    return len(due)


def _lines(session: Session, holds: Collection[UUID]) -> list[Line]:
    rows = select(HoldLine, Pot).join(Pot, Pot.id == HoldLine.pot_id)
    found = session.execute(rows.where(HoldLine.id.in_(holds)).order_by(HoldLine.id))
    return [(line, pot) for line, pot in found]


def _lock_lines(session: Session, holds: Collection[UUID]) -> list[Line]:
    lines = _lines(session, holds)
    lock_pots(session, {pot.id for _, pot in lines})
    return lines


def _open_lines(session: Session, holds: Collection[UUID], *, now: datetime) -> list[Line]:
    lines = _lock_lines(session, holds)
    if len(lines) != len(set(holds)):
        raise UnknownHold
    # Asked only once the lock is held: whoever had it before may have ended one of these.
    ended = select(HoldLineEnd.hold_id).where(HoldLineEnd.hold_id.in_(holds))
    if session.scalars(ended).first() or any(line.expires_at <= now for line, _ in lines):
        raise HoldHasEnded
    return lines


def _end(
    session: Session, event: Event, *, lines: list[Line], how: HoldEnd, posted: int = 0
) -> None:
    known = accounts_of(session, {pot.id for _, pot in lines})
    for line, pot in lines:
        _give(session, event, known, line=line, pot=pot, posted=posted)
    # An end is checked against the moves that it sums up.
    session.flush()
    session.add_all(
        HoldLineEnd(hold_id=line.id, event_id=event.id, how=how.value, posted_pence=posted)
        for line, _ in lines
    )
    # Refused here, and not at the end, when the moves do not add up to the hold.
    session.flush()


def _give(
    session: Session, event: Event, known: Known, *, line: HoldLine, pot: Pot, posted: int
) -> None:
    held = account(session, known, pot=pot, book=line.book, bucket=Bucket.HELD)
    if posted:
        spent = account(session, known, pot=pot, book=line.book, bucket=Bucket.SPENT)
        move(session, event, source=held, target=spent, pence=posted, hold_id=line.id)
    if line.pence > posted:
        back = account(session, known, pot=pot, book=pot.purse, bucket=Bucket.AVAILABLE)
        rest = line.pence - posted
        move(session, event, source=held, target=back, pence=rest, hold_id=line.id)
