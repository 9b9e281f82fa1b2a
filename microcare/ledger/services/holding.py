"""Promises pence: every wish or none (pooling P6, P23)."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.ledger.models import Account, Event, HoldLine, Pot
from microcare.ledger.services.ending import expire_holds
from microcare.ledger.services.moving import account, lock_accounts, move, once
from microcare.ledger.values import Act, Bucket, HoldExceedsAvailable, Wish

Known = dict[tuple[UUID, UUID, str], Account]


def place_holds(session: Session, *, wishes: Sequence[Wish], act: Act, clock: Clock) -> None:
    """Promises all the wishes, each from instalments due by its day, or none of them.

    Wishes are met by day, earliest first, each from the latest instalment due by then, so that
    what an earlier day could use is kept for it. Raises HoldExceedsAvailable, with what each
    purse is short of in all.
    """

    def do(event: Event) -> None:
        purses = {wish.purse for wish in wishes}
        # A hold past its time counts as released, whoever looks first.
        expire_holds(session, clock=clock, purses=purses)
        rows = select(Pot).where(Pot.purse.in_(purses)).order_by(Pot.opens_on.desc(), Pot.id)
        pots = list(session.scalars(rows))
        known = lock_accounts(session, [pot.id for pot in pots])
        short: Counter[UUID] = Counter()
        for wish in sorted(wishes, key=lambda w: (w.for_on, w.ref)):
            mine = [pot for pot in pots if pot.purse == wish.purse]
            short[wish.purse] += _hold(session, event, wish=wish, pots=mine, known=known)
        if short.total():
            raise HoldExceedsAvailable({purse: pence for purse, pence in short.items() if pence})

    ordered = sorted(wishes, key=lambda w: (w.ref, w.purse))
    body = [f"{w.purse}/{w.book}/{w.ref}/{w.for_on}/{w.pence}" for w in ordered]
    once(session, act, kind="hold", body=body, clock=clock, do=do)


def _hold(session: Session, event: Event, *, wish: Wish, pots: list[Pot], known: Known) -> int:
    """Promises what the pots reach for; answers the pence they do not."""
    left = wish.pence
    for pot in pots:
        if not (pot.opens_on <= wish.for_on <= pot.closes_on):
            continue
        available = account(session, known, pot=pot, book=wish.purse, bucket=Bucket.AVAILABLE)
        part = min(left, available.balance_pence)
        if part > 0:
            _promise(session, event, wish=wish, pot=pot, pence=part, known=known)
            left -= part
    return left


def _promise(
    session: Session, event: Event, *, wish: Wish, pot: Pot, pence: int, known: Known
) -> None:
    line = HoldLine(
        id=new_id(),
        event_id=event.id,
        pot_id=pot.id,
        book=wish.book,
        ref=wish.ref,
        for_on=wish.for_on,
        pence=pence,
        expires_at=wish.expires_at,
    )
    session.add(line)
    # The move's trigger looks the hold up.
    session.flush()
    available = account(session, known, pot=pot, book=wish.purse, bucket=Bucket.AVAILABLE)
    held = account(session, known, pot=pot, book=wish.book, bucket=Bucket.HELD)
    move(session, event, source=available, target=held, pence=pence, hold_id=line.id)
