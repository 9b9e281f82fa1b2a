"""Puts right what was said to be spent by mistake: rows that reverse it, and a new promise (P8)."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.ledger.models import Account, HoldLineKept, Move
from microcare.ledger.queries import spent_of_holds
from microcare.ledger.queries.lines import lines_of
from microcare.ledger.services.locking import lock_pots, refuse_in_doubt
from microcare.ledger.services.moving import Writing, once, write, writing_to
from microcare.ledger.values import Act, Bucket, RefundExceedsSpent, UnknownHold, Wish
from microcare.ledger.values.rows import Correction, Deed, Line


def unpost_holds(
    session: Session, *, holds: Collection[UUID], reason: str, act: Act, clock: Clock
) -> None:
    """What these holds spent was not spent: it is promised anew, from the same pots, until a word.

    A hold ends once, so the new promise is a new hold with the same `ref` and day. Each move that
    spent stays, and is named by the one that reverses it, with `reason`, a fixed word. All or none.
    Raises UnknownHold, RefundExceedsSpent where some of it was owed back already, BookInDoubt.
    """

    def do(deed: Deed) -> None:
        lines = lines_of(session, holds)
        lock_pots(session, {line.pot.id for line in lines})
        posts = _posts(session, holds)
        if not len(lines) == len(set(holds)) == len(posts):
            raise UnknownHold
        there = spent_of_holds(session, holds)
        if any(there[hold][Bucket.SPENT] != pence for hold, (_, pence) in posts.items()):
            raise RefundExceedsSpent
        pots, books = {line.pot for line in lines}, {line.book for line in lines}
        with writing_to(session, deed, pots=pots, books=books) as writing:
            refuse_in_doubt([writing.heads[book] for book in books])
            new = [
                _anew(writing, line, posts[line.id][1], Correction(posts[line.id][0], reason))
                for line in lines
            ]
        write(session, HoldLineKept, [{"hold_id": one.id, "event_id": deed.id} for one in new])

    body = [*sorted(map(str, holds)), reason]
    once(session, act, kind="unpost", body=body, clock=clock, do=do)


def _posts(session: Session, holds: Collection[UUID]) -> dict[UUID, tuple[UUID, int]]:
    """The move that spent of each hold, with its pence."""
    rows = (
        select(Move.hold_id, Move.id, Move.pence)
        .join(Account, Account.id == Move.to_account_id)
        .where(Move.hold_id.in_(list(holds)), Account.bucket == Bucket.SPENT.value)
    )
    return {hold: (move, int(pence)) for hold, move, pence in session.execute(rows) if hold}


def _anew(writing: Writing, line: Line, pence: int, mends: Correction) -> Line:
    writing.move(line.pot, Bucket.SPENT, Bucket.REFUND_DUE, pence, line=line, mends=mends)
    writing.move(line.pot, Bucket.REFUND_DUE, Bucket.AVAILABLE, pence, line=line)
    wish = Wish(line.pot.purse, line.book, line.ref, line.for_on, pence, line.expires_at)
    return writing.hold(wish, line.pot, pence)
