"""Somebody pressed by mistake that they paid: it is promised again, and everything adds up (P8)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.ledger.queries.verifying import differences
from microcare.spending.models import Bill, MissingReceipt, PaymentTakenBack
from microcare.spending.queries import my_bill, statement_of
from microcare.spending.services import (
    pay_share,
    say_on_statement,
    take_back_on_statement,
    take_back_payment,
    wind_down,
)
from microcare.spending.values import MoneyCameBack, PaymentIsSealed, SaidBefore, ShownAsPaid
from microcare.spending.values.statement import PUT_RIGHT, Part, Proof, period_of
from tests.factories.groups import Story
from tests.factories.spending import (
    all_pay,
    make_bill,
    make_promised,
    money,
    shared,
    take_place,
    two_confirm,
)
from tests.factories.statements import owe_back


@pytest.fixture
def paid(session: Session, clock: FixedClock) -> tuple[Story, Bill]:
    """Two sessions of £54 that three people have paid."""
    story = make_promised(session, clock)
    take_place(session, story, clock, 0, 1)
    bill = make_bill(session, story, clock, 0, 1)
    all_pay(session, story, bill, clock)
    return story, bill


def take_back(session: Session, story: Story, bill: Bill, clock: FixedClock, who: int = 0) -> None:
    """One of them takes back that they paid."""
    me = story.people[who].id
    take_back_payment(session, shared(session, bill), person_id=me, clock=clock)


def times(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(PaymentTakenBack)) or 0


def test_it_is_promised_again_and_paid_again(
    session: Session, clock: FixedClock, paid: tuple[Story, Bill]
) -> None:
    story, bill = paid
    before, me = money(session, story), story.people[0].id
    for again in (1, 2):
        take_back(session, story, bill, clock)
        take_back(session, story, bill, clock)
        now = money(session, story)
        assert (now[0].spent, now[0].held) == (0, before[0].held + 3_600)
        assert now[0].available == before[0].available
        assert now[1:] == before[1:]
        seen = my_bill(shared(session, bill), me=me, on=clock.today())
        assert not seen.has_paid
        assert times(session) == again
        assert list(differences(session)) == []
        pay_share(session, shared(session, bill), person_id=me, clock=clock)
        assert money(session, story) == before
    assert list(differences(session)) == []


@pytest.mark.parametrize("is_paid", [False, True])
def test_what_was_sent_before_and_comes_again_is_no_new_word(
    session: Session, clock: FixedClock, paid: tuple[Story, Bill], is_paid: bool
) -> None:
    """P9: a browser sends the old page once more after the next press."""
    story, bill = paid
    me = story.people[0].id
    take_back_payment(session, shared(session, bill), person_id=me, clock=clock, turn=0)
    say, told = pay_share, {"person_id": me, "clock": clock}
    if is_paid:
        pay_share(session, shared(session, bill), **told, turn=1)
        say = take_back_payment
    before = money(session, story)
    with pytest.raises(SaidBefore):
        say(session, shared(session, bill), **told, turn=0)
    assert money(session, story) == before
    # What stands already is no mistake, from whichever page.
    (pay_share if is_paid else take_back_payment)(session, shared(session, bill), **told, turn=0)
    assert money(session, story) == before


def test_the_statement_tells_both_and_adds_up(
    session: Session, clock: FixedClock, paid: tuple[Story, Bill]
) -> None:
    story, bill = paid
    take_back(session, story, bill, clock)
    pay_share(session, shared(session, bill), person_id=story.people[0].id, clock=clock)
    session.flush()
    budget, day = story.budgets[0], clock.today()
    told = statement_of(session, budget, period=period_of(budget.plan, day), as_of=day)
    assert told.sum_of(Part.SPENT) == 7_200
    back = told.of(Part.MONEY_BACK)
    assert {(line.reason, line.proof, line.came_on) for line in back} == {
        (PUT_RIGHT, Proof.BY_YOU, day)
    }
    assert sum(line.pence for line in back) == 3_600


def test_no_receipt_is_missing_meanwhile(
    session: Session, clock: FixedClock, paid: tuple[Story, Bill]
) -> None:
    story, bill = paid
    me = story.people[0].id
    mine = select(func.count()).where(MissingReceipt.person_id == me)
    before = session.scalar(mine)
    take_back(session, story, bill, clock)
    assert session.scalar(mine) == 0
    pay_share(session, shared(session, bill), person_id=me, clock=clock)
    session.flush()
    assert session.scalar(mine) == before


def test_what_is_shown_as_paid_stays_until_that_goes(
    session: Session, clock: FixedClock, paid: tuple[Story, Bill]
) -> None:
    story, bill = paid
    me = story.people[0].id
    say_on_statement(session, shared(session, bill), person_id=me, clock=clock)
    session.flush()
    with pytest.raises(ShownAsPaid):
        take_back(session, story, bill, clock)
    take_back_on_statement(session, shared(session, bill), person_id=me, clock=clock)
    session.flush()
    take_back(session, story, bill, clock)
    assert money(session, story)[0].spent == 0


def test_not_where_some_of_it_came_back(
    session: Session, clock: FixedClock, paid: tuple[Story, Bill]
) -> None:
    story, bill = paid
    owe_back(session, bill, 900, clock)
    before = money(session, story)
    with pytest.raises(MoneyCameBack):
        take_back(session, story, bill, clock)
    assert money(session, story) == before


def test_not_in_a_group_that_has_closed(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock, sessions=1)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    all_pay(session, story, bill, clock)
    clock.move(timedelta(days=1))
    wind_down(session, story.group, clock=clock)
    session.flush()
    assert story.group.closed_at is not None
    with pytest.raises(PaymentIsSealed):
        take_back(session, story, bill, clock)


def test_a_bill_that_nobody_has_paid_any_more_can_be_taken_back(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    two_confirm(session, story, bill, clock)
    pay_share(session, shared(session, bill), person_id=story.people[0].id, clock=clock)
    take_back(session, story, bill, clock)
    held = [one.held for one in money(session, story)]
    assert held[0] == held[1] == held[2]
    assert not shared(session, bill).bill.paid


@pytest.mark.parametrize("wrong", ["never said", "given back", "closed"])
def test_the_database_itself_refuses(session: Session, clock: FixedClock, wrong: str) -> None:
    story = make_promised(session, clock, sessions=1)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    if wrong != "never said":
        all_pay(session, story, bill, clock)
    if wrong == "given back":
        owe_back(session, bill, 900, clock)
    if wrong == "closed":
        clock.move(timedelta(days=1))
        wind_down(session, story.group, clock=clock)
    session.flush()
    attack = (
        "INSERT INTO payment_taken_back (bill_id, person_id, number, paid_at, taken_back_at)"
        " SELECT b.id, s.person_id, 1, coalesce(p.paid_at, b.sent_at), b.sent_at FROM bill b"
        " JOIN bill_line l ON l.bill_id = b.id JOIN bill_share s ON s.line_id = l.id"
        " LEFT JOIN share_paid p ON p.bill_id = b.id AND p.person_id = s.person_id LIMIT 1"
    )
    with pytest.raises(DBAPIError, match="not to be taken back"), session.begin_nested():
        session.execute(text(attack))


def test_what_was_taken_back_stays(
    session: Session, clock: FixedClock, paid: tuple[Story, Bill]
) -> None:
    story, bill = paid
    take_back(session, story, bill, clock)
    session.flush()
    for attack in (
        "DELETE FROM payment_taken_back",
        "UPDATE payment_taken_back SET paid_at = taken_back_at",
        "DELETE FROM share_paid",
    ):
        with pytest.raises(DBAPIError, match="never"), session.begin_nested():
            session.execute(text(attack))
