"""A provider who cannot go on: nothing new is promised; each may let their own part go (P42)."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.catalyst.services import let_page_go_on, stop_page
from microcare.commissioning.models import WorkStop
from microcare.commissioning.queries import stopped_promises
from microcare.commissioning.services import settle, watch_providers
from microcare.commissioning.values import StoppedView
from microcare.decisions.values import Outcome
from microcare.directory.models import DeclaredInterest, ListingKeeper
from microcare.directory.services import close_listing, pause_listing, resume_listing
from microcare.directory.values import (
    CannotDoThatNow,
    HasInterest,
    NeedsReason,
    OtherPatch,
    OwnListing,
    StoppedByCatalyst,
)
from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import differences
from microcare.outbox.models import OutboxMessage
from microcare.people.models import Person
from microcare.spending.services import leave, let_stopped_go
from microcare.spending.values import TheyAreBack
from tests.factories.directory import keeper_of, make_catalyst, make_patch, whole
from tests.factories.groups import Story, everyone_says_yes, look_again, make_story
from tests.factories.people import make_person
from tests.factories.spending import (
    all_pay,
    go_to,
    make_bill,
    make_promised,
    mark,
    money,
    sessions_of,
    take_place,
)


def catalyst_of(session: Session, story: Story) -> Person:
    listing = whole(session, story.listing.id)
    return make_person(session, name="Dawn Okafor", patch_ids=[listing.patch_id])


def stop(session: Session, story: Story, clock: FixedClock) -> Person:
    by = catalyst_of(session, story)
    listing = whole(session, story.listing.id)
    stop_page(session, listing, words="Their papers ran out.", by=by, clock=clock)
    session.flush()
    return by


def go_on(session: Session, story: Story, by: Person, clock: FixedClock) -> None:
    listing = whole(session, story.listing.id)
    let_page_go_on(session, listing, words="All is in order.", by=by, clock=clock)
    session.flush()


def mine(session: Session, story: Story, number: int, clock: FixedClock) -> list[StoppedView]:
    session.flush()
    return stopped_promises(session, story.people[number].id, clock=clock)


def let_go(session: Session, story: Story, number: int, clock: FixedClock) -> None:
    me = story.people[number].id
    let_stopped_go(session, story.group.id, story.listing.id, person_id=me, clock=clock)
    session.flush()


def told(session: Session) -> list[str]:
    """Who was written to about it, by id, in order."""
    rows = select(OutboxMessage).where(OutboxMessage.kind == "groups.news")
    found = [r.payload for r in session.scalars(rows) if r.payload["path"] == "/my/stopped"]
    return sorted(payload["person_id"] for payload in found)


def everyone(story: Story) -> list[str]:
    return sorted(str(person.id) for person in story.people)


def test_each_sees_their_own_days_and_lets_their_own_go(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0, 1)
    bill = make_bill(session, story, clock, 0)
    clock.move(timedelta(days=1))
    stop(session, story, clock)
    assert told(session) == everyone(story)
    [view] = mine(session, story, 0, clock)
    assert [day.day for day in view.days] == [one.day for one in sessions_of(story)[2:]]
    assert view.pence == 10 * 1_800
    before = money(session, story)
    let_go(session, story, 0, clock)
    let_go(session, story, 0, clock)
    after = money(session, story)
    assert after[1:] == before[1:]
    assert (after[0].held, after[0].available) == (2 * 1_800, before[0].available + 18_000)
    assert mine(session, story, 0, clock) == []
    assert mine(session, story, 1, clock)[0].pence == 18_000
    # What took place is billed and paid by each as before.
    all_pay(session, story, bill, clock)
    all_pay(session, story, make_bill(session, story, clock, 1), clock)
    assert [m.spent for m in money(session, story)] == [3_600] * 3
    assert list(differences(session)) == []


def test_it_is_told_once_and_its_end_too(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    by = stop(session, story, clock)
    assert watch_providers(session, clock=clock) == 0
    assert len(told(session)) == 3
    let_go(session, story, 2, clock)
    go_on(session, story, by, clock)
    assert len(told(session)) == 5, "whoever has nothing promised is not told"
    assert mine(session, story, 0, clock) == []
    with pytest.raises(TheyAreBack):
        let_go(session, story, 0, clock)
    assert [m.held for m in money(session, story)] == [21_600, 21_600, 0]
    # And once more.
    stop(session, story, clock)
    assert len(told(session)) == 7
    [*_, last] = session.scalars(select(WorkStop).order_by(WorkStop.begun_at, WorkStop.ended_at))
    assert len(session.scalars(select(WorkStop)).all()) == 2
    assert last is not None


def test_days_before_the_stop_may_have_taken_place(session: Session, clock: FixedClock) -> None:
    """Nobody has said anything of the first day, nor of that of the stop: they stay promised."""
    story = make_promised(session, clock)
    go_to(clock, sessions_of(story)[1].day)
    stop(session, story, clock)
    days = [day.day for day in mine(session, story, 0, clock)[0].days]
    assert days == [one.day for one in sessions_of(story)[2:]]
    let_go(session, story, 0, clock)
    mark(session, story, 0, clock)
    bill = make_bill(session, story, clock, 0)
    assert {s.person_id: s.pence for s in bill.lines[0].shares}[story.people[0].id] == 1_800
    # A day since then that nobody says anything of comes free too, when it is past.
    go_to(clock, sessions_of(story)[3].day)
    assert len(mine(session, story, 1, clock)[0].days) == 10


def test_whoever_left_sees_what_is_still_in_their_notice(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock, notice_weeks=8)
    go_to(clock, sessions_of(story)[0].day - timedelta(days=1))
    leave(session, story.group, person_id=story.people[2].id, clock=clock)
    stop(session, story, clock)
    [view] = mine(session, story, 2, clock)
    assert (view.is_member, len(view.days)) == (False, 8)
    let_go(session, story, 2, clock)
    assert money(session, story)[2].held == 0


def test_nothing_new_is_promised_at_once(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    by = stop(session, story, clock)
    assert told(session) == [], "nobody has promised anything"
    clock.move(timedelta(days=3))
    assert story.proposal is not None
    assert settle(session, story.proposal.id, clock=clock) is Outcome.WITHDRAWN
    assert [m.held for m in money(session, story)] == [0, 0, 0]
    assert by is not None


def test_the_database_promises_nothing_to_whoever_is_stopped(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    stop(session, story, clock)
    assert story.proposal is not None
    clock.move(timedelta(days=3))
    passed = "UPDATE proposal SET outcome = 'passed', ended_at = closes_at"
    guarded = pytest.raises(DBAPIError, match="proposal_provider_works")
    with guarded, session.begin_nested():
        session.execute(text(passed))


@pytest.mark.parametrize(
    "changed",
    [
        "UPDATE listing SET state = 'public'",
        "DELETE FROM listing_stop",
        "UPDATE listing_stop SET begun_at = '2020-01-01 00:00:00+00:00'",
        "UPDATE listing_stop SET ended_at = '2027-01-01 00:00:00+00:00';"
        "UPDATE listing_stop SET ended_at = NULL",
    ],
)
def test_the_database_keeps_a_stop(session: Session, clock: FixedClock, changed: str) -> None:
    story = make_promised(session, clock)
    stop(session, story, clock)
    with pytest.raises(DBAPIError), session.begin_nested():
        for statement in changed.split(";"):
            session.execute(text(statement))


def test_the_provider_cannot_open_it_again(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    stop(session, story, clock)
    listing = whole(session, story.listing.id)
    with pytest.raises(StoppedByCatalyst):
        resume_listing(session, listing, by=keeper_of(session, listing), clock=clock)


def test_pausing_ones_own_page_stops_nothing_promised_and_closing_it_does(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    listing = whole(session, story.listing.id)
    by = keeper_of(session, listing)
    pause_listing(session, listing, by=by, clock=clock)
    session.flush()
    assert watch_providers(session, clock=clock) == 0
    assert mine(session, story, 0, clock) == []
    close_listing(session, whole(session, listing.id), by=by, clock=clock)
    # Whoever looks before the job comes can act.
    assert len(mine(session, story, 0, clock)[0].days) == 12
    assert watch_providers(session, clock=clock) == 1
    assert told(session) == everyone(story)


def test_the_job_tells_as_the_desk_does(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    stop(session, story, clock)
    go_to(clock, sessions_of(story)[-1].day + timedelta(days=1))
    # Nothing is to come, so it is over for them, and nobody is written to again.
    assert watch_providers(session, clock=clock) == 1
    assert len(told(session)) == 3


def test_who_may_stop_a_page(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    by = catalyst_of(session, story)
    stranger = make_catalyst(session, make_patch(session, "Far and Wide", "E08000009"))
    tied, keeper = (catalyst_of(session, story) for _ in "ab")
    tie = {"listing_id": story.listing.id, "tie": "relative", "declared_at": clock.now()}
    session.add(DeclaredInterest(person_id=tied.id, **tie))
    since = {"listing_id": story.listing.id, "since": clock.now()}
    session.add(ListingKeeper(person_id=keeper.id, **since))
    session.flush()
    for who, words, broken in (
        (stranger, "Why", OtherPatch),
        (tied, "Why", HasInterest),
        (keeper, "Why", OwnListing),
        (by, " ", NeedsReason),
    ):
        listing = whole(session, story.listing.id)
        with pytest.raises(broken):
            stop_page(session, listing, words=words, by=who, clock=clock)
    listing = whole(session, story.listing.id)
    with pytest.raises(CannotDoThatNow):
        let_page_go_on(session, listing, words="Why", by=by, clock=clock)
    stop_page(session, listing, words="Why", by=by, clock=clock)
    with pytest.raises(CannotDoThatNow):
        stop_page(session, whole(session, listing.id), words="Why", by=by, clock=clock)


def test_somebody_elses_group_is_nothing_of_mine(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock)
    stop(session, story, clock)
    other = make_person(session)
    let_stopped_go(session, story.group.id, story.listing.id, person_id=other.id, clock=clock)
    with pytest.raises(TheyAreBack):
        look_again(session, story)
        back = uuid.uuid4()
        go_on(session, story, catalyst_of(session, story), clock)
        let_stopped_go(session, back, story.listing.id, person_id=other.id, clock=clock)
    assert [m.held for m in money(session, story)] == [21_600] * 3
