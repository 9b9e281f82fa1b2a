"""Promises pence: every wish or none (pooling P6, P23)."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.ledger.models import Event, HoldLine, Pot
from microcare.ledger.services.ending import expire_among, lines_past
from microcare.ledger.services.locking import lock_pots, refuse_in_doubt
from microcare.ledger.services.moving import Writing, once, writing_to
from microcare.ledger.values import Act, Bucket, HoldExceedsAvailable, Wish

Part = tuple[Wish, Pot, int]


def place_holds(session: Session, *, wishes: Sequence[Wish], act: Act, clock: Clock) -> None:
    """Promises all the wishes, each from instalments due by its day, or none of them.

    Wishes are met by day, earliest first, each from the latest instalment due by then, so that
    what an earlier day could use is kept for it. Raises HoldExceedsAvailable, with what each
    purse is short of in all, and BookInDoubt.
    """

    def do(event: Event) -> None:
        rows = select(Pot).where(Pot.purse.in_({wish.purse for wish in wishes}))
        pots = list(session.scalars(rows.order_by(Pot.opens_on.desc(), Pot.id)))
        lock_pots(session, [pot.id for pot in pots])
        refuse_in_doubt(session, {wish.book for wish in wishes})
        # A hold past its time counts as released, whoever looks first. Their books are locked
        # together with the one that is written to, so that nobody waits in a ring.
        past = lines_past(session, clock.now(), purses={wish.purse for wish in wishes})
        books = {wish.book for wish in wishes} | {line.book for line, _ in past}
        writing = writing_to(session, event, pots=pots, books=books)
        expire_among(writing, past)
        _promise(writing, _parts(wishes, pots, writing))

    ordered = sorted(wishes, key=lambda w: (w.ref, w.purse))
    body = [f"{w.purse}/{w.book}/{w.ref}/{w.for_on}/{w.pence}" for w in ordered]
    once(session, act, kind="hold", body=body, clock=clock, do=do)


def _parts(wishes: Sequence[Wish], pots: Sequence[Pot], writing: Writing) -> list[Part]:
    """Which pot gives how many pence to which wish. Raises HoldExceedsAvailable."""
    left = {pot.id: writing.balance(pot, pot.purse, Bucket.AVAILABLE) for pot in pots}
    parts: list[Part] = []
    short: Counter[UUID] = Counter()
    for wish in sorted(wishes, key=lambda w: (w.for_on, w.ref)):
        need = wish.pence
        for pot in pots:
            if pot.purse == wish.purse and pot.opens_on <= wish.for_on <= pot.closes_on:
                part = min(need, left[pot.id])
                left[pot.id] -= part
                need -= part
                parts += [(wish, pot, part)] if part else []
        short[wish.purse] += need
    if short.total():
        raise HoldExceedsAvailable({purse: pence for purse, pence in short.items() if pence})
    return parts


def _promise(writing: Writing, parts: list[Part]) -> None:
    lines = [_line(writing.event, wish, pot=pot, pence=pence) for wish, pot, pence in parts]
    writing.session.add_all(lines)
    # The moves' trigger looks the holds up.
    writing.session.flush()
    for line, (_wish, pot, pence) in zip(lines, parts, strict=True):
        writing.move(pot, Bucket.AVAILABLE, Bucket.HELD, pence, line=line)


def _line(event: Event, wish: Wish, *, pot: Pot, pence: int) -> HoldLine:
    return HoldLine(
        id=new_id(),
        event_id=event.id,
        pot_id=pot.id,
        book=wish.book,
        ref=wish.ref,
        for_on=wish.for_on,
        pence=pence,
        expires_at=wish.expires_at,
    )
