"""Sessions, bills, two who look, and each one's own word that they paid."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import differences
from microcare.ledger.services import expire_holds
from microcare.ledger.values import IdempotencyConflict
from microcare.spending.queries import bills_of, my_sessions
from microcare.spending.services import (
    confirm_bill,
    declare_tie,
    mark_session,
    pay_share,
    send_bill,
    withdraw_bill,
)
from microcare.spending.values import (
    AlreadyBilled,
    AlreadyConfirmed,
    BillAboveAgreed,
    BillIsSettled,
    MarkedOtherwise,
    NotConfirmedYet,
    NothingToBill,
    Outcome,
    PaidCannotConfirm,
    SessionNotYet,
    SessionState,
)
from tests.factories.spending import (
    PROVIDER,
    all_pay,
    go_to,
    make_bill,
    make_promised,
    money,
    sessions_of,
    shared,
    take_place,
    two_confirm,
)


def test_what_took_place_is_billed_confirmed_and_each_pays_their_own(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0, 1)
    bill = make_bill(session, story, clock, 0, 1)
    two_confirm(session, story, bill, clock)
    assert [m.spent for m in money(session, story)] == [0, 0, 0]
    pay_share(session, shared(session, bill), person_id=story.people[0].id, clock=clock)
    assert [m.spent for m in money(session, story)] == [3_600, 0, 0]
    all_pay_rest = story.people[1:]
    for person in all_pay_rest:
        pay_share(session, shared(session, bill), person_id=person.id, clock=clock)
    assert [m.spent for m in money(session, story)] == [3_600] * 3
    assert [m.held for m in money(session, story)] == [18_000] * 3
    pay_share(session, shared(session, bill), person_id=story.people[0].id, clock=clock)
    assert money(session, story)[0].spent == 3_600
    assert list(differences(session)) == []
    states = [
        v.state for v in my_sessions(session, story.group.id, me=story.people[0].id, clock=clock)
    ]
    assert states == [SessionState.PAID] * 2 + [SessionState.TO_COME] * 10


def test_a_smaller_bill_frees_the_rest_and_adds_up(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0, pence=5_000)
    all_pay(session, story, bill, clock)
    spent = [m.spent for m in money(session, story)]
    assert sum(spent) == 5_000
    assert max(spent) - min(spent) <= 1
    assert [m.held for m in money(session, story)] == [19_800] * 3


def test_a_free_session_is_billed_as_nothing_and_frees_the_promise(
    session: Session, clock: FixedClock
) -> None:
    """What took place is let go only by both: the provider asks nothing, the person agrees."""
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0, pence=0)
    all_pay(session, story, bill, clock)
    assert [(m.spent, m.held) for m in money(session, story)] == [(0, 19_800)] * 3


def test_hypha_2605_no_bill_is_above_what_everyone_agreed(
    session: Session, clock: FixedClock
) -> None:
    """An invoice above the award was paid elsewhere."""
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    with pytest.raises(BillAboveAgreed):
        make_bill(session, story, clock, 0, pence=5_401)


def test_a_session_is_billed_once_and_only_when_it_took_place(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    with pytest.raises(AlreadyBilled):
        make_bill(session, story, clock, 0, 1)
    bill = make_bill(session, story, clock, 0)
    with pytest.raises(AlreadyBilled):
        make_bill(session, story, clock, 0)
    withdraw_bill(session, shared(session, bill), clock=clock)
    again = make_bill(session, story, clock, 0, pence=5_000)
    all_pay(session, story, again, clock)
    with pytest.raises(BillIsSettled):
        withdraw_bill(session, shared(session, again), clock=clock)
    with pytest.raises(BillIsSettled):
        pay_share(session, shared(session, bill), person_id=story.people[0].id, clock=clock)


def test_a_bill_sent_twice_is_sent_once(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    assert story.agreement is not None
    key, pence = uuid.uuid4(), {sessions_of(story)[0].id: 5_400}
    told = {"reference": "7", "by": PROVIDER, "key": key, "clock": clock}
    first = send_bill(session, story.agreement, pence=pence, **told)
    session.flush()
    assert send_bill(session, story.agreement, pence=pence, **told) is first
    with pytest.raises(IdempotencyConflict):
        send_bill(session, story.agreement, pence={k: 1 for k in pence}, **told)
    with pytest.raises(NothingToBill):
        send_bill(session, story.agreement, pence={}, **told)


def test_two_people_who_are_not_paid_by_it_confirm(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    first, second, third = story.people
    with pytest.raises(NotConfirmedYet):
        pay_share(session, shared(session, bill), person_id=first.id, clock=clock)
    confirm_bill(session, shared(session, bill), person_id=first.id, clock=clock)
    with pytest.raises(AlreadyConfirmed):
        confirm_bill(session, shared(session, bill), person_id=first.id, clock=clock)
    declare_tie(session, shared(session, bill), person_id=second.id, clock=clock)
    with pytest.raises(PaidCannotConfirm):
        confirm_bill(session, shared(session, bill), person_id=second.id, clock=clock)
    with pytest.raises(PaidCannotConfirm):
        confirm_bill(session, shared(session, bill), person_id=PROVIDER, clock=clock)
    with pytest.raises(NotConfirmedYet):
        pay_share(session, shared(session, bill), person_id=first.id, clock=clock)
    confirm_bill(session, shared(session, bill), person_id=third.id, clock=clock)
    pay_share(session, shared(session, bill), person_id=second.id, clock=clock)
    assert [m.spent for m in money(session, story)] == [0, 1_800, 0]


def test_a_promise_for_what_took_place_waits_for_its_bill_however_late(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    clock.move(timedelta(days=400))
    assert expire_holds(session, clock=clock) == 33
    assert [m.held for m in money(session, story)] == [1_800] * 3
    bill = make_bill(session, story, clock, 0)
    all_pay(session, story, bill, clock)
    assert [m.spent for m in money(session, story)] == [1_800] * 3


def test_what_was_called_off_frees_its_promises(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    one = sessions_of(story)[0]
    told = {"group_id": story.group.id, "by": PROVIDER, "clock": clock}
    with pytest.raises(SessionNotYet):
        mark_session(session, one, outcome=Outcome.TOOK_PLACE, **told)
    mark_session(session, one, outcome=Outcome.CALLED_OFF, **told)
    assert [m.held for m in money(session, story)] == [19_800] * 3
    mark_session(session, one, outcome=Outcome.CALLED_OFF, **told)
    go_to(clock, one.day)
    with pytest.raises(MarkedOtherwise):
        mark_session(session, one, outcome=Outcome.TOOK_PLACE, **told)
    with pytest.raises(AlreadyBilled):
        make_bill(session, story, clock, 0)


def test_each_sees_their_own_part_and_the_total(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    [mine] = bills_of(session, story.people[0].id)
    assert (mine.total_pence, mine.my_pence, mine.may_confirm) == (5_400, 1_800, True)
    two_confirm(session, story, bill, clock)
    pay_share(session, shared(session, bill), person_id=story.people[0].id, clock=clock)
    [mine] = bills_of(session, story.people[0].id)
    assert (mine.has_paid, mine.waits_for_me) == (True, False)
    [theirs] = bills_of(session, story.people[1].id)
    assert (theirs.has_paid, theirs.waits_for_me) == (False, True)
