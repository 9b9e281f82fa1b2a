"""The database itself keeps what was billed, looked at and paid as it was written."""

import uuid

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.spending.services import leave, make_refund
from microcare.spending.values import MoneyBack
from tests.factories.spending import (
    PROVIDER,
    all_pay,
    make_bill,
    make_promised,
    shared,
    take_place,
    two_confirm,
)

CHANGES = {
    "session_mark": "outcome = 'called_off'",
    "bill": "total_pence = 1",
    "bill_line": "pence = 1",
    "bill_share": "pence = 1",
    "bill_confirmation": "at = at",
    "share_paid": "paid_at = paid_at",
    "refund": "reason = 'None'",
    "refund_share": "pence = 1",
    "departure": "capped_pence = 0",
}


def refused(session: Session, statement: str) -> str:
    """Why the database refuses; "" if it does not."""
    trial = session.begin_nested()
    try:
        session.execute(text(statement))
    except DBAPIError as why:
        return str(why.orig)
    finally:
        trial.rollback()
    return ""


@pytest.fixture
def paid(session: Session, clock: FixedClock) -> Session:
    """A session billed, paid and in part given back, another billed, and one person gone."""
    story = make_promised(session, clock)
    take_place(session, story, clock, 0, 1)
    first = make_bill(session, story, clock, 0)
    all_pay(session, story, first, clock)
    found = shared(session, first)
    back = MoneyBack(found.bill.lines[0].id, 900, "We were late", uuid.uuid4())
    make_refund(session, found, back=back, by=PROVIDER, clock=clock)
    make_bill(session, story, clock, 1)
    leave(session, story.group, person_id=story.people[2].id, clock=clock)
    session.flush()
    return session


@pytest.mark.parametrize("table", CHANGES)
def test_what_was_written_is_never_changed_deleted_or_replaced(paid: Session, table: str) -> None:
    assert "never changed" in refused(paid, f"UPDATE {table} SET {CHANGES[table]}")
    assert "never deleted" in refused(paid, f"DELETE FROM {table}")
    if paid.get_bind().dialect.name == "sqlite":
        row = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"
        assert "already there" in refused(paid, row)
    else:
        assert refused(paid, f"TRUNCATE {table} CASCADE")


def test_nobody_pays_before_two_have_looked(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    session.flush()
    attack = (
        "INSERT INTO share_paid (bill_id, person_id, paid_at) SELECT l.bill_id, s.person_id,"
        " b.sent_at FROM bill_share s JOIN bill_line l ON l.id = s.line_id"
        " JOIN bill b ON b.id = l.bill_id LIMIT 1"
    )
    assert "two people" in refused(session, attack)
    two_confirm(session, story, bill, clock)
    assert shared(session, bill).bill.confirmations
    session.flush()
    assert not refused(session, attack)


def test_no_line_and_no_share_is_above_what_was_agreed(paid: Session) -> None:
    columns = "session_id, day, is_live, id, bill_id, pence"
    line = (
        f"INSERT INTO bill_line ({columns}) SELECT s.id, s.day, false, s.id, b.id, {{pence}}"
        " FROM care_session s, bill b LIMIT 1"
    )
    assert "more than was agreed" in refused(paid, line.format(pence=5_401))
    assert not refused(paid, line.format(pence=5_400))
    share = (
        "INSERT INTO bill_share (line_id, person_id, pence) SELECT l.id, l.id, 1"
        " FROM bill_line l LIMIT 1"
    )
    assert "this person agreed" in refused(paid, share)
