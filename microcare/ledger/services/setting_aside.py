"""Money comes in by its owner's word and goes back by it, as long as it is not promised."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.ledger.models import Pot
from microcare.ledger.queries.lines import lines_past
from microcare.ledger.services.ending import expire_among
from microcare.ledger.services.locking import lock_purses
from microcare.ledger.services.moving import Writing, once, write, writing_to
from microcare.ledger.values import Act, Bucket, Instalment, MoreThanIsLeft
from microcare.ledger.values.rows import Deed, Portion


def open_purse(
    session: Session,
    *,
    purse: UUID,
    instalments: Sequence[Instalment],
    act: Act,
    clock: Clock,
) -> None:
    """Sets aside each instalment's pence in a new purse: a pot each, source to available."""

    def do(deed: Deed) -> None:
        pots = [Portion(new_id(), purse, part.opens_on, part.closes_on) for part in instalments]
        rows = [{name: getattr(pot, name) for name in Portion.__slots__} for pot in pots]
        write(session, Pot, rows)
        with writing_to(session, deed, pots=pots) as writing:
            for pot, part in zip(pots, instalments, strict=True):
                writing.move(pot, Bucket.SOURCE, Bucket.AVAILABLE, part.pence)

    body = [purse, *(f"{p.opens_on}/{p.closes_on}/{p.pence}" for p in instalments)]
    once(session, act, kind="set_aside", body=body, clock=clock, do=do)


def take_back(session: Session, *, purse: UUID, pence: int, act: Act, clock: Clock) -> None:
    """Takes `pence` of the purse back to its source, from the last instalments first.

    Raises MoreThanIsLeft when that much is not available.
    """
    _take_out(session, purse, pence, target=Bucket.SOURCE, act=act, clock=clock)


def return_left(session: Session, *, purse: UUID, act: Act, clock: Clock) -> int:
    """Marks all that is left of the purse as returned to whoever paid it; answers the pence.

    What is left is worked out inside the transaction, never handed in (pooling P40).
    """
    return _take_out(session, purse, None, target=Bucket.RETURNED, act=act, clock=clock)


def _take_out(
    session: Session, purse: UUID, pence: int | None, *, target: Bucket, act: Act, clock: Clock
) -> int:
    taken = 0

    def do(deed: Deed) -> None:
        nonlocal taken
        pots = lock_purses(session, [purse])
        past = lines_past(session, clock.now(), purses=[purse])
        books = {line.book for line in past}
        with writing_to(session, deed, pots=pots, books=books) as writing:
            expire_among(writing, past)
            taken = _empty(writing, pots, pence, target=target)

    what = "take_back" if target is Bucket.SOURCE else "return"
    body = [purse, "all" if pence is None else pence]
    once(session, act, kind=what, body=body, clock=clock, do=do)
    return taken


def _empty(writing: Writing, pots: Sequence[Portion], pence: int | None, *, target: Bucket) -> int:
    left = {pot.id: writing.balance(pot, pot.purse, Bucket.AVAILABLE) for pot in pots}
    wanted = sum(left.values()) if pence is None else pence
    if sum(left.values()) < wanted:
        raise MoreThanIsLeft
    to_go = wanted
    for pot in pots:
        if part := min(to_go, left[pot.id]):
            writing.move(pot, Bucket.AVAILABLE, target, part)
            to_go -= part
    return wanted
