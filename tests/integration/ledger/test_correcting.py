"""What was said to be spent by mistake is promised anew, and the mistake stays to be read (P8)."""

import uuid

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.ledger.models import Move
from microcare.ledger.queries import balances_of, holds_of_purses
from microcare.ledger.queries.verifying import differences
from microcare.ledger.services import owe_refund, post_holds, release_holds, unpost_holds
from microcare.ledger.values import Balances, RefundExceedsSpent, UnknownHold
from tests.factories.ledger import hold, make_purse, make_wish, new_act

WHY = "not paid"


def spent(
    session: Session, clock: FixedClock, *, pence: int = 1_001
) -> tuple[uuid.UUID, uuid.UUID]:
    """A purse of £100 with a promise of £20, of which so much is spent; both by id."""
    purse = make_purse(session, clock, pence=10_000)
    hold(session, clock, make_wish(purse, pence=2_000, clock=clock))
    [line] = holds_of_purses(session, [purse])
    post_holds(session, posts={line.id: 1_001}, act=new_act(), clock=clock)
    return purse, line.id


def test_it_is_promised_again_until_somebody_says_otherwise(
    session: Session, clock: FixedClock
) -> None:
    purse, first = spent(session, clock)
    act = new_act()
    unpost_holds(session, holds=[first], reason=WHY, act=act, clock=clock)
    unpost_holds(session, holds=[first], reason=WHY, act=act, clock=clock)
    assert balances_of(session, [purse])[purse] == Balances(
        set_aside=10_000, available=8_999, held=1_001
    )
    [new] = [one for one in holds_of_purses(session, [purse]) if one.ended is None]
    [old] = [one for one in holds_of_purses(session, [purse]) if one.id == first]
    assert (new.ref, new.for_on, new.book, new.pence) == (old.ref, old.for_on, old.book, 1_001)
    assert new.is_kept
    assert list(differences(session)) == []
    post_holds(session, posts={new.id: 1_001}, act=new_act(), clock=clock)
    assert balances_of(session, [purse])[purse].spent == 1_001
    assert list(differences(session)) == []


def test_the_mistake_stays_and_is_named_by_what_puts_it_right(
    session: Session, clock: FixedClock
) -> None:
    _, first = spent(session, clock)
    unpost_holds(session, holds=[first], reason=WHY, act=new_act(), clock=clock)
    [mended] = session.scalars(select(Move).where(Move.reverses_id.is_not(None)))
    mistake = session.get_one(Move, mended.reverses_id)
    assert (mistake.hold_id, mistake.pence) == (first, mended.pence)
    assert mended.reason == WHY
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text("UPDATE ledger_move SET reason = NULL, reverses_id = NULL"))


def test_not_twice_nor_what_was_never_spent(session: Session, clock: FixedClock) -> None:
    purse, first = spent(session, clock)
    unpost_holds(session, holds=[first], reason=WHY, act=new_act(), clock=clock)
    with pytest.raises(RefundExceedsSpent):
        unpost_holds(session, holds=[first], reason=WHY, act=new_act(), clock=clock)
    [new] = [one for one in holds_of_purses(session, [purse]) if one.ended is None]
    with pytest.raises(UnknownHold):
        unpost_holds(session, holds=[new.id], reason=WHY, act=new_act(), clock=clock)
    release_holds(session, holds=[new.id], act=new_act(), clock=clock)
    with pytest.raises(UnknownHold):
        unpost_holds(session, holds=[new.id, uuid.uuid4()], reason=WHY, act=new_act(), clock=clock)


def test_not_what_is_owed_back_in_part(session: Session, clock: FixedClock) -> None:
    _, first = spent(session, clock)
    owe_refund(session, parts={first: 1}, act=new_act(), clock=clock)
    with pytest.raises(RefundExceedsSpent):
        unpost_holds(session, holds=[first], reason=WHY, act=new_act(), clock=clock)
