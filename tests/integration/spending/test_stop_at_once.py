"""Somebody has to stop at once: no notice, what took place is paid, nothing to the group (P37)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.budgets.queries import is_frozen
from microcare.budgets.services import thaw_money
from microcare.commissioning.services import settle
from microcare.groups.queries import group_by_id
from microcare.kernel.clock import FixedClock
from microcare.ledger.models import Event
from microcare.ledger.queries import differences
from microcare.outbox.models import OutboxMessage
from microcare.people.values import Spoken
from microcare.spending.models import ReturnedBudget, SuddenStop
from microcare.spending.queries import personal_data, sudden_view
from microcare.spending.services import (
    confirm_bill,
    erase,
    leave,
    let_my_part_go,
    pay_share,
    return_what_came_free,
    stop_at_once,
    waive_session,
)
from tests.factories.directory import keeper_of
from tests.factories.groups import Story, everyone_says_yes, make_story
from tests.factories.people import make_person
from tests.factories.spending import (
    PROVIDER,
    all_pay,
    go_to,
    make_bill,
    make_promised,
    mark,
    money,
    sessions_of,
    shared,
    take_place,
)


def stops(session: Session, story: Story) -> list[SuddenStop]:
    session.flush()
    return list(session.scalars(select(SuddenStop)))


def test_days_to_come_are_free_and_what_took_place_is_paid(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0, 1)
    bill = make_bill(session, story, clock, 0)
    me = story.people[0].id
    before = money(session, story)
    view = sudden_view(session, me, clock=clock)
    assert (view.freed_pence, view.owed_pence) == (10 * 1_800, 2 * 1_800)
    stop_at_once(session, me, clock=clock)
    after = money(session, story)
    assert after[1:] == before[1:], "nobody else's part changes"
    assert (after[0].held, after[0].available) == (3_600, before[0].available + view.freed_pence)
    all_pay(session, story, bill, clock)
    all_pay(session, story, make_bill(session, story, clock, 1), clock)
    assert [m.spent for m in money(session, story)] == [3_600] * 3
    assert is_frozen(session, [me], now=clock.now())
    assert list(differences(session)) == []


def test_todays_session_stays_as_it_was_agreed(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    go_to(clock, sessions_of(story)[0].day)
    stop_at_once(session, story.people[0].id, clock=clock)
    assert money(session, story)[0].held == 1_800
    mark(session, story, 0, clock)
    all_pay(session, story, make_bill(session, story, clock, 0), clock)
    assert money(session, story)[0].spent == 1_800


def test_no_notice_even_of_a_group_that_was_left(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock, notice_weeks=8)
    me = story.people[2].id
    go_to(clock, sessions_of(story)[0].day - timedelta(days=1))
    leave(session, story.group, person_id=me, clock=clock)
    assert money(session, story)[2].held == 8 * 1_800
    stop_at_once(session, me, clock=clock)
    assert money(session, story)[2].held == 0


def test_a_funder_gets_back_what_is_not_owed_now_and_later(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    me, budget = story.people[0].id, story.budgets[0]
    [funded] = sudden_view(session, me, clock=clock).budgets
    stop_at_once(session, me, clock=clock, returned=[budget.id])
    mine = money(session, story)[0]
    assert (mine.returned, mine.available, mine.held) == (funded.pence, 0, 1_800)
    assert mine.set_aside == mine.returned + mine.held
    assert session.get_one(Budget, budget.id).stopped_at is not None
    assert return_what_came_free(session, clock=clock) == 0
    # What both let go later goes back too; nothing stays, and nothing goes to the group.
    one = sessions_of(story)[0]
    waive_session(session, one, group_id=story.group.id, by=PROVIDER, clock=clock)
    let_my_part_go(session, one, group_id=story.group.id, person_id=me, clock=clock)
    assert return_what_came_free(session, clock=clock) == 1
    assert return_what_came_free(session, clock=clock) == 0
    assert money(session, story)[0].returned == mine.set_aside
    assert list(differences(session)) == []


def test_what_is_owed_of_money_that_was_stopped_can_still_be_paid(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    me = story.people[0].id
    stop_at_once(session, me, clock=clock, returned=[story.budgets[0].id])
    bill = make_bill(session, story, clock, 0)
    for person in story.people[1:]:
        confirm_bill(session, shared(session, bill), person_id=person.id, clock=clock)
    pay_share(session, shared(session, bill), person_id=me, clock=clock)
    assert money(session, story)[0].spent == 1_800


def test_pressed_twice_is_once_and_again_later_is_again(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    me = story.people[0].id
    for _ in "ab":
        stop_at_once(session, me, clock=clock)
    assert len(stops(session, story)) == 1
    stop_at_once(session, me, clock=clock, returned=[story.budgets[0].id])
    stop_at_once(session, me, clock=clock, returned=[story.budgets[0].id])
    assert len(stops(session, story)) == 2
    thaw_money(session, me)
    assert not is_frozen(session, [me], now=clock.now())


def test_somebody_elses_money_or_ones_own_is_not_returned(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    me = story.people[0].id
    before = money(session, story)
    stop_at_once(session, me, clock=clock, returned=[story.budgets[1].id, uuid4()])
    assert money(session, story)[1] == before[1]
    assert session.scalars(select(ReturnedBudget)).all() == []


def test_a_plan_that_is_due_is_promised_first(session: Session, clock: FixedClock) -> None:
    """However late the job is, the others' promises are what they would have been (P23)."""
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    clock.move(timedelta(days=3))
    stop_at_once(session, story.people[0].id, clock=clock)
    assert [m.held for m in money(session, story)] == [0, 21_600, 21_600]


def test_a_plan_that_is_not_due_waits(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    stop_at_once(session, story.people[0].id, clock=clock)
    clock.move(timedelta(days=3))
    assert story.proposal is not None
    assert settle(session, story.proposal.id, clock=clock) is None
    group = group_by_id(session, story.group.id)
    assert group is not None
    assert len(group.members) == 3


def test_only_the_provider_is_told_and_of_nobody(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    session.flush()
    seen = {row.id for row in session.scalars(select(OutboxMessage))}
    stop_at_once(session, story.people[0].id, clock=clock)
    session.flush()
    new = [r for r in session.scalars(select(OutboxMessage)) if r.id not in seen]
    keeper = str(keeper_of(session, story.listing).id)
    assert [(row.kind, row.payload["person_id"]) for row in new] == [("groups.news", keeper)]
    assert str(story.people[0].id) not in str(new[0].payload)


def test_the_ledger_names_the_authority_of_a_helper(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    spoken = Spoken(authority_id=uuid4(), helper_id=uuid4())
    told = {"returned": [story.budgets[0].id], "spoken": spoken}
    stop_at_once(session, story.people[0].id, clock=clock, **told)
    session.flush()
    rows = select(Event.kind).where(Event.actor == spoken.authority_id)
    assert sorted(session.scalars(rows)) == ["release", "return"]


def test_no_reason_is_kept_and_the_day_is_shown(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    stop_at_once(session, story.people[0].id, clock=clock)
    assert set(SuddenStop.__table__.columns.keys()) == {"id", "person_id", "stopped_at"}
    session.flush()
    found = personal_data(session, story.people[0].id)
    assert [len(s.entries) for s in found if s.name == "sudden_stops"] == [1]
    erase(session, story.people[0].id, clock)


@pytest.mark.parametrize(
    ("changed", "guard"),
    [
        ("UPDATE sudden_stop SET stopped_at = '2020-01-01 00:00:00+00:00'", "sudden_stop"),
        ("DELETE FROM sudden_stop", "sudden_stop"),
        ("DELETE FROM returned_budget", "returned_budget"),
        ("UPDATE returned_budget SET budget_id = stop_id", "returned_budget_no_update"),
    ],
)
def test_the_database_keeps_what_was_stopped(
    session: Session, clock: FixedClock, changed: str, guard: str
) -> None:
    story = make_promised(session, clock)
    stop_at_once(session, story.people[0].id, clock=clock, returned=[story.budgets[0].id])
    session.flush()
    if changed.startswith("DELETE FROM sudden"):
        other = make_person(session)
        stop_at_once(session, other.id, clock=clock)
        session.flush()
        changed += f" WHERE person_id <> '{story.people[0].id}'"
        changed = (
            changed if session.get_bind().dialect.name != "sqlite" else changed.replace("-", "")
        )
    with pytest.raises(DBAPIError, match=guard), session.begin_nested():
        session.execute(text(changed))


def test_the_database_returns_only_a_funders_money_of_whoever_stopped(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    me = story.people[0]
    stop_at_once(session, me.id, clock=clock)
    [stop] = stops(session, story)
    with pytest.raises(DBAPIError, match="returned_budget_rules"), session.begin_nested():
        session.add(ReturnedBudget(budget_id=story.budgets[1].id, stop_id=stop.id))
        session.flush()
