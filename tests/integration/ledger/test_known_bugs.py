"""What went wrong with shared money elsewhere, each replayed here under its name.

hypha#2605 is in spending/test_paying.py. cobudget#1221 strands a refund of somebody who left:
below. medusa#16097 and pretix#6396, a budget read before the lock, are the races of test_race.py.
loomio#7641, an answer recorded for somebody that they cannot change: `answer_plan` below.
"""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.decisions.values import Answer
from microcare.kernel.clock import FixedClock
from microcare.kernel.money import split_equally
from microcare.ledger.models import Move
from microcare.ledger.queries import balances_of, differences
from microcare.ledger.values import HoldExceedsAvailable
from microcare.spending.models import BillShare
from microcare.spending.services import close_group, leave, make_refund, refund_came, wind_down
from microcare.spending.values import MoneyBack, RefundAboveBill
from tests.factories.groups import make_story, say
from tests.factories.ledger import hold, make_purse, make_wish
from tests.factories.spending import (
    PROVIDER,
    all_pay,
    make_bill,
    make_promised,
    money,
    shared,
    take_place,
)


def test_opencollective_688_two_payments_together_overdraw(
    session: Session, clock: FixedClock
) -> None:
    purse = make_purse(session, clock, pence=10_000)
    hold(session, clock, make_wish(purse, pence=6_000, clock=clock))
    with pytest.raises(HoldExceedsAvailable):
        hold(session, clock, make_wish(purse, pence=4_001, clock=clock))
    hold(session, clock, make_wish(purse, pence=4_000, clock=clock))
    assert balances_of(session, [purse])[purse].available == 0


def test_opencollective_1871_odd_pennies_do_not_keep_a_group_from_closing(
    session: Session, clock: FixedClock
) -> None:
    """Also ihatemoney#1336 and cospend-nc#397: one penny never settles."""
    story = make_promised(session, clock, sessions=1, session_pence=1_000)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0, pence=998)
    all_pay(session, story, bill, clock)
    clock.move(timedelta(days=1))
    wind_down(session, story.group, clock=clock)
    assert story.group.closed_at is not None
    assert sum(m.spent for m in money(session, story)) == 998
    assert [m.held for m in money(session, story)] == [0, 0, 0]


def test_opencollective_5044_and_6230_a_refund_makes_no_money(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock, sessions=1)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    all_pay(session, story, bill, clock)
    total = sum(m.set_aside for m in money(session, story))
    line_id = shared(session, bill).bill.lines[0].id
    back = MoneyBack(line_id, 5_400, "Nobody came", uuid.uuid4())
    for _press in range(2):
        made = make_refund(session, shared(session, bill), back=back, by=PROVIDER, clock=clock)
    for person in story.people * 2:
        told = {"refund_id": made.id, "person_id": person.id}
        refund_came(session, shared(session, bill), **told, clock=clock)
    with pytest.raises(RefundAboveBill):
        more = MoneyBack(line_id, 1, "Once more", uuid.uuid4())
        make_refund(session, shared(session, bill), back=more, by=PROVIDER, clock=clock)
    assert sum(m.set_aside for m in money(session, story)) == total
    assert sum(m.available for m in money(session, story)) == total
    assert list(differences(session)) == []


def test_cobudget_450_nothing_is_reversed_by_deleting_it(
    session: Session, clock: FixedClock
) -> None:
    hold(session, clock, make_wish(make_purse(session, clock), clock=clock))
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(delete(Move))
    assert list(differences(session)) == []


def test_cobudget_723_what_is_held_already_is_not_promised_once_more(
    session: Session, clock: FixedClock
) -> None:
    """Two groups ask for the same pence: the second is told that they are not there."""
    purse = make_purse(session, clock, pence=10_000)
    hold(session, clock, *(make_wish(purse, pence=5_000, clock=clock) for _ in range(2)))
    with pytest.raises(HoldExceedsAvailable) as broken:
        hold(session, clock, make_wish(purse, pence=1, clock=clock))
    assert broken.value.short == {purse: 1}


def test_cobudget_1221_a_refund_finds_somebody_who_left(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock, sessions=1)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    all_pay(session, story, bill, clock)
    gone = story.people[2]
    leave(session, story.group, person_id=gone.id, clock=clock)
    line_id = shared(session, bill).bill.lines[0].id
    back = MoneyBack(line_id, 900, "We were late", uuid.uuid4())
    made = make_refund(session, shared(session, bill), back=back, by=PROVIDER, clock=clock)
    assert [m.refund_due for m in money(session, story)] == [300] * 3
    clock.move(timedelta(days=1))
    wind_down(session, story.group, clock=clock)
    assert not close_group(session, story.group.id, clock=clock), "it waits for them"
    told = {"refund_id": made.id, "clock": clock}
    refund_came(session, shared(session, bill), person_id=gone.id, **told)
    assert [m.refund_due for m in money(session, story)] == [300, 300, 0]


def test_ihatemoney_1386_who_left_owes_no_stray_penny(session: Session, clock: FixedClock) -> None:
    """Also cospend-nc#27: what changes later never rewrites a bill that was shared out."""
    story = make_promised(session, clock, sessions=2, session_pence=1_000)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0, pence=1_000)
    before = {s.person_id: s.pence for s in shared(session, bill).bill.lines[0].shares}
    leave(session, story.group, person_id=story.people[2].id, clock=clock)
    assert {s.person_id: s.pence for s in shared(session, bill).bill.lines[0].shares} == before
    all_pay(session, story, bill, clock)
    assert [m.spent for m in money(session, story)] == [before[p.id] for p in story.people]


def test_cospend_nc_27_a_share_is_written_once(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock, sessions=1)
    take_place(session, story, clock, 0)
    make_bill(session, story, clock, 0)
    with pytest.raises(DBAPIError), session.begin_nested():
        session.query(BillShare).update({"pence": 1})


@pytest.mark.parametrize("people", [2, 3, 7])
def test_spliit_547_rounding_invents_and_destroys_nothing(people: int) -> None:
    for pence in range(200):
        for turn in range(people):
            assert sum(split_equally(pence, people, turn=turn)) == pence


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("closes_at", timedelta(days=1)),
        ("latest_at", timedelta(days=1)),
        ("thinking_seconds", 1),
        ("more_seconds", 1),
        ("quorum", -1),
        ("threshold_percent", -50),
    ],
)
def test_consul_5321_the_rules_of_a_vote_stay_as_they_were_opened(
    session: Session, clock: FixedClock, rule: str, value: object
) -> None:
    story = make_story(session, clock)
    with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
        setattr(story.proposal, rule, getattr(story.proposal, rule) + value)
        session.flush()


def test_loomio_7641_an_answer_can_be_changed_by_whose_it_is(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    say(session, story, 0, Answer.YES, clock)
    say(session, story, 0, Answer.WORRY, clock, reason="It is too far")
    assert story.proposal is not None
    assert [given.answer for given in story.proposal.answers] == ["yes", "worry"]
