"""A group becomes two: by each one's own yes, while nothing is decided, promised or held."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.budgets.queries import money_of
from microcare.commissioning.models import Budding
from microcare.commissioning.queries import brief_of, personal_data
from microcare.commissioning.queries.budding import budding_view, is_busy, open_budding
from microcare.commissioning.services import (
    agree_to_move,
    erase,
    forget_old_buddings,
    leave,
    propose_budding,
    refuse_to_move,
    stop_budding,
    write_brief,
)
from microcare.commissioning.values import (
    BuddingIsOver,
    BuddingOpenAlready,
    NotWhileBusy,
    PickWhoGoes,
    Wants,
)
from microcare.extensions import db
from microcare.groups.models import Group, Membership
from microcare.groups.queries import group_by_id, groups_of
from microcare.groups.services import say_what_i_bring
from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import has_open_promises
from microcare.people.models import Person
from tests.factories.budgets import make_budget
from tests.factories.groups import everyone_says_yes, make_group, make_story
from tests.factories.people import CLOCK, make_person
from tests.together import Deed, together

NAMES = ("Amara", "Gwen", "Tomasz", "Ros", "Bill")


def five(session: Session, clock: FixedClock) -> tuple[Group, list[Person]]:
    people = [make_person(session, name=name) for name in NAMES]
    group = make_group(session, people, clock)
    write_brief(session, group, wants=Wants("To cook", "Tuesdays", "The hall"), clock=clock)
    return group, people


def propose(
    session: Session,
    group: Group,
    movers: list[Person],
    clock: FixedClock,
    *,
    by: Person | None = None,
) -> None:
    ids = [person.id for person in movers]
    me = by.id if by else group.member_ids[0]
    propose_budding(session, group, name="Wednesday Tea", movers=ids, person_id=me, clock=clock)
    session.flush()


def members(session: Session, group_id: UUID) -> set[UUID]:
    session.flush()
    session.expire_all()
    found = group_by_id(session, group_id)
    return set(found.member_ids) if found else set()


def test_each_says_yes_and_the_new_group_has_what_is_wanted(
    session: Session, clock: FixedClock
) -> None:
    group, people = five(session, clock)
    budgets = [make_budget(session, person, clock) for person in people]
    say_what_i_bring(group, person_id=people[3].id, brings="A kitchen")
    before = [money_of(session, p.id, today=clock.today()).left for p in people]
    propose(session, group, people[3:], clock)
    assert agree_to_move(session, group, person_id=people[3].id, clock=clock) is None
    assert members(session, group.id) == {p.id for p in people}, "one yes moves nobody"
    new = agree_to_move(session, group, person_id=people[4].id, clock=clock)
    assert new is not None
    assert members(session, new.id) == {p.id for p in people[3:]}
    assert members(session, group.id) == {p.id for p in people[:3]}
    assert new.name == "Wednesday Tea"
    assert brief_of(session, new.id).value == brief_of(session, group.id).value  # type: ignore[union-attr]
    assert [m.brings for m in new.members if m.person_id == people[3].id] == ["A kitchen"]
    assert [money_of(session, p.id, today=clock.today()).left for p in people] == before
    assert all(budget.stopped_at is None for budget in budgets)
    assert "Wednesday Tea" in str(personal_data(session, people[4].id))


def test_one_no_and_nobody_moves(session: Session, clock: FixedClock) -> None:
    group, people = five(session, clock)
    propose(session, group, people[3:], clock)
    agree_to_move(session, group, person_id=people[3].id, clock=clock)
    refuse_to_move(session, group, person_id=people[4].id, clock=clock)
    assert members(session, group.id) == {p.id for p in people}
    with pytest.raises(BuddingIsOver):
        agree_to_move(session, group, person_id=people[3].id, clock=clock)
    assert open_budding(session, group.id) is None, "nothing of it is kept"


def test_nobody_says_yes_for_another(session: Session, clock: FixedClock) -> None:
    group, people = five(session, clock)
    propose(session, group, people[3:], clock, by=people[0])
    for act in (agree_to_move, refuse_to_move):
        with pytest.raises(BuddingIsOver):
            act(session, group, person_id=people[0].id, clock=clock)
    with pytest.raises(BuddingIsOver):
        stop_budding(session, group, person_id=people[1].id)
    stop_budding(session, group, person_id=people[0].id)
    assert open_budding(session, group.id) is None


@pytest.mark.parametrize("who", [[], [4], [0, 1, 2, 3], [0, 1, 2, 3, 4]])
def test_two_go_and_two_stay(session: Session, clock: FixedClock, who: list[int]) -> None:
    group, people = five(session, clock)
    with pytest.raises(PickWhoGoes):
        propose(session, group, [people[i] for i in who], clock)
    with pytest.raises(PickWhoGoes):
        propose(session, group, [people[0], make_person(session)], clock)


def test_one_at_a_time(session: Session, clock: FixedClock) -> None:
    group, people = five(session, clock)
    propose(session, group, people[3:], clock)
    with pytest.raises(BuddingOpenAlready):
        propose(session, group, people[1:3], clock)
    nested = session.begin_nested()
    row = {"name": "Two", "proposed_by": people[0].id, "proposed_at": clock.now()}
    session.add(Budding(group_id=group.id, closes_on=clock.today(), **row))
    with pytest.raises(IntegrityError):
        session.flush()
    nested.rollback()
    clock.move(timedelta(days=15))
    assert budding_view(session, group, me=people[3].id, today=clock.today()) is None
    propose(session, group, people[1:3], clock)
    clock.move(timedelta(days=15))
    assert forget_old_buddings(session, clock=clock) == 1


def test_if_a_mover_or_too_many_leave_it_is_over(session: Session, clock: FixedClock) -> None:
    group, people = five(session, clock)
    propose(session, group, people[3:], clock)
    leave(session, group, person_id=people[3].id, clock=clock)
    members(session, group.id)
    with pytest.raises(BuddingIsOver):
        agree_to_move(session, group, person_id=people[4].id, clock=clock)
    assert members(session, group.id) == {people[i].id for i in (0, 1, 2, 4)}


def test_not_while_something_is_decided(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    for name in ("Ros", "Bill"):
        session.add(
            Membership(
                group_id=story.group.id,
                person_id=make_person(session, name=name).id,
                brings="",
                joined_at=clock.now(),
            )
        )
    session.flush()
    session.expire_all()
    with pytest.raises(NotWhileBusy):
        propose(session, story.group, story.people[:2], clock)


def test_not_while_anything_is_promised_or_held(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock, sooner=True)
    last = story.offer.terms.last_on
    assert is_busy(session, story.group.id, today=clock.today(), now=clock.now())
    clock.move(last - clock.today() + timedelta(days=1))
    assert has_open_promises(session, story.group.id, now=clock.now()), "until its end is told"
    with pytest.raises(NotWhileBusy):
        propose(session, story.group, story.people[:2], clock)
    clock.move(timedelta(days=90))
    assert not is_busy(session, story.group.id, today=clock.today(), now=clock.now())


def test_a_promise_made_since_keeps_them_together(session: Session, clock: FixedClock) -> None:
    group, people = five(session, clock)
    propose(session, group, people[3:], clock)
    agree_to_move(session, group, person_id=people[3].id, clock=clock)
    busy = "microcare.commissioning.services.budding.is_busy"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(busy, lambda *_args, **_more: True)
        with pytest.raises(NotWhileBusy):
            agree_to_move(session, group, person_id=people[4].id, clock=clock)
    assert members(session, group.id) == {p.id for p in people}


def test_the_database_asks_for_each_ones_yes(session: Session, clock: FixedClock) -> None:
    group, people = five(session, clock)
    propose(session, group, people[3:], clock)
    new = make_group(session, [people[0]], clock)
    began = update(Budding).values(ended_at=clock.now(), new_group_id=new.id)
    nested = session.begin_nested()
    with pytest.raises(IntegrityError):
        session.execute(began)
    nested.rollback()
    on = "" if session.get_bind().dialect.name == "sqlite" else " ON budding"
    session.execute(text(f"DROP TRIGGER budding_by_each{on}"))
    session.execute(began)


def test_a_deleted_account_moves_nobody(session: Session, clock: FixedClock) -> None:
    group, people = five(session, clock)
    propose(session, group, people[3:], clock)
    agree_to_move(session, group, person_id=people[3].id, clock=clock)
    erase(session, people[3].id, clock)
    members(session, group.id)
    assert personal_data(session, people[3].id) == []
    with pytest.raises(BuddingIsOver):
        agree_to_move(session, group, person_id=people[4].id, clock=clock)


def test_two_last_yeses_at_once_make_one_group(committed_app: Flask) -> None:
    with Session(db.engine) as making:
        group, people = five(making, CLOCK)
        propose(making, group, people[3:], CLOCK)
        ids = group.id, [person.id for person in people]
        making.commit()

    def press(who: UUID) -> Deed:
        def deed(session: Session) -> None:
            agree_to_move(session, session.get_one(Group, ids[0]), person_id=who, clock=CLOCK)

        return deed

    assert together(db.engine, *(press(who) for who in ids[1][3:])) == ["done", "done"]
    with Session(db.engine) as after:
        assert after.scalar(select(func.count()).select_from(Group)) == 2
        assert [len(groups_of(after, who)) for who in ids[1]] == [1] * 5
