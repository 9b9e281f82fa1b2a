"""Money comes in by its owner's word and goes back by it, as long as it is not promised."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.ledger.models import Event, Pot
from microcare.ledger.services.ending import expire_holds
from microcare.ledger.services.moving import account, lock_accounts, move, once
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
        for part in instalments:
            pot = Pot(id=new_id(), purse=purse, opens_on=part.opens_on, closes_on=part.closes_on)
            session.add(pot)
            # Accounts are checked against their pot.
            session.flush()
            source = account(session, {}, pot=pot, book=purse, bucket=Bucket.SOURCE)
            available = account(session, {}, pot=pot, book=purse, bucket=Bucket.AVAILABLE)
            move(session, event, source=source, target=available, pence=part.pence)

    body = [purse, *(f"{p.opens_on}/{p.closes_on}/{p.pence}" for p in instalments)]
    once(session, act, kind="set_aside", body=body, clock=clock, do=do)


def take_back(session: Session, *, purse: UUID, pence: int, act: Act, clock: Clock) -> None:
    """Takes `pence` of the purse back to its source, from the last instalments first.

    Raises MoreThanIsLeft when that much is not available.
    """

    def do(event: Event) -> None:
        expire_holds(session, clock=clock, purses=[purse])
        pots = list(
            session.scalars(select(Pot).where(Pot.purse == purse).order_by(Pot.opens_on.desc()))
        )
        known = lock_accounts(session, [pot.id for pot in pots])
        left = pence
        for pot in pots:
            available = account(session, known, pot=pot, book=purse, bucket=Bucket.AVAILABLE)
            part = min(left, available.balance_pence)
            if part > 0:
                source = account(session, known, pot=pot, book=purse, bucket=Bucket.SOURCE)
                move(session, event, source=available, target=source, pence=part)
                left -= part
        if left:
            raise MoreThanIsLeft

    once(session, act, kind="take_back", body=[purse, pence], clock=clock, do=do)
