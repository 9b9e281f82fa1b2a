"""Ends holds, each once: posted in full or part, released, or expired (pooling P3)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.ledger.models import HoldLineEnd, HoldLineKept
from microcare.ledger.queries.lines import lines_of, lines_past
from microcare.ledger.services.locking import lock_pots
from microcare.ledger.services.moving import Writing, once, write, writing_to
from microcare.ledger.values import (
    Act,
    HoldEnd,
    HoldHasEnded,
    PostExceedsHold,
    UnknownHold,
)
from microcare.ledger.values.rows import Deed, Line

# The actor of what time itself does. Not a person.
TIME = UUID(int=0)


def release_holds(session: Session, *, holds: Sequence[UUID], act: Act, clock: Clock) -> None:
    """Gives each hold's pence back to the pot it came from, all or none.

    Raises UnknownHold, HoldHasEnded.
    """

    def do(deed: Deed) -> None:
        lines = _open_lines(session, holds, clock=clock)
        _end(session, deed, lines, posts=dict.fromkeys(holds, 0))

    once(session, act, kind="release", body=sorted(map(str, holds)), clock=clock, do=do)


def keep_holds(session: Session, *, holds: Sequence[UUID], act: Act, clock: Clock) -> None:
    """From now on these holds end by somebody's word and never by time (pooling P3).

    Raises UnknownHold, HoldHasEnded.
    """

    def do(deed: Deed) -> None:
        lines = _open_lines(session, holds, clock=clock)
        kept = select(HoldLineKept.hold_id).where(HoldLineKept.hold_id.in_(holds))
        new = {line.id for line in lines} - set(session.scalars(kept))
        write(session, HoldLineKept, [{"hold_id": hold, "event_id": deed.id} for hold in new])

    once(session, act, kind="keep", body=sorted(map(str, holds)), clock=clock, do=do)


def post_holds(session: Session, *, posts: Mapping[UUID, int], act: Act, clock: Clock) -> None:
    """Spends pence of each hold, 0 to all of it, and frees each rest in the same breath.

    All or none; that of which nothing is spent is released.

    Raises UnknownHold, HoldHasEnded, PostExceedsHold.
    """

    def do(deed: Deed) -> None:
        lines = _open_lines(session, list(posts), clock=clock)
        if any(not 0 <= posts[line.id] <= line.pence for line in lines):
            raise PostExceedsHold
        _end(session, deed, lines, posts=posts)

    body = sorted(f"{hold}/{pence}" for hold, pence in posts.items())
    once(session, act, kind="post", body=body, clock=clock, do=do)


def expire_holds(session: Session, *, clock: Clock, purses: Iterable[UUID] | None = None) -> int:
    """Ends the holds whose time has passed; answers how many. Safe late, twice or never."""
    purses = None if purses is None else list(purses)
    due = lines_past(session, clock.now(), purses=purses)
    if not due:
        return 0
    lock_pots(session, {line.pot.id for line in due})
    # Asked again now that nobody else can end them: somebody may have while this one waited.
    due = lines_past(session, clock.now(), among=[line.id for line in due])

    def do(deed: Deed) -> None:
        pots, books = {line.pot for line in due}, {line.book for line in due}
        with writing_to(session, deed, pots=pots, books=books) as writing:
            expire_among(writing, due)

    if due:
        act = Act(actor=TIME, key=str(new_id()))
        body = [line.id for line in due]
        once(session, act, kind="expire", body=body, clock=clock, do=do)
    return len(due)


def expire_among(writing: Writing, due: Iterable[Line]) -> None:
    """Ends these holds as expired, as part of a deed whose locks are all taken."""
    for line in due:
        writing.end(line, HoldEnd.EXPIRED)


def _open_lines(session: Session, holds: Collection[UUID], *, clock: Clock) -> list[Line]:
    lock_pots(session, {line.pot.id for line in lines_of(session, holds)})
    return still_open(session, holds, clock=clock)


def purses_of(session: Session, holds: Collection[UUID]) -> set[UUID]:
    """Whose these holds are."""
    return {line.pot.purse for line in lines_of(session, holds)} if holds else set()


def still_open(session: Session, holds: Collection[UUID], *, clock: Clock) -> list[Line]:
    """These holds, none of which has ended. Their pots must be locked already.

    Raises UnknownHold, HoldHasEnded.
    """
    if not holds:
        return []
    lines = lines_of(session, holds)
    if len(lines) != len(set(holds)):
        raise UnknownHold
    # Asked only once the lock is held: whoever had it before may have ended one of these.
    ended = select(HoldLineEnd.hold_id).where(HoldLineEnd.hold_id.in_(holds))
    if session.scalars(ended).first() or lines_past(session, clock.now(), among=holds):
        raise HoldHasEnded
    return lines


def _end(session: Session, deed: Deed, lines: list[Line], *, posts: Mapping[UUID, int]) -> None:
    pots, books = {line.pot for line in lines}, {line.book for line in lines}
    with writing_to(session, deed, pots=pots, books=books) as writing:
        for line in lines:
            posted = posts[line.id]
            how = HoldEnd.POSTED if posted else HoldEnd.RELEASED
            writing.end(line, how, posted=posted)
