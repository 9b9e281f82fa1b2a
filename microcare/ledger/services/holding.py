"""Promises pence: every wish or none (pooling P6, P23)."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.ledger.queries.lines import lines_past
from microcare.ledger.services.ending import expire_among, purses_of, still_open
from microcare.ledger.services.locking import lock_purses, refuse_in_doubt
from microcare.ledger.services.moving import Writing, once, writing_to
from microcare.ledger.values import Act, Bucket, HoldEnd, HoldExceedsAvailable, Wish
from microcare.ledger.values.rows import Deed, Portion

Part = tuple[Wish, Portion, int]


def place_holds(
    session: Session,
    *,
    wishes: Sequence[Wish],
    act: Act,
    clock: Clock,
    instead_of: Sequence[UUID] = (),
) -> None:
    """Promises all the wishes, each from instalments due by its day, or none of them.

    Wishes are met by day, earliest first, each from the latest instalment due by then, so that
    what an earlier day could use is kept for it. The holds that this is `instead_of` come free in
    the same event, so what they held can be promised anew and is never counted twice; where the
    wishes are not met they stand. Raises HoldExceedsAvailable, with what each purse is short of in
    all, BookInDoubt, and for `instead_of` UnknownHold and HoldHasEnded.
    """

    def do(deed: Deed) -> None:
        purses = {wish.purse for wish in wishes} | purses_of(session, instead_of)
        pots = lock_purses(session, purses)
        freed = still_open(session, instead_of, clock=clock)
        # A hold past its time counts as released, whoever looks first. Their books are locked
        # together with the one that is written to, so that nobody waits in a ring.
        past = lines_past(session, clock.now(), purses=purses)
        books = {wish.book for wish in wishes}
        others = {line.book for line in (*past, *freed)}
        with writing_to(session, deed, pots=pots, books=books | others) as writing:
            refuse_in_doubt([writing.heads[book] for book in books])
            expire_among(writing, past)
            for line in freed:
                writing.end(line, HoldEnd.RELEASED)
            for wish, pot, pence in _parts(wishes, pots, writing):
                writing.hold(wish, pot, pence)

    ordered = sorted(wishes, key=lambda w: (w.ref, w.purse))
    body = [f"{w.purse}/{w.book}/{w.ref}/{w.for_on}/{w.pence}" for w in ordered]
    body += [f"instead of {hold}" for hold in sorted(instead_of)]
    once(session, act, kind="replace" if instead_of else "hold", body=body, clock=clock, do=do)


def _parts(wishes: Sequence[Wish], pots: Sequence[Portion], writing: Writing) -> list[Part]:
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
