"""Ends holds, each once: posted in full or part, released, or expired (pooling P3)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.ledger.models import Event, HoldLine, HoldLineEnd, Pot
from microcare.ledger.queries import open_holds_past
from microcare.ledger.services.moving import account, lock_accounts, move, once
from microcare.ledger.values import Act, Bucket, HoldEnd, HoldHasEnded, UnknownHold

# The actor of what time itself does. Not a person.
TIME = UUID(int=0)


def release_holds(session: Session, *, holds: Sequence[UUID], act: Act, clock: Clock) -> None:
    """Gives each hold's pence back to the pot it came from. Raises HoldHasEnded."""

    def do(event: Event) -> None:
        for line, pot in _lines(session, holds):
            _end(session, event, line=line, pot=pot, how=HoldEnd.RELEASED, posted=0)

    once(session, act, kind="release", body=sorted(map(str, holds)), clock=clock, do=do)


def post_hold(session: Session, *, hold: UUID, pence: int, act: Act, clock: Clock) -> None:
    """Spends `pence` of a hold, 1 to all of it, and frees the rest. Raises HoldHasEnded."""

    def do(event: Event) -> None:
        [(line, pot)] = _lines(session, [hold])
        _end(session, event, line=line, pot=pot, how=HoldEnd.POSTED, posted=pence)

    once(session, act, kind="post", body=[hold, pence], clock=clock, do=do)


def expire_holds(session: Session, *, clock: Clock, purses: Iterable[UUID] | None = None) -> int:
    """Ends the holds whose time has passed; answers how many. Safe late, twice or never."""
    due = open_holds_past(session, clock.now(), purses=purses)
    for hold in due:

        def do(event: Event, hold: UUID = hold) -> None:
            [(line, pot)] = _lines(session, [hold])
            _end(session, event, line=line, pot=pot, how=HoldEnd.EXPIRED, posted=0)

        act = Act(actor=TIME, key=f"expire {hold}")
        once(session, act, kind="expire", body=[hold], clock=clock, do=do)
    return len(due)


def _lines(session: Session, holds: Sequence[UUID]) -> list[tuple[HoldLine, Pot]]:
    rows = select(HoldLine, Pot).join(Pot, Pot.id == HoldLine.pot_id)
    found = session.execute(rows.where(HoldLine.id.in_(holds)).order_by(HoldLine.id))
    lines = [(line, pot) for line, pot in found]
    if len(lines) != len(set(holds)):
        raise UnknownHold
    return lines


def _end(
    session: Session, event: Event, *, line: HoldLine, pot: Pot, how: HoldEnd, posted: int
) -> None:
    known = lock_accounts(session, [pot.id])
    # Asked only once the lock is held: whoever had it before may have ended this hold.
    if session.scalar(select(HoldLineEnd.hold_id).where(HoldLineEnd.hold_id == line.id)):
        raise HoldHasEnded
    held = account(session, known, pot=pot, book=line.book, bucket=Bucket.HELD)
    if posted:
        spent = account(session, known, pot=pot, book=line.book, bucket=Bucket.SPENT)
        move(session, event, source=held, target=spent, pence=posted, hold_id=line.id)
    if line.pence > posted:
        back = account(session, known, pot=pot, book=pot.purse, bucket=Bucket.AVAILABLE)
        rest = line.pence - posted
        move(session, event, source=held, target=back, pence=rest, hold_id=line.id)
    session.add(HoldLineEnd(hold_id=line.id, event_id=event.id, how=how.value, posted_pence=posted))
    # Refused here, and not at the end, when the moves do not add up to the hold.
    session.flush()
