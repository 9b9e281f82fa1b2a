"""What is no allowed move is refused by the database, and logged without a sum (pooling P1)."""

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from microcare.kernel.clock import FixedClock
from microcare.ledger.services.locking import lock_purses
from microcare.ledger.services.moving import once, writing_to
from microcare.ledger.values import Bucket
from microcare.ledger.values.rows import Deed
from tests.factories.ledger import hold, make_purse, make_wish, new_act


def test_a_move_that_there_is_not_is_refused_and_logged(
    session: Session, clock: FixedClock
) -> None:
    purse = make_purse(session, clock, pence=98_765)
    act = new_act()

    def do(deed: Deed) -> None:
        pots = lock_purses(session, [purse])
        with writing_to(session, deed, pots=pots) as writing:
            writing.move(pots[0], Bucket.AVAILABLE, Bucket.SPENT, 98_765)

    with capture_logs() as logged, pytest.raises(DBAPIError):
        once(session, act, kind="wrong", body=[], clock=clock, do=do)
    [line] = logged
    assert (line["event"], line["kind"]) == ("move_refused", "wrong")
    assert not {"98765", str(purse), str(act.actor)} & {str(one) for one in line.values()}
    assert "98765" not in line["why"]


def test_done_before_is_no_refusal(session: Session, clock: FixedClock) -> None:
    wish = make_wish(make_purse(session, clock), clock=clock)
    with capture_logs() as logged:
        hold(session, clock, wish, key="once")
        hold(session, clock, wish, key="once")
    assert logged == []
