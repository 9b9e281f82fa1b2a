"""A person's own word, an instalment at a time; nobody else's money, and nothing twice."""

import uuid
from datetime import date

import pytest
from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_of, is_frozen, money_of, personal_data
from microcare.budgets.services import (
    erase,
    freeze_money,
    record_budget,
    return_budget,
    stop_budget,
    take_back_budget,
)
from microcare.budgets.values import LongOver
from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import available_for, holds_of_purses
from microcare.ledger.services import owe_refund, post_holds
from microcare.ledger.values import Act, MoreThanIsLeft
from tests.factories.budgets import make_budget, make_plan
from tests.factories.ledger import hold, make_wish
from tests.factories.people import make_person

TODAY = date(2026, 11, 23)


def test_what_is_set_aside_comes_as_it_falls_due(session: Session, clock: FixedClock) -> None:
    budget = make_budget(session, make_person(session), clock)
    money = money_of(session, budget.person_id, today=TODAY)
    assert money.set_aside == money.left == 14 * 25_600
    assert available_for(session, budget.id, date(2026, 4, 28)) == 25_600
    assert available_for(session, budget.id, date(2026, 4, 29)) == 2 * 25_600
    assert available_for(session, budget.id, date(2027, 4, 1)) == 0


def test_pressing_twice_records_once(session: Session, clock: FixedClock) -> None:
    person, key = make_person(session), str(uuid.uuid4())
    for _ in range(2):
        record_budget(session, person_id=person.id, plan=make_plan(), key=key, clock=clock)
    assert len(budgets_of(session, person.id)) == 1


def test_somebody_elses_key_opens_nothing(session: Session, clock: FixedClock) -> None:
    key = str(uuid.uuid4())
    mine, other = make_person(session), make_person(session)
    first = record_budget(session, person_id=mine.id, plan=make_plan(), key=key, clock=clock)
    second = record_budget(session, person_id=other.id, plan=make_plan(), key=key, clock=clock)
    assert first.id != second.id
    assert second.person_id == other.id


def test_money_that_has_run_out_is_refused(session: Session, clock: FixedClock) -> None:
    with pytest.raises(LongOver):
        make_budget(session, make_person(session), clock, ends_on=date(2026, 11, 22))


def test_only_what_is_not_promised_is_taken_back(session: Session, clock: FixedClock) -> None:
    budget = make_budget(
        session, make_person(session), clock, pence=10_000, starts_on=date(2027, 3, 25)
    )
    wish = make_wish(budget.id, pence=6_000, for_on=date(2027, 3, 30), clock=clock)
    hold(session, clock, wish)
    with pytest.raises(MoreThanIsLeft):
        take_back_budget(session, budget, pence=4_001, key="a", clock=clock)
    stop_budget(session, budget, clock=clock)
    money = money_of(session, budget.person_id, today=TODAY)
    assert (money.set_aside, money.promised, money.left) == (6_000, 6_000, 0)


def test_a_stop_is_told_to_its_owner_and_goes_with_the_account(
    session: Session, clock: FixedClock
) -> None:
    person = make_person(session)
    assert "freeze" not in {section.name for section in personal_data(session, person.id)}
    freeze_money(session, person.id, clock=clock)
    session.flush()
    assert "freeze" in {section.name for section in personal_data(session, person.id)}
    erase(session, person.id, clock)
    assert not is_frozen(session, [person.id], now=clock.now())


def test_its_parts_make_the_whole_also_when_some_is_owed_back_and_some_went_back(
    session: Session, clock: FixedClock
) -> None:
    person = make_person(session)
    budget = make_budget(session, person, clock)
    for pence in (6_000, 5_000):
        wish = make_wish(budget.id, pence=pence, for_on=date(2026, 12, 30), clock=clock)
        hold(session, clock, wish, key=str(pence))
    [less, _] = sorted(holds_of_purses(session, [budget.id]), key=lambda one: one.pence)
    spent = {less.id: 5_000}
    post_holds(session, posts=spent, act=Act(person.id, "pay"), clock=clock)
    owe_refund(session, parts=dict.fromkeys(spent, 700), act=Act(person.id, "owe"), clock=clock)
    return_budget(session, budget, act=Act(person.id, "return"), clock=clock)
    money = money_of(session, person.id, today=TODAY)
    assert (money.left, money.promised, money.spent, money.returned) == (0, 6_000, 5_000, 347_400)
    assert money.together == money.left + money.promised + money.spent == money.budgets[0].here


def test_what_was_not_used_in_time_is_no_longer_left(session: Session, clock: FixedClock) -> None:
    person = make_person(session)
    make_budget(session, person, clock, pence=1_000, ends_on=date(2026, 12, 31))
    make_budget(session, person, clock)
    before = money_of(session, person.id, today=date(2026, 12, 31))
    after = money_of(session, person.id, today=date(2027, 1, 1))
    assert (before.left, before.lapsed) == (10_000 + 358_400, 0)
    assert (after.left, after.lapsed) == (358_400, 10_000)
    assert after.set_aside == before.set_aside == after.left + after.lapsed
