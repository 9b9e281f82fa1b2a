"""What a person tells of their money stands on their statement from that day, and not before."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from microcare.budgets.services import save_funder, tell_account
from microcare.budgets.values import (
    AccountTold,
    BalanceToCome,
    Contribution,
    FunderKind,
    FunderTold,
    Pledge,
    RuleSource,
    tenths_of_weeks,
)
from microcare.decisions.values import Answer
from microcare.kernel.clock import FixedClock
from microcare.spending.queries import statement_of
from microcare.spending.services import tell_outcome
from microcare.spending.values import NothingToTell
from microcare.spending.values.statement import Part, Statement, periods_of
from microcare.spending.values.statement_csv import as_csv
from tests.factories.groups import Story, everyone_says_yes, make_story, say
from tests.factories.spending import all_pay, make_bill, make_promised, shared, take_place


def mine(session: Session, story: Story, as_of: date) -> Statement:
    session.flush()
    budget = story.budgets[0]
    return statement_of(session, budget, period=periods_of(budget.plan)[0], as_of=as_of)


def test_each_payment_says_what_the_plan_says_it_is_for(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    found = mine(session, story, clock.today())
    assert {line.meeting.purpose for line in found.of(Part.PROMISED) if line.meeting} == {
        "Cook with others"
    }
    assert b"Cook with others" in as_csv(found)


def test_what_no_plan_names_stands_with_its_reason(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock, sooner=True)
    # Said again before promises are made: the last word counts.
    story = make_story(session, clock)
    for who in (1, 2):
        say(session, story, who, Answer.YES, clock, sooner=True)
    outside = Pledge(outside="My worker agreed by telephone")
    say(session, story, 0, Answer.YES, clock, sooner=True, pledge=outside)
    lines = mine(session, story, clock.today()).of(Part.PROMISED)
    assert lines
    for line in lines:
        assert line.meeting is not None
        assert (line.meeting.purpose, line.meeting.outside) == ("", outside.outside)


def test_what_a_payment_did_is_said_from_that_day(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    with pytest.raises(NothingToTell):
        tell_outcome(session, shared(session, bill), "x", person_id=story.people[0].id, clock=clock)
    all_pay(session, story, bill, clock)
    paid_on = clock.today()
    before = as_csv(mine(session, story, paid_on))
    clock.move(timedelta(days=1))
    for words in ("I cooked", "I cooked a stew"):
        clock.move(timedelta(minutes=1))
        told = shared(session, bill)
        tell_outcome(session, told, words, person_id=story.people[0].id, clock=clock)
    [line] = mine(session, story, clock.today()).of(Part.SPENT)
    assert line.outcome == "I cooked a stew"
    assert as_csv(mine(session, story, paid_on)) == before
    # It is one person's own.
    budget = story.budgets[1]
    theirs = statement_of(session, budget, period=periods_of(budget.plan)[0], as_of=clock.today())
    assert b"stew" not in as_csv(theirs)


def told(balance: int, whole: int, on: date) -> AccountTold:
    return AccountTold(Contribution.PAID, 1_500, balance, on, whole)


def test_weeks_of_surplus_only_where_a_balance_was_told(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    budget = story.budgets[0]
    first = clock.today()
    assert mine(session, story, first).account is None
    assert b"weeks_of_surplus" not in as_csv(mine(session, story, first))
    clock.move(timedelta(days=1))
    tell_account(session, budget, AccountTold(Contribution.NONE), clock=clock)
    account = mine(session, story, clock.today()).account
    assert account is not None
    assert account.surplus is None
    clock.move(timedelta(days=1))
    tell_account(session, budget, told(120_000, 40_000, clock.today()), clock=clock)
    account = mine(session, story, clock.today()).account
    assert account is not None
    assert account.surplus is not None
    # £1,200 of £400 every four weeks is twelve weeks; eight is the example.
    assert (account.surplus.tenths, account.surplus.most_weeks) == (120, 8)
    assert account.surplus.source is RuleSource.EXAMPLE
    assert account.surplus.is_above
    told_on = clock.today()
    made = as_csv(mine(session, story, told_on))
    assert b"weeks_of_surplus" in made
    # A funder that changes its mind changes no statement of before.
    council = FunderTold(budget.funder, FunderKind.COUNCIL, "Ann", {"surplus_weeks": 20})
    save_funder(session, None, council, clock=clock)
    clock.move(timedelta(days=1))
    tell_account(session, budget, told(120_000, 40_000, clock.today()), clock=clock)
    account = mine(session, story, clock.today()).account
    assert account is not None
    assert account.surplus is not None
    assert (account.surplus.most_weeks, account.surplus.source) == (20, RuleSource.FUNDER)
    assert not account.surplus.is_above
    assert as_csv(mine(session, story, told_on)) == made
    assert mine(session, story, first).account is None


def test_a_balance_of_a_day_to_come_is_refused(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    with pytest.raises(BalanceToCome):
        tell_account(
            session,
            story.budgets[0],
            told(1, 1, clock.today() + timedelta(days=1)),
            clock=clock,
        )


@given(st.integers(0, 10**9), st.integers(1, 10**8), st.integers(1, 52))
def test_weeks_are_never_rounded_up(balance: int, whole: int, every: int) -> None:
    tenths = tenths_of_weeks(balance, whole_pence=whole, every_weeks=every)
    assert tenths * whole <= balance * 10 * every < (tenths + 1) * whole


def test_nobody_is_named_by_what_is_told(session: Session, clock: FixedClock) -> None:
    """An id of somebody else finds nothing."""
    story = make_promised(session, clock)
    made = as_csv(mine(session, story, clock.today()))
    for other in story.people[1:]:
        assert str(UUID(str(other.id))).encode() not in made
        assert other.name.encode() not in made
