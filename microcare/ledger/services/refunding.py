"""Gives back what was spent of a promise, to the pot that it came from (pooling P38)."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.ledger.queries import spent_of_holds
from microcare.ledger.queries.lines import lines_of
from microcare.ledger.services.locking import lock_pots
from microcare.ledger.services.moving import once, writing_to
from microcare.ledger.values import Act, Bucket, RefundExceedsSpent, UnknownHold
from microcare.ledger.values.rows import Deed


def owe_refund(session: Session, *, parts: Mapping[UUID, int], act: Act, clock: Clock) -> None:
    """Marks pence of what each hold spent as owed back: spent to refund due, all or none.

    Raises UnknownHold, RefundExceedsSpent.
    """
    _give_back(session, parts, source=Bucket.SPENT, target=Bucket.REFUND_DUE, act=act, clock=clock)


def settle_refund(session: Session, *, parts: Mapping[UUID, int], act: Act, clock: Clock) -> None:
    """The pence that were owed back have come: refund due to available, in the same pots.

    Raises UnknownHold, RefundExceedsSpent.
    """
    way = {"source": Bucket.REFUND_DUE, "target": Bucket.AVAILABLE}
    _give_back(session, parts, **way, act=act, clock=clock)


def return_refund(session: Session, *, parts: Mapping[UUID, int], act: Act, clock: Clock) -> None:
    """The pence that were owed back went straight to whoever pays the budget.

    Raises UnknownHold, RefundExceedsSpent.
    """
    way = {"source": Bucket.REFUND_DUE, "target": Bucket.RETURNED}
    _give_back(session, parts, **way, act=act, clock=clock)


def _give_back(
    session: Session,
    parts: Mapping[UUID, int],
    *,
    source: Bucket,
    target: Bucket,
    act: Act,
    clock: Clock,
) -> None:
    def do(deed: Deed) -> None:
        lines = lines_of(session, list(parts))
        lock_pots(session, {line.pot.id for line in lines})
        if len(lines) != len(parts):
            raise UnknownHold
        there = spent_of_holds(session, list(parts))
        if any(not 1 <= pence <= there[hold][source] for hold, pence in parts.items()):
            raise RefundExceedsSpent
        pots, books = {line.pot for line in lines}, {line.book for line in lines}
        with writing_to(session, deed, pots=pots, books=books) as writing:
            for line in lines:
                writing.move(line.pot, source, target, parts[line.id], line=line)

    body = sorted(f"{hold}/{pence}" for hold, pence in parts.items())
    once(session, act, kind=f"{source}>{target}", body=body, clock=clock, do=do)
