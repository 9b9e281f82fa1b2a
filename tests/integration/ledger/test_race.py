"""Twenty processes race for one person's money, and it is never overspent (pooling P6)."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text

from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import (
    balances_differing,
    balances_of,
    holds_differing,
    holds_of_purses,
)
from microcare.ledger.services import place_holds
from microcare.ledger.values import Balances, HoldEnd
from tests.factories.ledger import make_purse, make_wish, new_act
from tests.integration.ledger import racing
from tests.integration.ledger.racing import (
    CLOCK,
    HELD,
    REFUSED,
    STOPPED_BY_THE_DATABASE,
    race,
    session_on,
)

RACERS = 20


def purses(url: str, count: int = 1) -> list[uuid.UUID]:
    """New purses of £100 each."""
    with session_on(url) as session:
        return [make_purse(session, CLOCK, pence=10_000) for _ in range(count)]


def settled(url: str, owners: Sequence[uuid.UUID]) -> list[Balances]:
    """Where each purse's pence are now, once the ledger is found to be in order."""
    with session_on(url) as session:
        assert balances_differing(session) == []
        assert holds_differing(session) == []
        found = balances_of(session, owners)
    return [found[owner] for owner in owners]


@pytest.mark.parametrize(("pence", "fit"), [(6_000, 1), (700, 14), (500, 20)])
def test_exactly_as_many_promises_as_fit(committed_database: str, pence: int, fit: int) -> None:
    """All in one book, so that they also race to open its account."""
    mine = purses(committed_database)
    ended = race(committed_database, [(racing.hold_some, mine, pence)] * RACERS)
    assert sorted(ended) == [HELD] * fit + [REFUSED] * (RACERS - fit)
    [found] = settled(committed_database, mine)
    assert (found.held, found.available) == (fit * pence, 10_000 - fit * pence)


def test_the_naive_way_overspends(committed_database: str) -> None:
    engine = create_engine(committed_database)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE naive (pence bigint)"))
    ended = race(committed_database, [(racing.naive, [], 6_000)] * RACERS)
    with engine.connect() as connection:
        taken = connection.execute(text("SELECT sum(pence) FROM naive")).scalar()
    engine.dispose()
    assert ended == [HELD] * RACERS
    assert int(taken or 0) == RACERS * 6_000, "the race is not hard enough to prove anything"


def test_with_the_lock_forgotten_the_database_still_refuses(committed_database: str) -> None:
    """Some presses fail with an error then, but none overspends."""
    mine = purses(committed_database)
    ended = race(committed_database, [(racing.hold_unlocked, mine, 6_000)] * RACERS)
    assert ended.count(HELD) == 1
    assert set(ended) <= {HELD, REFUSED, STOPPED_BY_THE_DATABASE}
    assert settled(committed_database, mine)[0].held == 6_000


def test_one_press_sent_twenty_times_is_one(committed_database: str) -> None:
    mine = purses(committed_database)
    ended = race(committed_database, [(racing.hold_as_one, mine, 3_000)] * RACERS)
    assert ended == [HELD] * RACERS
    assert settled(committed_database, mine)[0].held == 3_000


def test_groups_that_share_people_never_wait_for_each_other_in_a_ring(
    committed_database: str,
) -> None:
    """Two who lock the same purses in opposite order would: with promises run out among them."""
    mine = purses(committed_database, 4)
    gone = FixedClock(CLOCK.now() - timedelta(days=2))
    with session_on(committed_database) as session:
        for owner in reversed(mine):
            soon = gone.now() + timedelta(hours=1)
            wish = make_wish(owner, pence=5_000, expires_at=soon, clock=gone)
            place_holds(session, wishes=[wish], act=new_act(), clock=gone)
    turned = [mine[n % 4 :] + mine[: n % 4] for n in range(RACERS)]
    ended = race(committed_database, [(racing.hold_some, ring, 500) for ring in turned])
    assert ended == [HELD] * RACERS
    assert settled(committed_database, mine) == [Balances(set_aside=10_000, held=10_000)] * 4


def test_a_hold_ends_once_whoever_ends_it(committed_database: str) -> None:
    mine = purses(committed_database)
    with session_on(committed_database) as session:
        wish = make_wish(mine[0], pence=6_000, clock=CLOCK)
        place_holds(session, wishes=[wish], act=new_act(), clock=CLOCK)
        holds = [hold.id for hold in holds_of_purses(session, mine)]
    half = RACERS // 2
    posts, releases = [(racing.post, holds, 2_500)] * half, [(racing.release, holds, 0)] * half
    ended = race(committed_database, [*posts, *releases])
    assert sorted(ended) == [HELD] + [REFUSED] * (RACERS - 1)
    with session_on(committed_database) as session:
        [line] = holds_of_purses(session, mine)
    spent = 2_500 if line.ended is HoldEnd.POSTED else 0
    assert settled(committed_database, mine) == [
        Balances(set_aside=10_000, available=10_000 - spent, spent=spent)
    ]


def test_taking_back_races_with_promising(committed_database: str) -> None:
    mine = purses(committed_database)
    half = RACERS // 2
    takes, holds = [(racing.take, mine, 900)] * half, [(racing.hold_some, mine, 900)] * half
    ended = race(committed_database, [*takes, *holds])
    assert ended.count(HELD) == 11
    [found] = settled(committed_database, mine)
    assert found.available == 100
    assert found.set_aside == 10_000 - 900 * ended[:half].count(HELD)
    assert found.held == 900 * ended[half:].count(HELD)
