"""Promises are all or none, from what is due, never more than is left, and end once."""

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import (
    available_for,
    balances_differing,
    balances_of,
    holds_of_purses,
)
from microcare.ledger.services import (
    expire_holds,
    open_purse,
    place_holds,
    post_holds,
    release_holds,
    take_back,
)
from microcare.ledger.values import (
    Balances,
    HoldEnd,
    HoldExceedsAvailable,
    HoldHasEnded,
    IdempotencyConflict,
    Instalment,
    MoreThanIsLeft,
    UnknownHold,
)
from tests.factories.ledger import hold, make_purse, make_wish, new_act


def balances(session: Session, purse: uuid.UUID) -> Balances:
    return balances_of(session, [purse])[purse]


def test_nothing_wished_is_nothing_promised(session: Session, clock: FixedClock) -> None:
    """As of somebody whose part of every session is less than a penny."""
    hold(session, clock)
    hold(session, clock, key="again")
    hold(session, clock, key="again")
    assert balances_differing(session) == []


def test_what_is_promised_is_no_longer_left(session: Session, clock: FixedClock) -> None:
    purse = make_purse(session, clock, pence=10_000)
    hold(session, clock, make_wish(purse, pence=6_000, clock=clock))
    assert balances(session, purse) == Balances(set_aside=10_000, available=4_000, held=6_000)


def test_all_or_none(session: Session, clock: FixedClock) -> None:
    rich = make_purse(session, clock, pence=10_000)
    poor = make_purse(session, clock, pence=100)
    short = make_wish(poor, pence=101, clock=clock)
    with pytest.raises(HoldExceedsAvailable) as broken:
        hold(session, clock, make_wish(rich, clock=clock), short)
    assert broken.value.short == {poor: 1}
    assert balances(session, rich).held == 0
    assert balances(session, poor).held == 0


def test_two_promises_cannot_together_overdraw(session: Session, clock: FixedClock) -> None:
    purse = make_purse(session, clock, pence=10_000)
    hold(session, clock, make_wish(purse, pence=6_000, clock=clock))
    with pytest.raises(HoldExceedsAvailable):
        hold(session, clock, make_wish(purse, pence=6_000, clock=clock))


def test_only_what_is_due_by_the_day_of_the_same_period(
    session: Session, clock: FixedClock
) -> None:
    purse = uuid.uuid4()
    year, ended = date(2027, 3, 31), date(2026, 12, 31)
    parts = [
        Instalment(opens_on=date(2026, 12, 1), closes_on=ended, pence=1_000),
        Instalment(opens_on=date(2027, 1, 1), closes_on=year, pence=2_000),
        Instalment(opens_on=date(2027, 2, 1), closes_on=year, pence=3_000),
    ]
    open_purse(session, purse=purse, instalments=parts, act=new_act(), clock=clock)
    assert available_for(session, purse, date(2026, 11, 30)) == 0
    assert available_for(session, purse, date(2026, 12, 31)) == 1_000
    assert available_for(session, purse, date(2027, 1, 31)) == 2_000
    assert available_for(session, purse, date(2027, 2, 1)) == 5_000
    with pytest.raises(HoldExceedsAvailable):
        hold(session, clock, make_wish(purse, pence=2_001, for_on=date(2027, 1, 5), clock=clock))
    late = make_wish(purse, pence=3_000, for_on=date(2027, 2, 5), clock=clock)
    early = make_wish(purse, pence=2_000, for_on=date(2027, 1, 5), clock=clock)
    hold(session, clock, late)
    hold(session, clock, early)
    assert balances(session, purse).held == 5_000


def test_the_same_key_twice_is_once(session: Session, clock: FixedClock) -> None:
    purse = make_purse(session, clock)
    wish = make_wish(purse, pence=3_000, clock=clock)
    hold(session, clock, wish, key="k")
    hold(session, clock, wish, key="k")
    assert balances(session, purse).held == 3_000


def test_the_same_key_with_another_body_is_refused(session: Session, clock: FixedClock) -> None:
    purse = make_purse(session, clock)
    hold(session, clock, make_wish(purse, pence=3_000, clock=clock), key="k")
    with pytest.raises(IdempotencyConflict):
        hold(session, clock, make_wish(purse, pence=4_000, clock=clock), key="k")
    assert balances(session, purse).held == 3_000


def test_released_pence_are_left_again_and_a_hold_ends_once(
    session: Session, clock: FixedClock
) -> None:
    purse = make_purse(session, clock)
    hold(session, clock, make_wish(purse, pence=3_000, clock=clock))
    [line] = holds_of_purses(session, [purse])
    release_holds(session, holds=[line.id], act=new_act(), clock=clock)
    assert balances(session, purse) == Balances(set_aside=10_000, available=10_000)
    with pytest.raises(HoldHasEnded):
        post_holds(session, posts={line.id: 1}, act=new_act(), clock=clock)


def test_a_part_is_spent_and_the_rest_is_left_again(session: Session, clock: FixedClock) -> None:
    purse = make_purse(session, clock)
    hold(session, clock, make_wish(purse, pence=3_000, clock=clock))
    [line] = holds_of_purses(session, [purse])
    post_holds(session, posts={line.id: 2_500}, act=new_act(), clock=clock)
    assert balances(session, purse) == Balances(set_aside=10_000, available=7_500, spent=2_500)
    [line] = holds_of_purses(session, [purse])
    assert (line.ended, line.posted_pence) == (HoldEnd.POSTED, 2_500)


def test_a_hold_past_its_time_counts_as_released_whoever_looks_first(
    session: Session, clock: FixedClock
) -> None:
    purse = make_purse(session, clock)
    soon = clock.now() + timedelta(hours=1)
    hold(session, clock, make_wish(purse, pence=10_000, expires_at=soon, clock=clock))
    clock.move(timedelta(hours=1))
    hold(session, clock, make_wish(purse, pence=10_000, clock=clock))
    assert [h.ended for h in holds_of_purses(session, [purse])].count(HoldEnd.EXPIRED) == 1
    assert expire_holds(session, clock=clock) == 0


def test_only_what_is_not_promised_can_be_taken_back(session: Session, clock: FixedClock) -> None:
    purse = make_purse(session, clock, pence=10_000)
    hold(session, clock, make_wish(purse, pence=6_000, clock=clock))
    with pytest.raises(MoreThanIsLeft):
        take_back(session, purse=purse, pence=4_001, act=new_act(), clock=clock)
    take_back(session, purse=purse, pence=4_000, act=new_act(), clock=clock)
    assert balances(session, purse) == Balances(set_aside=6_000, held=6_000)


def test_an_unknown_hold_is_refused(session: Session, clock: FixedClock) -> None:
    with pytest.raises(UnknownHold):
        release_holds(session, holds=[uuid.uuid4()], act=new_act(), clock=clock)


def test_stored_balances_are_the_sums_of_their_moves(session: Session, clock: FixedClock) -> None:
    purse = make_purse(session, clock)
    place_holds(
        session,
        wishes=[make_wish(purse, pence=p, clock=clock) for p in (1, 20, 300)],
        act=new_act(),
        clock=clock,
    )
    assert balances_differing(session) == []
