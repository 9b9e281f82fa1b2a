"""What went wrong with shared money elsewhere, each replayed here under its name.

hypha#2605 is in spending/test_paying.py. The races of many processes are in test_race.py.
"""

import re
import uuid
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.budgets.services import stop_budget
from microcare.commissioning.policies import shares_by_session
from microcare.commissioning.queries import group_view
from microcare.commissioning.services import (
    ask_for_offer,
    choose_offer,
    make_offer,
    settle,
    write_brief,
)
from microcare.commissioning.values import Wants
from microcare.decisions.values import Answer, Outcome
from microcare.kernel.clock import FixedClock
from microcare.ledger.models import Account, Move
from microcare.ledger.queries import balances_of, differences
from microcare.ledger.values import HoldExceedsAvailable
from microcare.outbox.models import OutboxMessage
from microcare.people.values import Act, AuthorityType, How, Spoken
from microcare.spending.models import BillShare
from microcare.spending.policies import shares_of_line
from microcare.spending.queries import promised_agreements
from microcare.spending.services import (
    ask_to_look,
    close_group,
    confirm_bill,
    declare_tie,
    leave,
    make_refund,
    refund_came,
    wind_down,
)
from microcare.spending.values import LOOK_WAITS, MoneyBack, PaidCannotConfirm, RefundAboveBill
from tests.factories.groups import (
    everyone_says_yes,
    look_again,
    make_group,
    make_story,
    make_terms,
    say,
)
from tests.factories.ledger import hold, make_purse, make_wish
from tests.factories.people import make_authority, make_person
from tests.factories.spending import (
    PROVIDER,
    all_pay,
    make_bill,
    make_promised,
    money,
    shared,
    take_place,
)

# Every one that pooling names; the one of cobudget that has no number there is "a refused ...",
# and 6230 is told together with 5044.
LISTED = [
    "opencollective_688",
    "opencollective_1871",
    "opencollective_5044",
    "6230",
    "opencollective_3328",
    "cobudget_a_refused",
    "cobudget_450",
    "cobudget_723",
    "cobudget_1221",
    "ihatemoney_1336",
    "ihatemoney_1386",
    "cospend_nc_27",
    "cospend_nc_397",
    "spliit_547",
    "consul_5321",
    "hypha_2605",
    "medusa_16097",
    "pretix_6396",
    "loomio_7641",
]


def test_every_one_of_the_list_is_replayed() -> None:
    here = Path(__file__)
    files = (here, here.parents[1] / "spending" / "test_paying.py")
    tests = " ".join(re.findall(r"def (test_\w+)", " ".join(file.read_text() for file in files)))
    assert [name for name in LISTED if name not in tests] == []


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
    story = make_promised(session, clock, sessions=1, session_pence=1_000)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0, pence=998)
    all_pay(session, story, bill, clock)
    clock.move(timedelta(days=1))
    wind_down(session, story.group, clock=clock)
    assert story.group.closed_at is not None
    assert sum(m.spent for m in money(session, story)) == 998
    assert [m.held for m in money(session, story)] == [0, 0, 0]


@pytest.mark.parametrize("pence", [1, 100])
def test_ihatemoney_1336_and_cospend_nc_397_one_penny_is_settled(
    session: Session, clock: FixedClock, pence: int
) -> None:
    """What three cannot share alike is paid to the penny, and nobody still owes or is owed one."""
    story = make_promised(session, clock, sessions=1, session_pence=1_000)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0, pence=pence)
    all_pay(session, story, bill, clock)
    found = money(session, story)
    assert sum(m.spent for m in found) == pence
    assert max(m.spent for m in found) - min(m.spent for m in found) == 1
    assert [(m.held, m.refund_due) for m in found] == [(0, 0)] * 3


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
    """In a plan of many sessions, and in each bill for less; where rounding one by one does."""
    members, prices = [uuid.UUID(int=n) for n in range(people)], range(200)
    assert any(round(pence / people) * people != pence for pence in prices)
    for pence in prices:
        agreed = shares_by_session(make_terms(session_pence=pence, sessions=people), members)
        assert [sum(parts.values()) for parts in agreed] == [pence] * people
        assert len({sum(parts[person] for parts in agreed) for person in members}) == 1
        for number, parts in enumerate(agreed):
            part = shares_of_line(pence // 2, parts, number=number)
            assert sum(part.values()) == pence // 2
            assert all(part[person] <= parts[person] for person in members)


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


def test_loomio_7641_what_a_helper_passed_on_is_the_persons_and_theirs_to_change(
    session: Session, clock: FixedClock
) -> None:
    """There a vote taken by telephone was the one's who typed it, or could not be changed."""
    story = make_story(session, clock)
    gwen, helper = story.people[1], make_person(session, name="Ros Hill")
    authority = make_authority(session, gwen, helper, clock=clock)
    spoken = Spoken(authority.id, helper.id, How.TELEPHONE, "No, it is too far")
    for who in (0, 2):
        say(session, story, who, Answer.YES, clock)
    say(session, story, 1, Answer.WORRY, clock, reason="It is too far", spoken=spoken)
    proposal = story.proposal
    assert proposal is not None
    given = proposal.answers[-1]
    assert (given.person_id, given.recorded and given.recorded.recorded_by) == (gwen.id, helper.id)
    assert helper.id not in {elector.person_id for elector in proposal.electors}
    told = session.scalars(
        select(OutboxMessage.payload).where(OutboxMessage.kind == "commissioning.answered_for")
    ).all()
    assert [one["authority_id"] for one in told] == [str(authority.id)], "the person is told"
    say(session, story, 1, Answer.YES, clock)
    assert [one.answer for one in proposal.answers if one.person_id == gwen.id] == ["worry", "yes"]
    clock.move(timedelta(days=3))
    assert settle(session, proposal.id, clock=clock) is Outcome.PASSED, "by her own last word"


def test_cobudget_a_refused_contribution_leaves_nothing_marked_as_paid_for(
    session: Session, clock: FixedClock
) -> None:
    """There the bucket was said to be funded before the contribution was found to be too much."""
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    stop_budget(session, story.budgets[1], clock=clock)
    clock.move(timedelta(days=3))
    assert story.proposal is not None
    assert settle(session, story.proposal.id, clock=clock) is Outcome.SHORT
    assert [m.held for m in money(session, story)] == [0, 0, 0]
    assert promised_agreements(session, story.group.id) == []
    for person in story.people:
        view = group_view(session, story.group, me=person.id, clock=clock)
        assert (view.stage == "agreed", view.running) == (False, None)


def test_medusa_16097_what_was_read_before_the_lock_decides_nothing(
    committed_database: str, clock: FixedClock
) -> None:
    """There what was left of a budget was read, then locked, then spent from as it had been."""
    engine = create_engine(committed_database)
    with Session(engine, expire_on_commit=False) as mine, Session(engine) as other:
        purse = make_purse(mine, clock, pence=10_000)
        mine.commit()
        read = mine.scalars(select(Account).where(Account.bucket == "available")).one()
        mine.commit()
        hold(other, clock, make_wish(purse, pence=6_000, clock=clock))
        other.commit()
        assert read.balance_pence == 10_000, "as it was when it was read"
        with pytest.raises(HoldExceedsAvailable) as broken:
            hold(mine, clock, make_wish(purse, pence=6_000, clock=clock))
        assert broken.value.short == {purse: 2_000}
    engine.dispose()


def test_pretix_6396_a_budget_is_counted_when_it_is_used_and_not_when_it_was_looked_at(
    session: Session, clock: FixedClock
) -> None:
    """Two groups of the same people: each yes was within what was left, and one of them is kept."""
    # Eleven times £3 is there by that day, and each of the two would take £18 of it.
    first = make_story(session, clock, pence=[300] * 3, sessions=1)
    second = replace(first, group=make_group(session, first.people, clock))
    write_brief(session, second.group, wants=Wants("Someone to sing", "", ""), clock=clock)
    asked = {"listing_id": first.listing.id, "clock": clock}
    request = ask_for_offer(session, second.group, **asked)
    ids, terms = second.group.member_ids, make_terms(sessions=1)
    offer = make_offer(session, request, terms=terms, member_ids=ids, clock=clock)
    choose_offer(session, second.group, offer, person_id=first.people[0].id, clock=clock)
    look_again(session, second)
    for story in (first, second):
        everyone_says_yes(session, story, clock)
    clock.move(timedelta(days=3))
    assert first.proposal is not None
    assert second.proposal is not None
    assert settle(session, first.proposal.id, clock=clock) is Outcome.PASSED
    assert settle(session, second.proposal.id, clock=clock) is Outcome.SHORT
    assert [m.held for m in money(session, first)] == [1_800] * 3


def test_opencollective_3328_nobody_is_added_in_the_evening_to_confirm_at_night(
    session: Session, clock: FixedClock
) -> None:
    """There whoever wanted a payment through added a second administrator, who confirmed it."""
    story = make_promised(session, clock, people=2, sessions=1)
    amara, gwen = story.people
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    declare_tie(session, shared(session, bill), person_id=gwen.id, clock=clock)
    confirm_bill(session, shared(session, bill), person_id=amara.id, clock=clock)
    friend = make_person(session, name="Ros Hill")
    type = AuthorityType.TRUSTED_SUPPORTER
    authority = make_authority(session, amara, friend, clock=clock, type=type, scope=[Act.SEE])
    before = {one.id for one in session.scalars(select(OutboxMessage))}
    told = {"person_id": amara.id, "clock": clock}
    ask_to_look(session, shared(session, bill), authority.id, **told)
    session.flush()
    letters = [one for one in session.scalars(select(OutboxMessage)) if one.id not in before]
    assert str(gwen.id) in {one.payload["person_id"] for one in letters}, "who can object"
    waits = shared(session, bill).asked[authority.id].counts_from - clock.now()
    assert waits >= LOOK_WAITS
    for later, is_heard in ((timedelta(hours=12), False), (waits, True)):
        clock.move(later)
        with nullcontext() if is_heard else pytest.raises(PaidCannotConfirm):
            confirm_bill(session, shared(session, bill), person_id=friend.id, clock=clock)
