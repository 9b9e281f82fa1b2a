"""Money back has an owner, a day and reminders, also for whoever has left (pooling P38)."""

import uuid
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.spending.models import Refund, RefundReminder
from microcare.spending.notices import refund_late
from microcare.spending.queries import personal_data
from microcare.spending.queries.refunds import owed_back
from microcare.spending.services import (
    leave,
    make_refund,
    pay_share,
    refund_came,
    remind_of_refunds,
)
from microcare.spending.services.erase import erase
from microcare.spending.values import MoneyBack
from microcare.spending.values.refunds import MOST_REMINDERS, reminders_due
from tests.factories.directory import keeper_of
from tests.factories.groups import Story
from tests.factories.spending import (
    PROVIDER,
    make_bill,
    make_promised,
    shared,
    take_place,
    two_confirm,
)


def letters(session: Session) -> list[OutboxMessage]:
    session.flush()
    rows = select(OutboxMessage).where(OutboxMessage.kind == "spending.refund_late")
    return list(session.scalars(rows.order_by(OutboxMessage.created_at, OutboxMessage.id)))


def came(session: Session, refund: Refund, story: Story, who: int, clock: FixedClock) -> None:
    told = {"refund_id": refund.id, "person_id": story.people[who].id, "clock": clock}
    refund_came(session, shared(session, refund.bill), **told)
    session.flush()


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    return make_promised(session, clock)


@pytest.fixture
def refund(session: Session, clock: FixedClock, story: Story) -> Refund:
    """£9 of a session, owed to three of whom one has left and one has not paid yet."""
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    two_confirm(session, story, bill, clock)
    for person in (story.people[0], story.people[2]):
        pay_share(session, shared(session, bill), person_id=person.id, clock=clock)
    leave(session, story.group, person_id=story.people[2].id, clock=clock)
    back = MoneyBack(bill.lines[0].id, 900, "We were late", uuid.uuid4())
    made = make_refund(session, shared(session, bill), back=back, by=PROVIDER, clock=clock)
    session.flush()
    return made


def test_its_owners_are_reminded_on_its_day_then_weekly_and_not_for_ever(
    session: Session, clock: FixedClock, story: Story, refund: Refund
) -> None:
    owners = {str(story.people[n].id) for n in (0, 2)}
    assert refund.due_on == clock.today() + timedelta(days=14)
    clock.move(timedelta(days=13))
    assert remind_of_refunds(session, clock=clock) == 0
    clock.move(timedelta(days=1))
    assert (remind_of_refunds(session, clock=clock), remind_of_refunds(session, clock=clock)) == (
        2,
        0,
    )
    assert {one.payload["person_id"] for one in letters(session)} == owners
    # Whoever left says that theirs came, and is asked no more.
    came(session, refund, story, 2, clock)
    for _ in range(9):
        clock.move(timedelta(days=7))
        remind_of_refunds(session, clock=clock)
    assert len(letters(session)) == 2 + (MOST_REMINDERS - 1)
    # One that was written before it came has nothing to say.
    first = {one.payload["person_id"]: one.payload for one in letters(session)}
    assert refund_late(session, first[str(story.people[2].id)], "http://x") is None
    letter = refund_late(session, first[str(story.people[0].id)], "http://x")
    assert letter is not None
    assert letter.button is not None
    assert letter.button.url == f"http://x/my/bills/{refund.bill_id}"


def test_a_late_job_sends_one_letter_for_all(
    session: Session, clock: FixedClock, refund: Refund
) -> None:
    clock.move(timedelta(days=30))
    assert remind_of_refunds(session, clock=clock) == 2
    assert {row.sent for row in session.scalars(select(RefundReminder))} == {3}
    assert remind_of_refunds(session, clock=clock) == 0


def test_whoever_pays_late_has_as_many_days(
    session: Session, clock: FixedClock, story: Story, refund: Refund
) -> None:
    me = story.people[1].id
    assert owed_back(session, me) == []
    clock.move(timedelta(days=20))
    pay_share(session, shared(session, refund.bill), person_id=me, clock=clock)
    session.flush()
    [mine] = owed_back(session, me)
    assert (mine.pence, mine.due_on) == (300, clock.today() + timedelta(days=14))
    assert not mine.is_late(mine.due_on)
    assert mine.is_late(mine.due_on + timedelta(days=1))
    assert len(owed_back(session)) == 3


def test_the_provider_is_told_on_the_day_whatever_has_come(
    session: Session, clock: FixedClock, story: Story, refund: Refund
) -> None:
    """Or the letter would say that somebody has paid (P48)."""
    for who in (0, 2):
        came(session, refund, story, who, clock)
    path = f"/my/requests/{story.offer.request_id}/bills/{refund.bill_id}"
    rows = [r for r in session.scalars(select(OutboxMessage)) if r.payload.get("path") == path]
    keeper = str(keeper_of(session, story.listing).id)
    assert [row.payload["person_id"] for row in rows] == [keeper]
    assert rows[0].not_before.date() == refund.due_on


def test_what_is_kept_of_it_is_told_and_goes_with_the_account(
    session: Session, clock: FixedClock, story: Story, refund: Refund
) -> None:
    clock.move(timedelta(days=14))
    remind_of_refunds(session, clock=clock)
    me = story.people[0].id
    [bills] = [one for one in personal_data(session, me) if one.name == "bills"]
    assert bills.entries[0]["Letters about money back"] == 1
    erase(session, me, clock)
    session.flush()
    assert me not in {row.person_id for row in session.scalars(select(RefundReminder))}
    assert me not in {one.person_id for one in owed_back(session)}


@given(st.dates(), st.integers(-30, 200))
def test_how_many_letters_there_should_have_been(day, late) -> None:  # type: ignore[no-untyped-def]
    try:
        today = day + timedelta(days=late)
    except OverflowError:
        return
    due = reminders_due(day, today)
    assert 0 <= due <= MOST_REMINDERS
    assert (due == 0) == (late < 0)
    assert due == MOST_REMINDERS or late < 7 * due
