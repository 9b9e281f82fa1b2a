"""What is let go by both, what ran out, and what an earlier plan still holds."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import differences
from microcare.spending.queries import (
    billable_sessions,
    leaving_view,
    my_sessions,
    personal_data,
    provider_sessions,
)
from microcare.spending.services import (
    erase,
    leave,
    let_my_part_go,
    mark_it_took_place,
    send_bill,
    waive_session,
    withdraw_bill,
)
from microcare.spending.values import (
    AlreadyBilled,
    NoPartInIt,
    NothingToLetGo,
    SessionState,
    StandsOnBill,
)
from tests.factories.people import make_person
from tests.factories.spending import (
    PROVIDER,
    go_to,
    make_bill,
    make_promised,
    mark,
    money,
    second_block,
    sessions_of,
    shared,
    take_place,
)


def test_sessions_of_an_earlier_plan_can_still_be_billed(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock, sessions=2)
    take_place(session, story, clock, 0, 1)
    old = list(sessions_of(story))
    request_id = story.offer.request_id
    clock.move(timedelta(days=1))
    second_block(session, story, clock)
    take_place(session, story, clock, 0)
    new = sessions_of(story)
    ready = billable_sessions(session, request_id, now=clock.now())
    assert [one.id for one in ready] == [old[0].id, old[1].id, new[0].id]
    assert len(provider_sessions(session, request_id, now=clock.now())) == 4
    assert story.agreement is not None
    bill = send_bill(
        session,
        story.agreement,
        pence={old[1].id: 5_400, new[0].id: 3_000},
        reference="7",
        by=PROVIDER,
        key=uuid.uuid4(),
        clock=clock,
    )
    assert bill.total_pence == 8_400


def test_leaving_counts_what_is_still_promised_of_every_plan(
    session: Session, clock: FixedClock
) -> None:
    """Each with the notice that was agreed with it (P35)."""
    story = make_promised(session, clock, sessions=2)
    take_place(session, story, clock, 0, 1)
    clock.move(timedelta(days=1))
    second_block(session, story, clock)
    me = story.people[2].id
    told = leaving_view(session, story.group.id, me=me, clock=clock)
    assert (told.owed_pence, told.sessions, told.freed_pence) == (2 * 1_800 + 2 * 1_000, 4, 0)
    leave(session, story.group, person_id=me, clock=clock)
    assert money(session, story)[2].held == told.owed_pence
    [section] = [s for s in personal_data(session, me) if s.name == "departures"]
    assert len(section.entries) == 2


def test_what_ran_out_is_billed_left_and_erased_as_if_it_had_been_swept(
    session: Session, clock: FixedClock
) -> None:
    """P3: whoever looks first, and no job has been there."""
    story = make_promised(session, clock, sessions=3)
    take_place(session, story, clock, 0)
    clock.move(timedelta(days=200))
    mark(session, story, 1, clock)
    request_id, me = story.offer.request_id, story.people[2].id
    ready = billable_sessions(session, request_id, now=clock.now())
    assert [one.number for one in ready] == [0]
    with pytest.raises(AlreadyBilled):
        make_bill(session, story, clock, 1)
    states = [v.state for v in my_sessions(session, story.group.id, me=me, clock=clock)]
    assert states == [SessionState.TOOK_PLACE, SessionState.LET_GO, SessionState.LET_GO]
    assert leaving_view(session, story.group.id, me=me, clock=clock).owed_pence == 1_800
    leave(session, story.group, person_id=me, clock=clock)
    erase(session, story.people[0].id, clock)
    assert [m.held for m in money(session, story)][::2] == [0, 1_800]
    assert list(differences(session)) == []


def test_only_whose_money_it_is_says_that_it_took_place(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    one = sessions_of(story)[0]
    go_to(clock, one.day)
    told = {"group_id": story.group.id, "clock": clock}
    stranger = make_person(session)
    for act in (mark_it_took_place, let_my_part_go):
        with pytest.raises(NoPartInIt):
            act(session, one, person_id=stranger.id, **told)
    mark_it_took_place(session, one, person_id=story.people[0].id, **told)


@pytest.mark.parametrize("provider_first", [True, False])
def test_a_wrong_mark_is_let_go_by_both(
    session: Session, clock: FixedClock, provider_first: bool
) -> None:
    """P3: posted, or released by both the person and the provider; each person for themself."""
    story = make_promised(session, clock, sessions=1)
    take_place(session, story, clock, 0)
    one, told = sessions_of(story)[0], {"group_id": story.group.id, "clock": clock}
    amara, gwen, _ = story.people
    if not provider_first:
        let_my_part_go(session, one, person_id=amara.id, **told)
        assert [m.held for m in money(session, story)] == [1_800] * 3
        [work] = provider_sessions(session, story.offer.request_id, now=clock.now())
        assert work.is_disputed
    waive_session(session, one, by=PROVIDER, **told)
    waive_session(session, one, by=PROVIDER, **told)
    with pytest.raises(AlreadyBilled):
        make_bill(session, story, clock, 0)
    for person in (amara, amara, gwen):
        let_my_part_go(session, one, person_id=person.id, **told)
    assert [m.held for m in money(session, story)] == [0, 0, 1_800]
    assert "let_go" in {section.name for section in personal_data(session, amara.id)}
    assert list(differences(session)) == []


def test_what_is_on_a_bill_or_is_not_owed_is_not_let_go(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    one, told = sessions_of(story)[0], {"group_id": story.group.id, "clock": clock}
    me = story.people[0].id
    with pytest.raises(NothingToLetGo):
        waive_session(session, one, by=PROVIDER, **told)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    for act, who in ((waive_session, {"by": PROVIDER}), (let_my_part_go, {"person_id": me})):
        with pytest.raises(StandsOnBill):
            act(session, one, **who, **told)  # type: ignore[operator]
    withdraw_bill(session, shared(session, bill), clock=clock)
    waive_session(session, one, by=PROVIDER, **told)
    let_my_part_go(session, one, person_id=me, **told)
    assert money(session, story)[0].held == 19_800


def test_the_database_itself_lets_nothing_go_that_is_on_a_bill(
    session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0, 1)
    make_bill(session, story, clock, 0)
    first, second = (one.id for one in sessions_of(story)[:2])
    told = {"group_id": story.group.id, "by": PROVIDER, "clock": clock}
    waive_session(session, sessions_of(story)[1], **told)
    let_my_part_go(
        session,
        sessions_of(story)[1],
        group_id=story.group.id,
        person_id=story.people[0].id,
        clock=clock,
    )
    session.flush()
    a_line = "INSERT INTO bill_line (session_id, day, is_live, id, bill_id, pence)"
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    on, line_on = ((f"'{one.hex}'" if is_sqlite else f"'{one}'") for one in (first, second))
    attacks = {
        "nothing to let go": f"INSERT INTO session_waived SELECT {on}, s.id, b.sent_at"
        " FROM care_session s, bill b LIMIT 1",
        "nothing is to pay": f"{a_line} SELECT s.id, s.day, true, s.id, b.id, 1"
        f" FROM care_session s, bill b WHERE s.id = {line_on}",
        "never changed": "UPDATE session_waived SET said_at = said_at",
        "never deleted": "DELETE FROM part_let_go",
    }
    for words, attack in attacks.items():
        trial = session.begin_nested()
        with pytest.raises(DBAPIError, match=words):
            session.execute(text(attack))
        trial.rollback()
