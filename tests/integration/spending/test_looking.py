"""Two look at a total, and neither is paid by it: also where only two share, or one is tied."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.commissioning.models import PaidTie
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.people import services as people
from microcare.people.models import Person
from microcare.people.queries import supporters_of
from microcare.people.values import Act, AuthorityType, Invitation
from microcare.spending.models import Bill
from microcare.spending.policies import sees_bill
from microcare.spending.queries import bills_of
from microcare.spending.services import (
    ask_to_look,
    confirm_bill,
    declare_tie,
    erase,
    pay_share,
    stop_asking_to_look,
    undo_tie,
    withdraw_bill,
)
from microcare.spending.values import (
    LOOK_WAITS,
    BillIsSettled,
    CannotAskToLook,
    NotConfirmedYet,
    PaidCannotConfirm,
)
from tests.factories.groups import Story
from tests.factories.people import make_person
from tests.factories.spending import make_bill, make_promised, money, shared, take_place


def a_bill(session: Session, clock: FixedClock, *, of: int) -> tuple[Story, Bill]:
    """A bill for one session of a group of so many."""
    story = make_promised(session, clock, people=of)
    take_place(session, story, clock, 0)
    return story, make_bill(session, story, clock, 0)


def helper_of(session: Session, person: Person, clock: FixedClock, *acts: Act) -> Person:
    """Somebody whom a person trusts, who took it up."""
    helper = make_person(session, f"ros{len(acts)}@example.org", name="Ros Hill")
    told = Invitation(
        "Ros", helper.email, AuthorityType.TRUSTED_SUPPORTER, frozenset(acts or (Act.SEE,))
    )
    people.ask_to_support(session, person, told, clock=clock)
    session.flush()
    [authority] = supporters_of(session, person.id)
    authority.supporter_id, authority.accepted_at = helper.id, clock.now()
    session.flush()
    return helper


def ask_in(session: Session, bill: Bill, by: Person, helper: Person, clock: FixedClock) -> None:
    """Asks them in, for as long as it takes until it counts."""
    [authority] = [a for a in supporters_of(session, by.id) if a.supporter_id == helper.id]
    ask_to_look(session, shared(session, bill), authority.id, person_id=by.id, clock=clock)


def wait_for_it(clock: FixedClock) -> None:
    clock.move(LOOK_WAITS + timedelta(days=1))


def confirm(session: Session, bill: Bill, person: Person, clock: FixedClock) -> None:
    confirm_bill(session, shared(session, bill), person_id=person.id, clock=clock)


def pay(session: Session, bill: Bill, person: Person, clock: FixedClock) -> None:
    pay_share(session, shared(session, bill), person_id=person.id, clock=clock)


def tie(session: Session, bill: Bill, person: Person, clock: FixedClock) -> None:
    declare_tie(session, shared(session, bill), person_id=person.id, clock=clock)


def test_of_a_pair_with_one_tied_somebody_they_trust_is_the_second(
    session: Session, clock: FixedClock
) -> None:
    story, bill = a_bill(session, clock, of=2)
    amara, gwen = story.people
    ros = helper_of(session, amara, clock)
    assert not sees_bill(ros, shared(session, bill), on=clock.today()), "two of their own"
    tie(session, bill, gwen, clock)
    assert bills_of(session, amara.id)[0].needs_trusted
    assert not sees_bill(ros, shared(session, bill), on=clock.today()), "nobody asked her in"
    ask_in(session, bill, amara, ros, clock)
    wait_for_it(clock)
    with pytest.raises(PaidCannotConfirm):
        confirm(session, bill, ros, clock)
    confirm(session, bill, amara, clock)
    letters = session.scalars(select(OutboxMessage.payload))
    asked = {one.get("person_id") for one in letters if one.get("path") == f"/my/bills/{bill.id}"}
    assert str(ros.id) in asked, "once one of the pair has looked"
    assert sees_bill(ros, shared(session, bill), on=clock.today())
    [view] = bills_of(session, ros.id, on=clock.today())
    assert (view.is_mine, view.my_pence, view.group_name) == (False, 0, "")
    assert (view.may_confirm, view.waits_for_me) == (True, True)
    confirm(session, bill, ros, clock)
    assert sees_bill(ros, shared(session, bill), on=clock.today()), "what she looked at"
    for person in (amara, gwen):
        pay(session, bill, person, clock)
    assert [m.spent for m in money(session, story)] == [2_700, 2_700]


@pytest.mark.parametrize("looked", [False, True])
def test_whose_help_is_over_sees_the_bill_no_more(
    session: Session, clock: FixedClock, looked: bool
) -> None:
    story, bill = a_bill(session, clock, of=2)
    amara, gwen = story.people
    ros = helper_of(session, amara, clock)
    tie(session, bill, gwen, clock)
    ask_in(session, bill, amara, ros, clock)
    wait_for_it(clock)
    confirm(session, bill, amara, clock)
    if looked:
        confirm(session, bill, ros, clock)
    [authority] = supporters_of(session, amara.id)
    authority.ends_on = clock.today()
    session.flush()
    assert sees_bill(ros, shared(session, bill), on=clock.today())
    assert not sees_bill(ros, shared(session, bill), on=clock.today() + timedelta(days=1))
    authority.ends_on, authority.scope = None, [Act.DRAFT]
    session.flush()
    assert not sees_bill(ros, shared(session, bill), on=clock.today())


def test_whom_the_tied_one_trusts_and_who_may_not_see_do_not_count(
    session: Session, clock: FixedClock
) -> None:
    story, bill = a_bill(session, clock, of=2)
    amara, gwen = story.people
    blind = helper_of(session, amara, clock, Act.DRAFT, Act.ANSWER)
    wrong = [helper_of(session, gwen, clock), blind]
    tie(session, bill, gwen, clock)
    for by, helper in ((gwen, wrong[0]), (amara, blind)):
        with pytest.raises(CannotAskToLook):
            ask_in(session, bill, by, helper, clock)
    confirm(session, bill, amara, clock)
    for person in (*wrong, gwen, make_person(session)):
        with pytest.raises(PaidCannotConfirm):
            confirm(session, bill, person, clock)


def test_a_pair_of_whom_one_is_gone_is_not_locked(session: Session, clock: FixedClock) -> None:
    story, bill = a_bill(session, clock, of=2)
    amara, gwen = story.people
    ros = helper_of(session, amara, clock)
    erase(session, gwen.id, clock)
    gwen.deleted_at = clock.now()
    session.flush()
    ask_in(session, bill, amara, ros, clock)
    wait_for_it(clock)
    confirm(session, bill, amara, clock)
    confirm(session, bill, ros, clock)
    pay(session, bill, amara, clock)
    assert money(session, story)[0].spent == 2_700


def test_a_tie_declared_after_looking_takes_the_look_away(
    session: Session, clock: FixedClock
) -> None:
    """P26: whenever it is said, nobody who is paid by it has confirmed it; the database agrees."""
    story, bill = a_bill(session, clock, of=3)
    amara, gwen, tomasz = story.people
    confirm(session, bill, amara, clock)
    confirm(session, bill, gwen, clock)
    tie(session, bill, gwen, clock)
    with pytest.raises(NotConfirmedYet):
        pay(session, bill, amara, clock)
    assert not pays_on_its_own(session, bill)
    confirm(session, bill, tomasz, clock)
    assert pays_on_its_own(session, bill)
    pay(session, bill, amara, clock)
    erase(session, gwen.id, clock)
    assert session.get(PaidTie, (story.listing.id, gwen.id)), "else the look would count again"
    with pytest.raises(BillIsSettled):
        withdraw_bill(session, shared(session, bill), clock=clock)


def pays_on_its_own(session: Session, bill: Bill) -> bool:
    """Whether the database takes a payment that no service has looked at."""
    session.flush()
    attack = (
        "INSERT INTO share_paid (bill_id, person_id, paid_at) SELECT b.id, b.id, b.sent_at"
        " FROM bill b"
    )
    trial = session.begin_nested()
    try:
        session.execute(text(attack))
    except DBAPIError:
        return False
    finally:
        trial.rollback()
    return True


def test_the_database_takes_no_look_of_who_is_tied_or_a_stranger(
    session: Session, clock: FixedClock
) -> None:
    story, bill = a_bill(session, clock, of=3)
    tie(session, bill, story.people[0], clock)
    session.flush()
    look = (
        "INSERT INTO bill_confirmation (bill_id, person_id, at, is_member)"
        " SELECT b.id, {}, b.sent_at, {} FROM bill b"
    )
    theirs = "(SELECT person_id FROM paid_tie)"
    for who, words in ((theirs, "paid by it"), ("b.id", "nobody in the group")):
        trial = session.begin_nested()
        with pytest.raises(DBAPIError, match=words):
            session.execute(text(look.format(who, "true")))
        trial.rollback()
    session.execute(delete(PaidTie))
    trial = session.begin_nested()
    with pytest.raises(DBAPIError, match="not asked in yet"):
        session.execute(text(look.format("b.id", "false")))
    trial.rollback()


def test_a_tie_is_taken_back_until_two_have_looked(session: Session, clock: FixedClock) -> None:
    story, bill = a_bill(session, clock, of=3)
    amara, gwen, tomasz = story.people
    tie(session, bill, amara, clock)
    assert bills_of(session, amara.id)[0].may_untie
    undo_tie(session, shared(session, bill), person_id=amara.id)
    confirm(session, bill, amara, clock)
    tie(session, bill, tomasz, clock)
    confirm(session, bill, gwen, clock)
    with pytest.raises(BillIsSettled):
        undo_tie(session, shared(session, bill), person_id=tomasz.id)


def test_a_bill_is_taken_back_until_two_have_looked_and_not_after(
    session: Session, clock: FixedClock
) -> None:
    """One rule for the page and the press; whether anybody has paid is not told by it (P48)."""
    story, bill = a_bill(session, clock, of=3)
    confirm(session, bill, story.people[0], clock)
    confirm(session, bill, story.people[1], clock)
    with pytest.raises(BillIsSettled):
        withdraw_bill(session, shared(session, bill), clock=clock)


def test_a_member_without_a_part_may_look_and_sees_no_part(
    session: Session, clock: FixedClock
) -> None:
    from microcare.groups.queries import group_by_id
    from microcare.groups.services import add_member

    story, bill = a_bill(session, clock, of=2)
    new = make_person(session, name="Bill New")
    group = group_by_id(session, story.group.id)
    assert group is not None
    add_member(session, group, new, clock=clock)
    assert sees_bill(new, shared(session, bill), on=clock.today())
    [view] = bills_of(session, new.id, on=clock.today())
    assert (view.is_mine, view.my_pence, view.may_confirm) == (False, 0, True)
    confirm(session, bill, new, clock)
    confirm(session, bill, story.people[0], clock)
    pay(session, bill, story.people[1], clock)


def test_whom_one_asks_in_counts_after_days_and_all_are_told(
    session: Session, clock: FixedClock
) -> None:
    """P26: nobody is added in the evening to let a bill through at night."""
    story, bill = a_bill(session, clock, of=2)
    amara, gwen = story.people
    ros = helper_of(session, amara, clock)
    with pytest.raises(CannotAskToLook):
        ask_in(session, bill, amara, ros, clock)
    tie(session, bill, gwen, clock)
    confirm(session, bill, amara, clock)
    before = len(session.scalars(select(OutboxMessage)).all())
    for _ in range(2):
        ask_in(session, bill, amara, ros, clock)
    told = session.scalars(select(OutboxMessage)).all()[before:]
    whom = {one.payload["person_id"] for one in told}
    assert (whom, len(told)) == ({str(p.id) for p in (amara, gwen, ros)}, 3)
    [view] = [look for look in bills_of(session, gwen.id, on=clock.today())[0].asked_in]
    assert (view.name, view.asked_by, view.has_begun) == ("Ros", "Amara", False)
    assert view.counts_on - clock.today() == LOOK_WAITS + timedelta(days=1)
    clock.move(LOOK_WAITS)
    with pytest.raises(PaidCannotConfirm):
        confirm(session, bill, ros, clock)
    clock.move(timedelta(days=1))
    confirm(session, bill, ros, clock)
    pay(session, bill, amara, clock)


def test_whom_one_asks_no_more_does_not_count_and_waits_anew(
    session: Session, clock: FixedClock
) -> None:
    story, bill = a_bill(session, clock, of=2)
    amara, gwen = story.people
    ros = helper_of(session, amara, clock)
    tie(session, bill, gwen, clock)
    confirm(session, bill, amara, clock)
    ask_in(session, bill, amara, ros, clock)
    wait_for_it(clock)
    [authority] = supporters_of(session, amara.id)
    for by in (gwen, amara):
        stop_asking_to_look(
            session, shared(session, bill), authority.id, person_id=by.id, clock=clock
        )
    with pytest.raises(PaidCannotConfirm):
        confirm(session, bill, ros, clock)
    ask_in(session, bill, amara, ros, clock)
    with pytest.raises(PaidCannotConfirm):
        confirm(session, bill, ros, clock)


def test_the_database_keeps_from_when_a_look_counts(session: Session, clock: FixedClock) -> None:
    story, bill = a_bill(session, clock, of=2)
    amara, gwen = story.people
    ros = helper_of(session, amara, clock)
    tie(session, bill, gwen, clock)
    ask_in(session, bill, amara, ros, clock)
    look = (
        "INSERT INTO bill_confirmation (bill_id, person_id, at, is_member)"
        " SELECT b.id, u.supporter_id, k.asked_at, false FROM bill b, look_asked k"
        " JOIN authority u ON u.id = k.authority_id"
    )
    attacks = {
        look: "not asked in yet",
        "UPDATE look_asked SET counts_from = asked_at": "never changed",
        "DELETE FROM look_asked": "never deleted",
    }
    for attack, words in attacks.items():
        trial = session.begin_nested()
        with pytest.raises(DBAPIError, match=words):
            session.execute(text(attack))
        trial.rollback()
    session.execute(text(look.replace("k.asked_at", "k.counts_from")))
