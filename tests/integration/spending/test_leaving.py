"""Money back, leaving with notice, freezing, and an end to the penny."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.services import freeze_money, thaw_money
from microcare.commissioning.queries.budding import is_busy
from microcare.commissioning.services import ask_for_offer, make_offer, propose_budding, settle
from microcare.groups.models import Group
from microcare.groups.queries import group_by_id
from microcare.groups.services import invite
from microcare.groups.values import GroupIsEnding
from microcare.kernel.clock import FixedClock
from microcare.ledger.models import Doubt
from microcare.ledger.queries import differences
from microcare.outbox.models import OutboxMessage
from microcare.spending.models import Departure, RefundShare
from microcare.spending.policies import kept_until
from microcare.spending.queries import bills_of, leaving_view
from microcare.spending.services import (
    close_group,
    erase,
    leave,
    make_refund,
    pay_share,
    refund_came,
    retire_group,
    wind_down,
)
from microcare.spending.values import (
    MoneyBack,
    NotYours,
    RefundAboveBill,
    RefundTooSoon,
    StillUnsettled,
)
from microcare.spending.values.retiring import KeptUntil
from tests.factories.groups import Story, everyone_says_yes, look_again, make_story, make_terms
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


def refund(session: Session, bill, pence: int, clock: FixedClock):  # type: ignore[no-untyped-def]
    found = shared(session, bill)
    return make_refund(
        session,
        found,
        back=MoneyBack(found.bill.lines[0].id, pence, "We were late", uuid.uuid4()),
        by=PROVIDER,
        clock=clock,
    )


def test_money_back_goes_by_shares_and_tells_nobody_who_has_paid(
    session: Session, clock: FixedClock
) -> None:
    """P38, P48: the same parts whoever has paid; a late payer is owed theirs when they pay."""
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    with pytest.raises(RefundTooSoon):
        refund(session, bill, 1, clock)
    two_confirm(session, story, bill, clock)
    late = story.people[2].id
    for person in story.people[:2]:
        pay_share(session, shared(session, bill), person_id=person.id, clock=clock)
    before = [m.available for m in money(session, story)]
    with pytest.raises(RefundAboveBill) as refused:
        refund(session, bill, 5_401, clock)
    assert "£54.00" in str(refused.value), "what stands on the bill, and not what was paid"
    made = refund(session, bill, 1_000, clock)
    parts = {share.person_id: share.pence for share in made.shares}
    assert sorted(parts.values()) == [333, 333, 334]
    due = [m.refund_due for m in money(session, story)]
    assert due == [parts[story.people[0].id], parts[story.people[1].id], 0]
    with pytest.raises(RefundAboveBill):
        refund(session, bill, 4_401, clock)
    told = {"refund_id": made.id, "clock": clock}
    with pytest.raises(NotYours):
        refund_came(session, shared(session, bill), person_id=late, **told)
    first = story.people[0].id
    for _press in range(2):
        refund_came(session, shared(session, bill), person_id=first, **told)
    after = [m.available for m in money(session, story)]
    assert [b - a for a, b in zip(before, after, strict=True)] == [due[0], 0, 0]
    pay_share(session, shared(session, bill), person_id=late, clock=clock)
    assert money(session, story)[2].refund_due == parts[late]
    refund_came(session, shared(session, bill), person_id=late, **told)
    assert (money(session, story)[2].refund_due, money(session, story)[2].spent) == (
        0,
        1_800 - parts[late],
    )
    assert list(differences(session)) == []


def test_leaving_costs_the_notice_that_was_agreed_and_no_more(
    session: Session, clock: FixedClock
) -> None:
    """Of twelve Tuesdays, those within two weeks of the day stay; the others' sums do not move."""
    story = make_promised(session, clock)
    take_place(session, story, clock, 0, 1)
    me = story.people[2].id
    told = leaving_view(session, story.group.id, me=me, clock=clock)
    assert (told.until, told.sessions) == (date(2027, 2, 2), 4)
    assert (told.owed_pence, told.freed_pence) == (7_200, 14_400)
    leave(session, story.group, person_id=me, clock=clock)
    assert [m.held for m in money(session, story)] == [21_600, 21_600, 7_200]
    row = session.scalars(select(Departure)).one()
    assert row.capped_pence == 7_200
    group = group_by_id(session, story.group.id)
    assert group is not None
    assert me not in group.member_ids
    take_place(session, story, clock, 2)
    bill = make_bill(session, story, clock, 0, 1, 2)
    assert [b.my_pence for b in bills_of(session, me)] == [5_400]
    two_confirm(session, story, bill, clock)
    pay_share(session, shared(session, bill), person_id=me, clock=clock)
    assert money(session, story)[2].spent == 5_400


def test_after_the_notice_nobody_pays_for_who_left(session: Session, clock: FixedClock) -> None:
    """No automatic re-charge: a bill reaches only as far as the promises that stand (P36)."""
    from microcare.spending.values import BillAboveAgreed

    story = make_promised(session, clock)
    go_to(clock, sessions_of(story)[0].day)
    leave(session, story.group, person_id=story.people[2].id, clock=clock)
    take_place(session, story, clock, 8)
    with pytest.raises(BillAboveAgreed):
        make_bill(session, story, clock, 8)
    bill = make_bill(session, story, clock, 8, pence=3_600)
    shares = {s.person_id: s.pence for s in bill.lines[0].shares}
    assert shares == {p.id: 1_800 for p in story.people[:2]}


def frozen_story(session: Session, clock: FixedClock) -> Story:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    freeze_money(session, story.people[1].id, clock=clock)
    clock.move(timedelta(days=3))
    return story


def test_a_freeze_stops_promises_and_says_nothing(session: Session, clock: FixedClock) -> None:
    story = frozen_story(session, clock)
    assert story.proposal is not None
    letters = len(session.scalars(select(OutboxMessage)).all())
    assert settle(session, story.proposal.id, clock=clock) is None
    assert len(session.scalars(select(OutboxMessage)).all()) == letters
    assert [m.held for m in money(session, story)] == [0, 0, 0]
    thaw_money(session, story.people[1].id)
    settle(session, story.proposal.id, clock=clock)
    assert [m.held for m in money(session, story)] == [21_600] * 3


def test_what_waits_too_long_expires(session: Session, clock: FixedClock) -> None:
    """Nobody promises what has begun already (P25)."""
    story = frozen_story(session, clock)
    assert story.proposal is not None
    go_to(clock, story.offer.first_on)
    settle(session, story.proposal.id, clock=clock)
    assert look_again(session, story).proposal.outcome == "expired"  # type: ignore[union-attr]


def test_a_group_closes_by_itself_when_nothing_is_held_or_owed(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock, sessions=2)
    with pytest.raises(StillUnsettled):
        wind_down(session, story.group, clock=clock)
    take_place(session, story, clock, 0, 1)
    bill = make_bill(session, story, clock, 0, 1)
    clock.move(timedelta(days=1))
    wind_down(session, story.group, clock=clock)
    assert story.group.closed_at is None
    with pytest.raises(GroupIsEnding):
        invite(session, story.group, email="a@example.org", person=story.people[0], clock=clock)
    two_confirm(session, story, bill, clock)
    made = refund(session, bill, 3, clock)
    for person in story.people:
        pay_share(session, shared(session, bill), person_id=person.id, clock=clock)
    assert story.group.closed_at is None, "what comes back is still due"
    assert not close_group(session, story.group.id, clock=clock)
    for person in story.people:
        refund_came(
            session, shared(session, bill), refund_id=made.id, person_id=person.id, clock=clock
        )
    assert story.group.closed_at is not None
    assert [(m.held, m.refund_due) for m in money(session, story)] == [(0, 0)] * 3


def test_a_plan_whose_time_has_come_is_settled_before_an_end(
    session: Session, clock: FixedClock
) -> None:
    """However late the job is: the group does not wind down under its own promises."""
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    clock.move(timedelta(days=3))
    with pytest.raises(StillUnsettled):
        wind_down(session, story.group, clock=clock)
    assert story.group.winding_since is None
    assert [m.held for m in money(session, story)] == [21_600] * 3


def test_a_group_that_ends_asks_is_offered_and_becomes_nothing_new(
    session: Session, clock: FixedClock
) -> None:
    """P40: nothing new is chosen once it winds down."""
    story = make_story(session, clock, chosen=False)
    request = story.offer.request
    wind_down(session, story.group, clock=clock)
    told = {"clock": clock}
    with pytest.raises(GroupIsEnding):
        ask_for_offer(session, story.group, listing_id=story.listing.id, **told)
    with pytest.raises(GroupIsEnding):
        make_offer(session, request, terms=make_terms(), member_ids=[], **told)
    movers = {"name": "Two", "movers": [], "person_id": story.people[0].id}
    with pytest.raises(GroupIsEnding):
        propose_budding(session, story.group, **movers, **told)


def test_who_has_not_paid_is_not_told_by_what_a_group_may_do(
    session: Session, clock: FixedClock
) -> None:
    """P48: a session that took place keeps no group from becoming two, paid or not."""
    story = make_promised(session, clock, sessions=1)
    told = {"today": clock.today() + timedelta(days=300), "now": clock.now()}
    assert is_busy(session, story.group.id, **told)
    take_place(session, story, clock, 0)
    told = {"today": clock.today() + timedelta(days=1), "now": clock.now()}
    assert not is_busy(session, story.group.id, **told)
    bill = make_bill(session, story, clock, 0)
    two_confirm(session, story, bill, clock)
    pay_share(session, shared(session, bill), person_id=story.people[0].id, clock=clock)
    assert not is_busy(session, story.group.id, **told)


def test_a_book_in_doubt_stops_promises_and_nothing_else(
    session: Session, clock: FixedClock
) -> None:
    """P11: its plan waits; whoever leaves still can, and other plans go on."""
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    session.add(Doubt(book=story.group.id, found_at=clock.now(), words="differs"))
    session.flush()
    clock.move(timedelta(days=3))
    assert story.proposal is not None
    assert settle(session, story.proposal.id, clock=clock) is None
    assert look_again(session, story).proposal.outcome is None  # type: ignore[union-attr]
    erase(session, story.people[0].id, clock)
    assert look_again(session, story).proposal.outcome == "withdrawn"  # type: ignore[union-attr]
    assert [m.held for m in money(session, story)] == [0, 0, 0]


def test_a_book_is_kept_for_the_years_of_the_day_in_london(clock: FixedClock) -> None:
    """Half an hour after midnight on 1 April there, which is the evening before in UTC."""
    group = Group(closed_at=datetime(2027, 3, 31, 23, 30, tzinfo=UTC))
    assert kept_until(group, years=6) == date(2034, 3, 31)


def test_a_closed_groups_book_goes_when_its_years_have_run(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock, sessions=1)
    with pytest.raises(KeptUntil):
        retire_group(session, story.group, years=6, clock=clock)
    take_place(session, story, clock, 0)
    all_pay(session, story, make_bill(session, story, clock, 0), clock)
    clock.move(timedelta(days=1))
    wind_down(session, story.group, clock=clock)
    spent = [m.spent for m in money(session, story)]
    go_to(clock, date(2033, 3, 31))
    with pytest.raises(KeptUntil):
        retire_group(session, story.group, years=6, clock=clock)
    go_to(clock, date(2033, 4, 1))
    assert retire_group(session, story.group, years=6, clock=clock) == 6
    assert [m.spent for m in money(session, story)] == spent
    assert list(differences(session)) == []


def test_an_account_that_goes_leaves_nothing_held_or_owed(
    session: Session, clock: FixedClock
) -> None:
    """Nor does it wait for a refund that comes later: that goes to who pays the budget (P37)."""
    story = make_promised(session, clock, sessions=2)
    take_place(session, story, clock, 0, 1)
    paid = make_bill(session, story, clock, 0)
    all_pay(session, story, paid, clock)
    refund(session, paid, 600, clock)
    gone = story.people[0]
    erase(session, gone.id, clock)
    gone.deleted_at = clock.now()
    session.flush()
    mine = money(session, story)[0]
    assert (mine.held, mine.refund_due, mine.returned) == (0, 0, 200)
    refund(session, paid, 300, clock)
    mine = money(session, story)[0]
    assert (mine.refund_due, mine.returned) == (0, 300)
    open_parts = select(RefundShare).where(RefundShare.came_at.is_(None))
    assert gone.id not in {share.person_id for share in session.scalars(open_parts)}
    assert list(differences(session)) == []
