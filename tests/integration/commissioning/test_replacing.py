"""A newer plan takes another's place in one event, or changes nothing at all (pooling P20)."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.budgets.queries import holds_of, money_of
from microcare.budgets.services import stop_budget
from microcare.commissioning.models import Offer, SessionReplacement
from microcare.commissioning.queries import group_view, sessions_ahead
from microcare.commissioning.services import choose_offer, decline_request, make_offer, settle
from microcare.commissioning.values import NotEnoughLeft, OfferIsOver, PromisedAlready
from microcare.decisions.values import Answer, Outcome
from microcare.kernel.clock import FixedClock
from microcare.ledger.models import Account, Book, Event, HoldLine, HoldLineEnd, Move
from microcare.ledger.queries import differences
from microcare.spending.queries import (
    leaving_view,
    promised_agreements,
    provider_sessions,
)
from microcare.spending.services import leave, mark_session
from microcare.spending.values import Outcome as Became
from microcare.spending.values import PlaceTaken
from tests.factories.groups import (
    Story,
    another_offer,
    everyone_says_yes,
    look_again,
    make_story,
    make_terms,
    say,
)
from tests.factories.spending import PROVIDER

# Twelve Tuesdays from 12 January; five of them come before the newer plan.
CHANGE: dict[str, Any] = {
    "session_pence": 7_200,
    "sessions": 6,
    "first_on": date(2027, 2, 16),
    "closes_on": date(2027, 2, 5),
}
EARLY = 5 * 1_800
LATER = 6 * 2_400


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    """Promised, with money that would not reach for both plans."""
    story = make_story(session, clock, pence=[2_000] * 3)
    everyone_says_yes(session, story, clock, sooner=True)
    clock.move(date(2027, 1, 20) - clock.today())
    return story


def change(session: Session, story: Story, clock: FixedClock, **terms: Any) -> Offer:
    """The same provider offers a change, and it is put to everyone."""
    ids = story.group.member_ids
    request = story.offer.request
    terms = CHANGE | terms
    offer = make_offer(session, request, terms=make_terms(**terms), member_ids=ids, clock=clock)
    put(session, story, offer, clock)
    return offer


def put(session: Session, story: Story, offer: Offer, clock: FixedClock) -> None:
    choose_offer(session, story.group, offer, person_id=story.people[0].id, clock=clock)
    look_again(session, story)


def promised(session: Session, story: Story, clock: FixedClock) -> list[int]:
    today = clock.today()
    return [money_of(session, p.id, today=today).promised for p in story.people]


def everything(session: Session) -> list[Any]:
    """Every sum and every chain, and how many holds and ends there are."""
    session.flush()
    accounts = select(Account.id, Account.balance_pence, Account.moves).order_by(Account.id)
    books = select(Book.id, Book.moves, Book.last_hash).order_by(Book.id)
    counts = [session.scalar(select(func.count()).select_from(t)) for t in (HoldLine, HoldLineEnd)]
    return [*session.execute(accounts), *session.execute(books), *counts]


def test_what_was_promised_stands_until_the_newer_plan_is_promised(
    session: Session, clock: FixedClock, story: Story
) -> None:
    before = everything(session)
    change(session, story, clock)
    assert everything(session) == before
    for who in range(3):
        say(session, story, who, Answer.YES, clock)
        assert everything(session) == before
    view = group_view(session, story.group, me=story.people[0].id, clock=clock)
    assert view.plan is not None
    assert view.plan.is_open
    assert view.plan.replaces_from == date(2027, 2, 16)
    assert view.running is not None
    assert view.plan.mine is not None
    assert view.plan.mine.freed == 7 * 1_800
    assert view.plan.mine.left_after == view.my_left + 7 * 1_800 - LATER
    assert story.proposal is not None
    assert '"replaces":[{' in story.proposal.document
    clock.move(timedelta(days=3))
    assert settle(session, story.proposal.id, clock=clock) is Outcome.PASSED
    assert promised(session, story, clock) == [EARLY + LATER] * 3
    events = list(session.scalars(select(Event).where(Event.kind == "replace")))
    assert len(events) == 1
    moves = select(func.count()).select_from(Move).where(Move.event_id == events[0].id)
    assert session.scalar(moves) is not None
    for person in story.people:
        # An instalment may give only a part, so a day may have two of them.
        holds = holds_of(session, person.id)
        open_days = sorted({hold.for_on for hold in holds if hold.ended is None})
        assert [day for day in open_days if day < date(2027, 2, 16)] == [
            date(2027, 1, 12) + timedelta(weeks=n) for n in range(5)
        ]
        assert len(open_days) == 11
    assert not list(differences(session))


def test_who_cannot_pay_for_both_can_change_and_who_cannot_pay_is_told_alone(
    session: Session, clock: FixedClock, story: Story
) -> None:
    money = money_of(session, story.people[0].id, today=clock.today())
    assert money.left < LATER
    change(session, story, clock)
    say(session, story, 0, Answer.YES, clock)
    clock.move(timedelta(hours=1))
    change(session, story, clock, session_pence=12_000)
    before = everything(session)
    with pytest.raises(NotEnoughLeft):
        say(session, story, 0, Answer.YES, clock)
    assert everything(session) == before


def test_what_does_not_pass_changes_nothing(
    session: Session, clock: FixedClock, story: Story
) -> None:
    change(session, story, clock)
    for who in range(3):
        say(session, story, who, Answer.YES, clock)
    stop_budget(session, story.budgets[1], clock=clock)
    before = everything(session)
    clock.move(timedelta(days=3))
    assert story.proposal is not None
    assert settle(session, story.proposal.id, clock=clock) is Outcome.SHORT
    assert everything(session) == before
    views = [group_view(session, story.group, me=p.id, clock=clock) for p in story.people]
    for view in views:
        assert view.stage == "agreed"
        assert view.plan is view.running
        assert view.failed is not None
        assert view.failed.outcome is Outcome.SHORT
        assert view.may_choose
    assert [bool(view.failed.short_pence) for view in views if view.failed] == [False, True, False]
    # And the next one may come.
    assert sessions_ahead(session, story.group.id, today=clock.today())


def test_stopped_between_any_two_statements_it_is_all_or_nothing(
    session: Session, clock: FixedClock, story: Story
) -> None:
    change(session, story, clock)
    for who in range(3):
        say(session, story, who, Answer.YES, clock)
    clock.move(timedelta(days=3))
    assert story.proposal is not None
    proposal_id, before = story.proposal.id, everything(session)
    connection, left = session.connection(), [0]

    def stop(*_told: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise _Stopped

    event.listen(connection, "before_cursor_execute", stop)
    try:
        for stop_after in range(1, 300):
            saved = session.begin_nested()
            left[0] = stop_after
            try:
                assert settle(session, proposal_id, clock=clock) is Outcome.PASSED
                session.flush()
            except _Stopped:
                left[0] = 0
                saved.rollback()
                session.expire_all()
                assert everything(session) == before
                continue
            left[0] = 0
            saved.commit()
            break
    finally:
        event.remove(connection, "before_cursor_execute", stop)
    assert stop_after > 20
    assert promised(session, story, clock) == [EARLY + LATER] * 3


class _Stopped(Exception):
    """The process went away here."""


def test_somebody_else_keeps_the_notice_that_was_agreed(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock, notice_weeks=3)
    everyone_says_yes(session, story, clock, sooner=True)
    clock.move(date(2027, 1, 20) - clock.today())
    other = another_offer(session, story, clock, **CHANGE)
    put(session, story, other, clock)
    # Decided by 8 February at the latest, and three weeks from then are theirs.
    view = group_view(session, story.group, me=story.people[0].id, clock=clock)
    assert view.plan is not None
    assert view.plan.replaces_from == date(2027, 3, 2)
    everyone_says_yes(session, story, clock, sooner=True)
    assert promised(session, story, clock) == [7 * 1_800 + LATER] * 3


def test_what_is_owed_already_is_not_taken_away(
    session: Session, clock: FixedClock, story: Story
) -> None:
    change(session, story, clock)
    everyone_says_yes(session, story, clock)
    assert story.proposal is not None
    clock.move(timedelta(days=3))
    settle(session, story.proposal.id, clock=clock)
    agreements = promised_agreements(session, story.group.id)
    assert len(agreements) == 2
    old = agreements[0]
    told = {"group_id": story.group.id, "by": PROVIDER, "clock": clock}
    with pytest.raises(PlaceTaken):
        mark_session(session, old.sessions[6], outcome=Became.CALLED_OFF, **told)
    mark_session(session, old.sessions[0], outcome=Became.TOOK_PLACE, **told)
    found = provider_sessions(session, story.offer.request_id, now=clock.now())
    days = [one.day for one in found]
    assert days == sorted(days)
    assert len(days) == 11
    with pytest.raises(PromisedAlready):
        decline_request(
            session, story.offer.request, member_ids=story.group.member_ids, clock=clock
        )


def test_leaving_goes_by_each_plan_and_its_notice(
    session: Session, clock: FixedClock, story: Story
) -> None:
    change(session, story, clock, notice_weeks=4)
    everyone_says_yes(session, story, clock, sooner=True)
    me = story.people[0].id
    costs = leaving_view(session, story.group.id, me=me, clock=clock)
    # Two may have taken place, of which nobody said so; the older plan asks for no notice, and of
    # the newer one session lies in its four weeks.
    assert costs.owed_pence == 2 * 1_800 + 2_400
    leave(session, story.group, person_id=me, clock=clock)
    assert promised(session, story, clock)[0] == costs.owed_pence


def test_an_offer_is_promised_once(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock, sooner=True)
    view = group_view(session, story.group, me=story.people[0].id, clock=clock)
    assert not view.offers[0].is_open
    with pytest.raises(OfferIsOver):
        put(session, story, story.offer, clock)


def test_the_database_lets_nobody_take_another_groups_place(
    session: Session, clock: FixedClock, story: Story
) -> None:
    change(session, story, clock)
    assert story.agreement is not None
    other = make_story(session, clock, first_on=date(2027, 4, 6), closes_on=date(2027, 3, 1))
    assert other.agreement is not None
    mine = story.agreement.id
    attacks = [
        insert(SessionReplacement).values(
            agreement_id=mine, session_id=other.agreement.sessions[0].id
        ),
        insert(SessionReplacement).values(
            agreement_id=mine, session_id=story.agreement.sessions[0].id
        ),
        update(SessionReplacement).values(session_id=story.agreement.sessions[0].id),
        delete(SessionReplacement),
    ]
    for attack in attacks:
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(attack)
    everyone_says_yes(session, story, clock, sooner=True)
    first = promised_agreements(session, story.group.id)[0]
    late = insert(SessionReplacement).values(agreement_id=mine, session_id=first.sessions[0].id)
    with pytest.raises(IntegrityError, match="not promised"), session.begin_nested():
        session.execute(late)
