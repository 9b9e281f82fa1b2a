"""Interest is mutual before names are; a no looks like silence; nobody is put into a group."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.groups.models import Interest, Introduction
from microcare.groups.queries import (
    finding_of,
    group_by_id,
    groups_of,
    invitation_by_token,
    personal_data,
)
from microcare.groups.services import (
    end_interest,
    erase,
    forget_what_ran_out,
    join_group,
    leave_group,
    look_at_their_group,
    say_not_this_time,
    say_yes_to_meeting,
    start_with_them,
    stop_asking_to_meet,
)
from microcare.groups.values import (
    Finding,
    GroupHasGone,
    IntroductionIsOver,
    IntroductionView,
    NotMetYet,
)
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.people.models import Person
from tests.factories.finding import (
    EVENING,
    MORNING,
    RULES,
    introduction_of,
    make_interest,
    make_introduced,
    make_met,
    mark,
    somebody,
)
from tests.factories.groups import make_group
from tests.factories.people import make_person


def page_of(session: Session, person: Person, clock: FixedClock) -> Finding:
    session.flush()
    return finding_of(session, person, rules=RULES, today=clock.today())


def card(session: Session, person: Person, clock: FixedClock) -> IntroductionView:
    [found] = page_of(session, person, clock).introductions
    return found


def letters_to(session: Session, person: Person) -> int:
    session.flush()
    rows = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "groups.news"))
    return sum(row.payload["person_id"] == str(person.id) for row in rows)


def test_nothing_is_made_until_both_would_like_to_meet(session: Session, clock: FixedClock) -> None:
    amara, first = somebody(session, clock, "Amara Obi")
    gwen, second = somebody(session, clock, "Gwen Parry")
    mark(session, first, clock)
    mark(session, first, clock)
    assert session.scalar(select(Introduction)) is None
    assert letters_to(session, gwen) == 0, "a press says nothing to anybody"
    before = page_of(session, gwen, clock)
    stop_asking_to_meet(session, first, clock=clock)
    assert page_of(session, gwen, clock) == before
    mark(session, second, clock)
    assert session.scalar(select(Introduction)) is None
    mark(session, first, clock)
    assert introduction_of(session, gwen.id, clock).answer_of(gwen.id) is None
    assert letters_to(session, gwen) == letters_to(session, amara) == 1


def test_names_and_times_show_with_the_second_yes_and_not_before(
    session: Session, clock: FixedClock
) -> None:
    amara, first = somebody(session, clock, "Amara Obi", times=(MORNING, EVENING))
    gwen, second = somebody(session, clock, "Gwen Parry", helps=("walks", "games"))
    mark(session, first, clock)
    mark(session, second, clock)
    found = introduction_of(session, amara.id, clock)
    hers = card(session, gwen, clock)
    assert (hers.helps, hers.times, hers.name) == (("Walks",), (), "")
    assert not say_yes_to_meeting(session, found, person_id=amara.id, clock=clock)
    assert card(session, gwen, clock) == hers, "a yes shows nothing to the other"
    assert card(session, amara, clock).said_yes
    assert say_yes_to_meeting(session, found, person_id=gwen.id, clock=clock)
    assert (card(session, gwen, clock).name, card(session, amara, clock).name) == ("Amara", "Gwen")
    assert card(session, gwen, clock).times == (MORNING,), "only what both have"
    assert letters_to(session, amara) == 2


def test_the_database_shows_no_name_on_one_yes(session: Session, clock: FixedClock) -> None:
    _, _, found = make_introduced(session, clock)
    for one, other in ((None, "yes"), ("yes", None), ("yes", "no"), (None, None)):
        nested = session.begin_nested()
        found.one_answer, found.other_answer, found.met_on = one, other, clock.today()
        with pytest.raises(IntegrityError):
            session.flush()
        nested.rollback()


@pytest.mark.parametrize("is_erased", [True, False])
def test_a_no_looks_like_silence(session: Session, clock: FixedClock, is_erased: bool) -> None:
    amara, gwen, found = make_introduced(session, clock)
    say_yes_to_meeting(session, found, person_id=amara.id, clock=clock)
    waiting = page_of(session, amara, clock)
    if is_erased:
        erase(session, gwen.id, clock)
    else:
        say_not_this_time(session, found, person_id=gwen.id, clock=clock)
        assert page_of(session, gwen, clock).introductions == ()
    assert page_of(session, amara, clock) == waiting
    assert letters_to(session, amara) == 1
    clock.move(timedelta(days=14))
    assert card(session, amara, clock) == waiting.introductions[0]
    clock.move(timedelta(days=1))
    after = page_of(session, amara, clock)
    assert after.introductions == ()
    assert [one.is_someone for one in after.interests] == [False], "the same two never again"
    with pytest.raises(IntroductionIsOver):
        say_yes_to_meeting(session, found, person_id=amara.id, clock=clock)


def test_one_unknown_at_a_time(session: Session, clock: FixedClock) -> None:
    amara, first = somebody(session, clock, "Amara Obi")
    others = [somebody(session, clock) for _ in range(3)]
    for _, interest in others:
        mark(session, interest, clock)
    session.expire_all()
    held = [interest for _, interest in others if interest.introduction_id is not None]
    assert len(held) == 2, "the first two found each other"
    mark(session, first, clock)
    found = introduction_of(session, amara.id, clock)
    assert found.beside(amara.id) == others[2][0].id
    somebody_new, late = somebody(session, clock)
    mark(session, late, clock)
    mark(session, first, clock)
    assert introduction_of(session, amara.id, clock).id == found.id
    assert page_of(session, somebody_new, clock).introductions == ()
    say_not_this_time(session, found, person_id=amara.id, clock=clock)
    session.expire_all()
    mark(session, first, clock)
    assert introduction_of(session, amara.id, clock).beside(amara.id) == somebody_new.id


def test_the_database_lets_nobody_wait_and_hold_one(session: Session, clock: FixedClock) -> None:
    amara, _, found = make_introduced(session, clock)
    session.expire_all()
    [mine] = session.scalars(select(Interest).where(Interest.person_id == amara.id))
    assert mine.introduction_id == found.id
    mine.wants_at = clock.now()
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_ending_ones_interest_does_not_tell_the_other(session: Session, clock: FixedClock) -> None:
    amara, gwen, _ = make_introduced(session, clock)
    before = page_of(session, gwen, clock)
    [mine] = session.scalars(select(Interest).where(Interest.person_id == amara.id))
    end_interest(session, mine)
    session.expire_all()
    assert page_of(session, gwen, clock) == before


def test_two_are_one_pair_whoever_came_first(session: Session, clock: FixedClock) -> None:
    amara, gwen, found = make_introduced(session, clock)
    again: dict[str, Any] = {
        "one_id": found.one_id,
        "other_id": found.other_id,
        "helps": [],
        "times": [],
        "made_on": clock.today(),
        "ends_on": clock.today(),
    }
    turned = again | {"one_id": found.other_id, "other_id": found.one_id}
    for row in (again, turned):
        nested = session.begin_nested()
        session.add(Introduction(**row))
        with pytest.raises(IntegrityError):
            session.flush()
        nested.rollback()
    assert {found.one_id, found.other_id} == {amara.id, gwen.id}


def test_a_group_begins_with_one_and_the_other_is_asked(
    session: Session, clock: FixedClock
) -> None:
    amara, gwen, found = make_met(session, clock)
    told = letters_to(session, gwen)
    start_with_them(session, found, person=amara, name="Our group", clock=clock)
    start_with_them(session, found, person=gwen, name="Our group", clock=clock)
    assert letters_to(session, gwen) == told + 1
    assert found.group_id is not None
    group = group_by_id(session, found.group_id)
    assert group is not None
    assert group.name == "Singing, Walks"
    assert group.member_ids == [amara.id], "nobody is put into a group by another"
    assert card(session, gwen, clock).group_id == group.id
    old = look_at_their_group(session, found, person_id=gwen.id, clock=clock)
    token = look_at_their_group(session, found, person_id=gwen.id, clock=clock)
    assert invitation_by_token(session, old) is None
    invitation = invitation_by_token(session, token)
    assert invitation is not None
    assert invitation.invited_by == amara.id
    join_group(session, invitation, person=gwen, brings="", clock=clock)
    assert [g.id for g in groups_of(session, gwen.id)] == [group.id]
    with pytest.raises(NotMetYet):
        look_at_their_group(session, found, person_id=amara.id, clock=clock)


def test_no_group_before_both_have_said_yes(session: Session, clock: FixedClock) -> None:
    amara, _, found = make_introduced(session, clock)
    say_yes_to_meeting(session, found, person_id=amara.id, clock=clock)
    with pytest.raises(NotMetYet):
        start_with_them(session, found, person=amara, name="Our group", clock=clock)
    with pytest.raises(NotMetYet):
        look_at_their_group(session, found, person_id=amara.id, clock=clock)
    assert groups_of(session, amara.id) == []


def test_whoever_looked_for_a_group_asks_into_it(session: Session, clock: FixedClock) -> None:
    amara, ros = make_person(session, name="Amara Obi"), make_person(session)
    group = make_group(session, [amara, ros], clock)
    first = make_interest(session, amara, clock, group_id=group.id)
    gwen, second = somebody(session, clock, "Gwen Parry")
    mark(session, first, clock)
    mark(session, second, clock)
    found = introduction_of(session, gwen.id, clock)
    for who in (amara, gwen):
        say_yes_to_meeting(session, found, person_id=who.id, clock=clock)
    assert card(session, amara, clock).own_group == "Tuesday Tea"
    assert card(session, gwen, clock).own_group == ""
    start_with_them(session, found, person=amara, name="Our group", clock=clock)
    assert found.group_id == group.id
    leave_group(session, group, person_id=amara.id, clock=clock)
    session.flush()
    session.expire_all()
    with pytest.raises(GroupHasGone):
        look_at_their_group(session, found, person_id=gwen.id, clock=clock)


def test_nobody_is_asked_into_a_group_that_ends(session: Session, clock: FixedClock) -> None:
    amara, ros = make_person(session, name="Amara Obi"), make_person(session)
    group = make_group(session, [amara, ros], clock)
    first = make_interest(session, amara, clock, group_id=group.id)
    gwen, second = somebody(session, clock, "Gwen Parry")
    mark(session, first, clock)
    mark(session, second, clock)
    found = introduction_of(session, gwen.id, clock)
    for who in (amara, gwen):
        say_yes_to_meeting(session, found, person_id=who.id, clock=clock)
    group.winding_since = clock.now()
    start_with_them(session, found, person=amara, name="Our group", clock=clock)
    assert found.group_id != group.id


def test_not_this_time_after_names_is_silent_too(session: Session, clock: FixedClock) -> None:
    amara, gwen, found = make_met(session, clock)
    before, told = page_of(session, amara, clock), letters_to(session, gwen)
    say_not_this_time(session, found, person_id=gwen.id, clock=clock)
    assert page_of(session, amara, clock) == before
    start_with_them(session, found, person=amara, name="Our group", clock=clock)
    assert letters_to(session, gwen) == told
    with pytest.raises(IntroductionIsOver):
        look_at_their_group(session, found, person_id=gwen.id, clock=clock)


def test_a_stranger_answers_nothing(session: Session, clock: FixedClock) -> None:
    _, _, found = make_introduced(session, clock)
    stranger = make_person(session)
    for act in (say_yes_to_meeting, say_not_this_time):
        with pytest.raises(IntroductionIsOver):
            act(session, found, person_id=stranger.id, clock=clock)


def test_what_is_held_is_told_and_erased(session: Session, clock: FixedClock) -> None:
    amara, gwen, found = make_met(session, clock)
    held = personal_data(session, amara.id)
    assert [section.name for section in held] == ["interests", "introductions", "turns"]
    assert "Gwen" not in str(held)
    assert str(gwen.id) not in str(held)
    erase(session, amara.id, clock)
    session.flush()
    session.expire_all()
    assert personal_data(session, amara.id) == []
    assert amara.id not in (found.one_id, found.other_id)
    assert page_of(session, gwen, clock).introductions == ()


def test_old_introductions_are_forgotten(session: Session, clock: FixedClock) -> None:
    make_introduced(session, clock)
    clock.move(timedelta(days=14 + 56))
    forget_what_ran_out(session, clock=clock)
    assert session.scalar(select(Introduction.id)) is not None
    clock.move(timedelta(days=1))
    forget_what_ran_out(session, clock=clock)
    assert session.scalar(select(Introduction.id)) is None
