"""Ends holds, each once: posted in full or part, released, or expired (pooling P3)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.ledger.models import Event, HoldLine, HoldLineEnd, HoldLineKept, Pot
from microcare.ledger.queries import open_holds_past
from microcare.ledger.services.locking import lock_pots
from microcare.ledger.services.moving import Writing, once, writing_to
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
        _end(_writing(session, event, lines), lines, how=HoldEnd.RELEASED)

    once(session, act, kind="release", body=sorted(map(str, holds)), clock=clock, do=do)


def keep_holds(session: Session, *, holds: Sequence[UUID], act: Act, clock: Clock) -> None:
    """From now on these holds end by somebody's word and never by time (pooling P3).

    Raises UnknownHold, HoldHasEnded.
    """

    def do(event: Event) -> None:
        lines = _open_lines(session, holds, now=clock.now())
        kept = select(HoldLineKept.hold_id).where(HoldLineKept.hold_id.in_(holds))
        already = set(session.scalars(kept))
        session.add_all(
            HoldLineKept(hold_id=line.id, event_id=event.id)
            for line, _ in lines
            if line.id not in already
        )

    once(session, act, kind="keep", body=sorted(map(str, holds)), clock=clock, do=do)


def post_holds(session: Session, *, posts: Mapping[UUID, int], act: Act, clock: Clock) -> None:
    """Spends pence of each hold, 0 to all of it, and frees each rest in the same breath.

    All or none; that of which nothing is spent is released.

    Raises UnknownHold, HoldHasEnded, PostExceedsHold.
    """

    def do(event: Event) -> None:
        lines = _open_lines(session, list(posts), now=clock.now())
        if any(not 0 <= posts[line.id] <= line.pence for line, _ in lines):
            raise PostExceedsHold
        _end(_writing(session, event, lines), lines, how=HoldEnd.POSTED, posts=posts)

    body = sorted(f"{hold}/{pence}" for hold, pence in posts.items())
    once(session, act, kind="post", body=body, clock=clock, do=do)


def expire_holds(session: Session, *, clock: Clock, purses: Iterable[UUID] | None = None) -> int:
    """Ends the holds whose time has passed; answers how many. Safe late, twice or never."""
    purses = None if purses is None else list(purses)
    due = lines_past(session, clock.now(), purses=purses)
    if not due:
        return 0
    lock_pots(session, {pot.id for _, pot in due})
    # Asked again now that nobody else can end them: somebody may have while this one waited.
    among = [line.id for line, _ in due]
    due = lines_past(session, clock.now(), purses=purses, among=among)

    def do(event: Event) -> None:
        expire_among(_writing(session, event, due), due)

    if due:
        act = Act(actor=TIME, key=str(new_id()))
        body = [line.id for line, _ in due]
        once(session, act, kind="expire", body=body, clock=clock, do=do)
    return len(due)


def expire_among(writing: Writing, due: list[Line]) -> None:
    """Ends these holds as expired, as part of an event whose locks are all taken."""
    if due:
        _end(writing, due, how=HoldEnd.EXPIRED)


def lines_past(
    session: Session,
    now: datetime,
    *,
    purses: Iterable[UUID] | None = None,
    among: Collection[UUID] | None = None,
) -> list[Line]:
    """The holds past their time that nobody has ended; of some purses, among some."""
    return _lines(session, open_holds_past(session, now, purses=purses, among=among))


def _lines(session: Session, holds: Collection[UUID]) -> list[Line]:
    rows = select(HoldLine, Pot).join(Pot, Pot.id == HoldLine.pot_id)
    found = session.execute(rows.where(HoldLine.id.in_(holds)).order_by(HoldLine.id))
    return [(line, pot) for line, pot in found]


def _writing(session: Session, event: Event, lines: Collection[Line]) -> Writing:
    pots = {pot.id: pot for _, pot in lines}.values()
    return writing_to(session, event, pots=pots, books={line.book for line, _ in lines})


def _open_lines(session: Session, holds: Collection[UUID], *, now: datetime) -> list[Line]:
    lines = _lines(session, holds)
    lock_pots(session, {pot.id for _, pot in lines})
    if len(lines) != len(set(holds)):
        raise UnknownHold
    # Asked only once the lock is held: whoever had it before may have ended one of these.
    ended = select(HoldLineEnd.hold_id).where(HoldLineEnd.hold_id.in_(holds))
    if session.scalars(ended).first() or open_holds_past(session, now, among=holds):
        raise HoldHasEnded
    return lines


def _end(
    writing: Writing, lines: list[Line], *, how: HoldEnd, posts: Mapping[UUID, int] | None = None
) -> None:
    spent = posts or {}
    for line, pot in lines:
        if posted := spent.get(line.id, 0):
            writing.move(pot, Bucket.HELD, Bucket.SPENT, posted, line=line)
        if rest := line.pence - posted:
            writing.move(pot, Bucket.HELD, Bucket.AVAILABLE, rest, line=line)
    # An end is checked against the moves that it sums up.
    writing.session.flush()
    writing.session.add_all(
        HoldLineEnd(
            hold_id=line.id,
            event_id=writing.event.id,
            how=(HoldEnd.RELEASED if posts and not posts[line.id] else how).value,
            posted_pence=spent.get(line.id, 0),
        )
        for line, _ in lines
    )
    # Refused here, and not at the end, when the moves do not add up to the hold.
    writing.session.flush()
