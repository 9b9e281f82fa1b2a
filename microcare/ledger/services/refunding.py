"""Gives back what was spent of a promise, to the pot that it came from (pooling P38)."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.ledger.models import Event, HoldLine, Pot
from microcare.ledger.queries import spent_of_holds
from microcare.ledger.services.locking import lock_pots
from microcare.ledger.services.moving import once, writing_to
from microcare.ledger.values import Act, Bucket, RefundExceedsSpent, UnknownHold


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
    def do(event: Event) -> None:
        rows = select(HoldLine, Pot).join(Pot, Pot.id == HoldLine.pot_id)
        found = session.execute(rows.where(HoldLine.id.in_(parts)).order_by(HoldLine.id))
        lines = [(line, pot) for line, pot in found]
        lock_pots(session, {pot.id for _, pot in lines})
        if len(lines) != len(parts):
            raise UnknownHold
        there = spent_of_holds(session, list(parts))
        if any(not 1 <= pence <= there[hold][source] for hold, pence in parts.items()):
            raise RefundExceedsSpent
        pots = {pot.id: pot for _, pot in lines}.values()
        books = {line.book for line, _ in lines}
        writing = writing_to(session, event, pots=pots, books=books)
        for line, pot in lines:
            writing.move(pot, source, target, parts[line.id], line=line)

    body = sorted(f"{hold}/{pence}" for hold, pence in parts.items())
    once(session, act, kind=f"{source}>{target}", body=body, clock=clock, do=do)
