"""Promises pence: every wish or none (pooling P6, P23)."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.ledger.models import Event, HoldLine, Pot
from microcare.ledger.services.ending import expire_holds
from microcare.ledger.services.moving import Known, account, accounts_of, lock_pots, move, once
from microcare.ledger.values import Act, Bucket, HoldExceedsAvailable, Wish

Part = tuple[Wish, Pot, int]


def place_holds(session: Session, *, wishes: Sequence[Wish], act: Act, clock: Clock) -> None:
    """Promises all the wishes, each from instalments due by its day, or none of them.

    Wishes are met by day, earliest first, each from the latest instalment due by then, so that
    what an earlier day could use is kept for it. Raises HoldExceedsAvailable, with what each
    purse is short of in all.
    """

    def do(event: Event) -> None:
        purses = {wish.purse for wish in wishes}
        rows = select(Pot).where(Pot.purse.in_(purses)).order_by(Pot.opens_on.desc(), Pot.id)
        pots = list(session.scalars(rows))
        lock_pots(session, [pot.id for pot in pots])
        # A hold past its time counts as released, whoever looks first.
        expire_holds(session, clock=clock, purses=purses)
        known = accounts_of(session, [pot.id for pot in pots])
        _promise(session, event, parts=_parts(wishes, pots, known), known=known)

    ordered = sorted(wishes, key=lambda w: (w.ref, w.purse))
    body = [f"{w.purse}/{w.book}/{w.ref}/{w.for_on}/{w.pence}" for w in ordered]
    once(session, act, kind="hold", body=body, clock=clock, do=do)


def _parts(wishes: Sequence[Wish], pots: Sequence[Pot], known: Known) -> list[Part]:
    """Which pot gives how many pence to which wish. Raises HoldExceedsAvailable."""
    left = {pot.id: known[pot.id, pot.purse, Bucket.AVAILABLE.value].balance_pence for pot in pots}
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


def _promise(session: Session, event: Event, *, parts: list[Part], known: Known) -> None:
    lines = [_line(event, wish, pot=pot, pence=pence) for wish, pot, pence in parts]
    session.add_all(lines)
    # The moves' trigger looks the holds up.
    session.flush()
    for line, (wish, pot, pence) in zip(lines, parts, strict=True):
        available = account(session, known, pot=pot, book=wish.purse, bucket=Bucket.AVAILABLE)
        held = account(session, known, pot=pot, book=wish.book, bucket=Bucket.HELD)
        move(session, event, source=available, target=held, pence=pence, hold_id=line.id)
    # Refused here, and not at the end, if the database knows better.
    session.flush()


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
