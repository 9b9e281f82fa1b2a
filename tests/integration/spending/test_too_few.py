"""Fewer people are left than a plan needs: it waits, says so, and raises no part (P20, P36)."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.commissioning.models import PlanWait
from microcare.commissioning.queries import group_view, stopped_promises
from microcare.commissioning.services import choose_offer, settle, watch_people
from microcare.commissioning.values import Split, TooFewForOffer, Way
from microcare.decisions.values import Answer, Outcome
from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import differences
from microcare.ledger.services import expire_holds
from microcare.outbox.models import OutboxMessage
from microcare.spending.queries import leaving_view, my_calendar, provider_sessions
from microcare.spending.services import (
    leave,
    let_stopped_go,
    mark_session,
    record_death,
    stop_at_once,
    wind_down,
)
from microcare.spending.services.erase import erase
from microcare.spending.values import Outcome as Became
from microcare.spending.values import PlanWaits, StillUnsettled, TheyAreBack
from tests.factories.groups import (
    Story,
    another_offer,
    everyone_says_yes,
    look_again,
    make_story,
    say,
)
from tests.factories.people import make_person
from tests.factories.spending import (
    PROVIDER,
    go_to,
    make_bill,
    make_promised,
    mark,
    money,
    sessions_of,
    take_place,
)


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    """Three who need to be three, after the first session."""
    story = make_promised(session, clock, fewest_people=3, most_people=4)
    take_place(session, story, clock, 0)
    return story


def goes(session: Session, story: Story, number: int, clock: FixedClock) -> None:
    leave(session, story.group, person_id=story.people[number].id, clock=clock)
    session.flush()


def waits_on(session: Session) -> list[date]:
    return sorted(row.from_on for row in session.scalars(select(PlanWait)))


def told(session: Session) -> list[str]:
    rows = select(OutboxMessage).where(OutboxMessage.kind == "groups.news")
    found = [r.payload for r in session.scalars(rows) if r.payload["path"] == "/my/stopped"]
    return sorted(payload["person_id"] for payload in found)


def refused(session: Session, statement: str, words: str) -> None:
    with pytest.raises(DBAPIError, match=words), session.begin_nested():
        session.execute(text(statement))


def test_after_the_notice_it_waits_and_nobody_pays_more(
    session: Session, clock: FixedClock, story: Story
) -> None:
    goes(session, story, 2, clock)
    days = [one.day for one in sessions_of(story)]
    # Two weeks of notice are still covered by three.
    assert waits_on(session) == [days[3]]
    assert told(session) == sorted(str(person.id) for person in story.people[:2])
    assert watch_people(session, story.group.id, clock=clock) == []
    take_place(session, story, clock, 1, 2)
    assert {line.pence for line in make_bill(session, story, clock, 1).lines} == {5_400}
    go_to(clock, days[3])
    with pytest.raises(PlanWaits):
        mark(session, story, 3, clock)
    request = story.offer.request_id
    work = provider_sessions(session, request, now=clock.now())
    assert [one.waits for one in work] == [False] * 3 + [True] * 9
    assert [m.held for m in money(session, story)] == [21_600, 21_600, 3 * 1_800]
    view = group_view(session, story.group, me=story.people[0].id, clock=clock)
    assert (view.stage, view.running and view.running.waits_from) == ("waits", days[3])
    assert [one.day for one in my_calendar(session, story.people[0].id, clock=clock)] == []
    # What passes while it waits ends by time, as any promise does.
    clock.move(timedelta(days=92))
    expire_holds(session, clock=clock)
    assert money(session, story)[0].held == 3 * 1_800 + 8 * 1_800
    assert list(differences(session)) == []


def test_each_lets_their_own_part_go(session: Session, clock: FixedClock, story: Story) -> None:
    here = (session, story.group.id, story.listing.id)
    with pytest.raises(TheyAreBack):
        let_stopped_go(*here, person_id=story.people[0].id, clock=clock)
    goes(session, story, 2, clock)
    [view] = stopped_promises(session, story.people[0].id, clock=clock)
    assert (view.fewest, len(view.days), view.pence) == (3, 9, 16_200)
    before = money(session, story)
    for _ in "ab":
        let_stopped_go(*here, person_id=story.people[0].id, clock=clock)
        session.flush()
    after = money(session, story)
    assert (after[0].held, after[1:]) == (3 * 1_800, before[1:])
    assert stopped_promises(session, story.people[0].id, clock=clock) == []
    # Somebody else's group is nothing of theirs.
    let_stopped_go(*here, person_id=make_person(session).id, clock=clock)
    assert money(session, story) == after


@pytest.mark.parametrize("how", ["at once", "died", "account", "of two"])
def test_however_somebody_goes(session: Session, clock: FixedClock, story: Story, how: str) -> None:
    person = story.people[2]
    days = [one.day for one in sessions_of(story)]
    if how == "died":
        by = make_person(session, name="Ruth Marsh")
        record_death(session, person, basis="A certificate", by=by, clock=clock)
    elif how == "account":
        erase(session, person.id, clock)
    else:
        stop_at_once(session, person.id, clock=clock)
    session.flush()
    assert waits_on(session) == [days[1]]
    if how == "of two":
        stop_at_once(session, story.people[1].id, clock=clock)
        assert waits_on(session) == [days[1]], "an earlier day does not come of it"
    work = provider_sessions(session, story.offer.request_id, now=clock.now())
    assert [one.waits for one in work[:2]] == [False, True]


def test_an_earlier_day_is_told_again(session: Session, clock: FixedClock, story: Story) -> None:
    goes(session, story, 2, clock)
    stop_at_once(session, story.people[1].id, clock=clock)
    days = [one.day for one in sessions_of(story)]
    assert waits_on(session) == [days[1], days[3]]
    assert told(session).count(str(story.people[0].id)) == 2
    assert told(session).count(str(story.people[2].id)) == 1, "two days of theirs wait now"


def test_whoever_leaves_what_waits_owes_nothing_for_it(
    session: Session, clock: FixedClock, story: Story
) -> None:
    stop_at_once(session, story.people[2].id, clock=clock)
    costs = leaving_view(session, story.group.id, me=story.people[0].id, clock=clock)
    assert (costs.owed_pence, costs.freed_pence) == (1_800, 11 * 1_800)
    goes(session, story, 0, clock)
    assert money(session, story)[0].held == 1_800


def test_enough_are_left(session: Session, clock: FixedClock) -> None:
    story = make_promised(session, clock, fewest_people=2)
    take_place(session, story, clock, 0)
    goes(session, story, 2, clock)
    assert (waits_on(session), told(session)) == ([], [])


def test_a_newer_plan_takes_the_place_of_what_waits(
    session: Session, clock: FixedClock, story: Story
) -> None:
    """Also one of somebody else, whose days would be kept by the notice."""
    stop_at_once(session, story.people[2].id, clock=clock)
    goes(session, story, 2, clock)
    closes = clock.today() + timedelta(days=5)
    first = closes + timedelta(days=4)
    terms = {"closes_on": closes, "first_on": first, "sessions": 2, "session_pence": 3_000}
    offer = another_offer(session, story, clock, **terms)
    choose_offer(session, story.group, offer, person_id=story.people[0].id, clock=clock)
    look_again(session, story)
    assert story.agreement is not None
    assert story.proposal is not None
    assert json.loads(story.proposal.document)["terms"]["fewest_people"] == 2
    replaced = len(story.agreement.replaced_ids)
    assert replaced == 10
    for who in (0, 1):
        say(session, story, who, Answer.YES, clock, sooner=True)
    settle(session, story.proposal.id, clock=clock)
    look_again(session, story)
    assert story.proposal.outcome == Outcome.PASSED
    assert [m.held for m in money(session, story)[:2]] == [2 * 1_800 + 3_000] * 2
    view = group_view(session, story.group, me=story.people[0].id, clock=clock)
    assert view.running is not None
    assert (view.stage, view.running.waits_from) == ("agreed", None)


def test_the_group_may_end_while_it_waits(
    session: Session, clock: FixedClock, story: Story
) -> None:
    goes(session, story, 2, clock)
    with pytest.raises(StillUnsettled):
        wind_down(session, story.group, clock=clock)
    go_to(clock, sessions_of(story)[3].day)
    wind_down(session, story.group, clock=clock)
    assert story.group.winding_since is not None
    assert story.group.closed_at is None


def test_nothing_is_put_to_fewer(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, chosen=False, fewest_people=4, most_people=5)
    put = {"person_id": story.people[0].id, "clock": clock}
    with pytest.raises(TooFewForOffer):
        choose_offer(session, story.group, story.offer, **put)


def test_whoever_pays_nothing_is_not_counted(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, chosen=False, fewest_people=3)
    hours = dict(zip((p.id for p in story.people), (4, 4, 0), strict=True))
    put = {"person_id": story.people[0].id, "split": Split(Way.HOURS, parts=hours)}
    with pytest.raises(TooFewForOffer):
        choose_offer(session, story.group, story.offer, **put, clock=clock)


def test_standing_aside_ends_what_needs_all(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, fewest_people=3)
    say(session, story, 2, Answer.ASIDE, clock)
    assert story.proposal is not None
    assert story.proposal.outcome == Outcome.WITHDRAWN


def test_the_number_is_sealed_and_never_changed(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, fewest_people=3)
    assert story.proposal is not None
    assert json.loads(story.proposal.document)["terms"]["fewest_people"] == 3
    refused(session, "UPDATE offer SET fewest_people = 1", "never changed")


def test_the_database_promises_nothing_for_fewer(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    clock.move(timedelta(days=3))
    table = "" if session.get_bind().dialect.name == "sqlite" else " ON offer"
    session.execute(text(f"DROP TRIGGER offer_same_terms{table}"))
    session.execute(text("UPDATE offer SET fewest_people = 4"))
    passed = "UPDATE proposal SET outcome = 'passed', ended_at = closes_at"
    refused(session, passed, "proposal_enough_people")
    session.expire_all()
    assert story.proposal is not None
    assert settle(session, story.proposal.id, clock=clock) is Outcome.WITHDRAWN
    assert [m.held for m in money(session, story)] == [0, 0, 0]


def test_the_database_keeps_what_waits(session: Session, clock: FixedClock, story: Story) -> None:
    goes(session, story, 2, clock)
    refused(session, "UPDATE plan_wait SET from_on = '2030-01-01'", "plan_wait")
    refused(session, "DELETE FROM plan_wait", "never")
    one = sessions_of(story)[5]
    for outcome in ("took_place", "called_off_late"):
        marked = "INSERT INTO session_mark (session_id, outcome, marked_by, marked_at)"
        marked += f" SELECT c.id, '{outcome}', c.agreement_id, a.opened_at FROM care_session c"
        marked += " JOIN agreement a ON a.id = c.agreement_id WHERE c.number = 5"
        refused(session, marked, "session_mark_waits")
    # To call it off is no debt.
    off = {"group_id": story.group.id, "by": PROVIDER, "clock": clock}
    mark_session(session, one, outcome=Became.CALLED_OFF, **off)
    assert money(session, story)[0].held == 11 * 1_800
