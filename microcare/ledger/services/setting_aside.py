"""Money comes in by its owner's word and goes back by it, as long as it is not promised."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.ledger.models import Event, Pot
from microcare.ledger.services.ending import expire_holds
from microcare.ledger.services.moving import Known, account, accounts_of, lock_pots, move, once
from microcare.ledger.values import Act, Bucket, Instalment, MoreThanIsLeft


def open_purse(
    session: Session,
    *,
    purse: UUID,
    instalments: Sequence[Instalment],
    act: Act,
    clock: Clock,
) -> None:
    """Sets aside each instalment's pence in a new purse: a pot each, source to available."""

    def do(event: Event) -> None:
        pots = [
            Pot(id=new_id(), purse=purse, opens_on=part.opens_on, closes_on=part.closes_on)
            for part in instalments
        ]
        session.add_all(pots)
        # Accounts are checked against their pot.
        session.flush()
        known: Known = {}
        for pot, part in zip(pots, instalments, strict=True):
            source = account(session, known, pot=pot, book=purse, bucket=Bucket.SOURCE)
            available = account(session, known, pot=pot, book=purse, bucket=Bucket.AVAILABLE)
            move(session, event, source=source, target=available, pence=part.pence)
        # Refused here, and not at the end, if the database knows better.
        session.flush()

    body = [purse, *(f"{p.opens_on}/{p.closes_on}/{p.pence}" for p in instalments)]
    once(session, act, kind="set_aside", body=body, clock=clock, do=do)


def take_back(session: Session, *, purse: UUID, pence: int, act: Act, clock: Clock) -> None:
    """Takes `pence` of the purse back to its source, from the last instalments first.

    Raises MoreThanIsLeft when that much is not available.
    """

    def do(event: Event) -> None:
        rows = select(Pot).where(Pot.purse == purse).order_by(Pot.opens_on.desc(), Pot.id)
        pots = list(session.scalars(rows))
        lock_pots(session, [pot.id for pot in pots])
        expire_holds(session, clock=clock, purses=[purse])
        known = accounts_of(session, [pot.id for pot in pots])
        in_all = sum(a.balance_pence for a in known.values() if a.bucket == Bucket.AVAILABLE)
        if in_all < pence:
            raise MoreThanIsLeft
        left = pence
        for pot in pots:
            available = account(session, known, pot=pot, book=purse, bucket=Bucket.AVAILABLE)
            source = account(session, known, pot=pot, book=purse, bucket=Bucket.SOURCE)
            if part := min(left, available.balance_pence):
                move(session, event, source=available, target=source, pence=part)
                left -= part
        # Refused here, and not at the end, if the database knows better.
        session.flush()

    once(session, act, kind="take_back", body=[purse, pence], clock=clock, do=do)
