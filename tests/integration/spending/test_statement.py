"""A statement over a whole life: what is on it, that it adds up, that it does not change after."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from microcare.budgets.services import take_back_budget
from microcare.budgets.values import Funding
from microcare.kernel.clock import FixedClock
from microcare.ledger.services import expire_holds
from microcare.spending.models import Bill
from microcare.spending.queries import statement_of
from microcare.spending.services import (
    leave,
    refund_came,
    retire_group,
    wind_down,
)
from microcare.spending.values.statement import Part, Proof, Statement, periods_of
from microcare.spending.values.statement_csv import as_csv
from tests.factories.budgets import make_budget
from tests.factories.groups import Story, fresh_key
from tests.factories.people import make_person
from tests.factories.spending import (
    all_pay,
    go_to,
    make_bill,
    make_promised,
    money,
    sessions_of,
    shared,
    take_place,
)
from tests.factories.statements import owe_back


def mine(session: Session, story: Story, as_of: date, who: int = 0, **more: Any) -> Statement:
    session.flush()
    budget = story.budgets[who]
    [period] = periods_of(budget.plan)
    return statement_of(session, budget, period=period, as_of=as_of, **more)


def lived(session: Session, clock: FixedClock) -> tuple[Story, Bill]:
    """Two Tuesdays were paid for, £3 of the first is owed back, and £100 was taken out."""
    story = make_promised(session, clock)
    take_place(session, story, clock, 0, 1)
    bill = make_bill(session, story, clock, 0, 1)
    all_pay(session, story, bill, clock)
    owe_back(session, bill, 900, clock)
    take_back_budget(session, story.budgets[0], pence=10_000, key=fresh_key(), clock=clock)
    return story, bill


def test_it_says_where_the_money_went(session: Session, clock: FixedClock) -> None:
    story, _ = lived(session, clock)
    found = mine(session, story, clock.today())
    assert (found.name, found.funder) == ("Amara", "Somerset Council")
    assert found.funding is Funding.DIRECT_PAYMENT
    assert (found.period.opens_on, found.period.closes_on) == (date(2026, 4, 1), date(2027, 3, 31))
    sums = {part: found.sum_of(part) for part in Part}
    assert sums == {
        Part.SET_ASIDE: 358_400,
        Part.SPENT: 3_600,
        Part.MONEY_BACK: 300,
        Part.RETURNED: 0,
        Part.TAKEN_BACK: 10_000,
        Part.PROMISED: 18_000,
    }
    assert found.closing.total == 358_400 + 300 - 3_600 - 10_000
    assert (found.closing.promised, found.closing.owed_back) == (18_000, 300)
    assert found.spent_by(Proof.BY_YOU) == 3_600
    [first, second] = found.of(Part.SPENT)
    assert first.meeting is not None
    assert (first.day, second.day) == (date(2027, 1, 12), date(2027, 1, 19))
    assert first.written_on == date(2027, 1, 19)
    assert (first.meeting.group, first.reference) == ("Tuesday Tea", "7")
    assert (first.meeting.minutes, first.meeting.people) == (120, 3)
    [back] = found.of(Part.MONEY_BACK)
    assert (back.reason, back.came_on, back.proof) == ("We were late", None, Proof.BY_THEM)
    [told] = found.of(Part.SET_ASIDE)
    assert (told.count, told.proof) == (14, Proof.TOLD)


def test_left_that_is_not_due_yet_is_told_apart(session: Session, clock: FixedClock) -> None:
    budget = make_budget(session, make_person(session), clock)
    [period] = periods_of(budget.plan)
    session.flush()
    found = statement_of(session, budget, period=period, as_of=clock.today())
    # Nine of fourteen payments have come by 23 November.
    assert (found.closing.left, found.not_due) == (358_400, 5 * 25_600)


def test_what_comes_after_the_day_is_not_in_it(session: Session, clock: FixedClock) -> None:
    story, bill = lived(session, clock)
    day = clock.today()
    before = as_csv(mine(session, story, day))
    clock.move(timedelta(days=1))
    made = owe_back(session, bill, 90, clock)
    who = story.people[0].id
    refund_came(session, shared(session, bill), refund_id=made.id, person_id=who, clock=clock)
    leave(session, story.group, person_id=story.people[0].id, clock=clock)
    assert as_csv(mine(session, story, day)) == before
    after = mine(session, story, clock.today())
    assert [line.came_on for line in after.of(Part.MONEY_BACK)] == [None, clock.today()]
    assert after.came_back == 30


def test_a_promise_past_its_time_is_free_whether_the_chore_ran_or_not(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock, sessions=1)
    day = sessions_of(story)[0].day + timedelta(days=90)
    go_to(clock, day)
    assert mine(session, story, day).closing.promised == 1_800
    go_to(clock, day + timedelta(days=3))
    late = mine(session, story, day + timedelta(days=1))
    assert (late.closing.promised, late.of(Part.PROMISED)) == (0, ())
    assert expire_holds(session, clock=clock) == 3
    assert mine(session, story, day + timedelta(days=1)) == late
    assert mine(session, story, day).closing.promised == 1_800
    again = mine(session, story, clock.today(), since=day + timedelta(days=2))
    assert again.opening == again.closing == late.closing


def test_a_quarter_opens_where_the_one_before_closed(session: Session, clock: FixedClock) -> None:
    story, _ = lived(session, clock)
    first = mine(session, story, date(2026, 12, 31))
    second = mine(session, story, clock.today(), since=date(2027, 1, 1))
    whole = mine(session, story, clock.today())
    assert second.opening == first.closing
    assert second.closing == whole.closing
    assert first.sum_of(Part.SPENT) + second.sum_of(Part.SPENT) == whole.sum_of(Part.SPENT)


def test_each_year_of_a_direct_payment_is_its_own(session: Session, clock: FixedClock) -> None:
    budget = make_budget(session, make_person(session), clock, ends_on=date(2027, 9, 30))
    session.flush()
    years = periods_of(budget.plan)
    assert [(p.opens_on, p.closes_on) for p in years] == [
        (date(2026, 4, 1), date(2027, 3, 31)),
        (date(2027, 4, 1), date(2027, 9, 30)),
    ]
    sums = [statement_of(session, budget, period=p, as_of=clock.today()) for p in years]
    assert [s.closing.total for s in sums] == [14 * 25_600, 6 * 25_600]


def test_own_money_is_one_period(session: Session, clock: FixedClock) -> None:
    own = {"funding": Funding.OWN, "funder": "", "ends_on": date(2028, 3, 31)}
    budget = make_budget(session, make_person(session), clock, **own)
    [period] = periods_of(budget.plan)
    assert (period.opens_on, period.closes_on) == (date(2026, 4, 1), date(2028, 3, 31))


def test_what_a_retired_book_spent_is_one_line(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock, sessions=2)
    take_place(session, story, clock, 0, 1)
    bill = make_bill(session, story, clock, 0, 1)
    all_pay(session, story, bill, clock)
    clock.move(timedelta(days=1))
    wind_down(session, story.group, clock=clock)
    go_to(clock, date(2033, 4, 1))
    before = mine(session, story, clock.today())
    retire_group(session, story.group, years=6, clock=clock)
    after = mine(session, story, clock.today())
    assert after.closing == before.closing
    [line] = after.of(Part.SPENT)
    assert (line.pence, line.meeting, line.written_on) == (3_600, None, None)
    assert mine(session, story, clock.today(), since=date(2033, 1, 1)).closing == after.closing


def test_the_rows_add_up_and_run_nothing(session: Session, clock: FixedClock) -> None:
    story, _ = lived(session, clock)
    story.group.name = "=1+1"
    found = mine(session, story, clock.today())
    text = as_csv(found).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    changes = sum(round(float(row["change_pounds"] or 0) * 100) for row in rows)
    closing = next(row for row in rows if row["part"] == "closing")
    assert changes == round(float(closing["amount_pounds"]) * 100) == found.closing.total
    assert {row["group"] for row in rows} == {"", "'=1+1"}
    assert [m.spent + m.refund_due for m in money(session, story)] == [3_600] * 3


@pytest.mark.parametrize("bad", ["=1", "+1", "-1", "@a", "\t=1", " =1", "\r@a", "＝1", "-1.5"])
def test_a_cell_that_would_run_is_shown(bad: str) -> None:
    from microcare.spending.values.statement_csv import safe_cell

    assert safe_cell(bad) == f"'{bad}"
    assert safe_cell("-18.00") == "-18.00"
