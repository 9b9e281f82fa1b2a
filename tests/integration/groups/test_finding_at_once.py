"""Two press at the same moment: each press counts once, and nothing falls between the two.

Threads with a connection each, as two requests have, on a database that really commits.
"""

import threading
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.extensions import db
from microcare.groups.models import Group, Interest, InterestTurn, Introduction
from microcare.groups.services import (
    ask_to_meet,
    meeting,
    say_interest,
    say_yes_to_meeting,
    start_with_them,
)
from microcare.groups.values import NoTurnLeft
from microcare.outbox.models import OutboxMessage
from microcare.people.models import Person
from tests.factories.finding import RULES, make_introduced, make_met, somebody, wanted
from tests.factories.people import CLOCK, make_person
from tests.together import Deed, together


def count(table: Any) -> int:
    with Session(db.engine) as after:
        return after.scalar(select(func.count()).select_from(table)) or 0


def marking(interest_id: UUID) -> Deed:
    def deed(session: Session) -> None:
        ask_to_meet(session, session.get_one(Interest, interest_id), rules=RULES, clock=CLOCK)

    return deed


def two_who_want_it(number: int = 2) -> list[UUID]:
    with Session(db.engine) as making:
        ids = [somebody(making, CLOCK)[1].id for _ in range(number)]
        making.commit()
    return ids


def test_two_who_mark_at_once_find_each_other(committed_app: Flask) -> None:
    ended = together(db.engine, *(marking(one) for one in two_who_want_it()))
    assert ended == ["done", "done"]
    assert count(Introduction) == 1
    assert count(OutboxMessage) == 2


def test_six_who_mark_at_once_are_three_pairs(committed_app: Flask) -> None:
    ended = together(db.engine, *(marking(one) for one in two_who_want_it(6)))
    assert ended == ["done"] * 6
    assert count(Introduction) == 3


@pytest.mark.parametrize("engine_name", ["postgresql"])
def test_without_the_lock_they_miss_each_other(committed_app: Flask, monkeypatch: Any) -> None:
    """Both look before either is seen, which only a lock on both can prevent."""
    seen = threading.Barrier(2)
    looked = meeting.longest_waiting

    def look(*args: Any, **kwargs: Any) -> Any:
        found = looked(*args, **kwargs)
        seen.wait(30)
        return found

    monkeypatch.setattr(meeting, "lock_people", lambda *_: None)
    monkeypatch.setattr(meeting, "longest_waiting", look)
    ended = together(db.engine, *(marking(one) for one in two_who_want_it()))
    assert ended == ["done", "done"]
    assert count(Introduction) == 0, "the race is not hard enough to prove anything"


def test_two_who_say_yes_at_once_have_met_once(committed_app: Flask) -> None:
    with Session(db.engine) as making:
        amara, gwen, found = make_introduced(making, CLOCK)
        ids = found.id, (amara.id, gwen.id)
        making.commit()
    before = count(OutboxMessage)

    def yes(person_id: UUID) -> Deed:
        def deed(session: Session) -> None:
            mine = session.get_one(Introduction, ids[0])
            say_yes_to_meeting(session, mine, person_id=person_id, clock=CLOCK)

        return deed

    assert together(db.engine, *(yes(who) for who in ids[1])) == ["done", "done"]
    with Session(db.engine) as after:
        assert after.get_one(Introduction, ids[0]).met_on is not None
    assert count(OutboxMessage) == before + 1, "one of them is written to, and once"


def test_two_who_start_at_once_start_one_group(committed_app: Flask) -> None:
    with Session(db.engine) as making:
        amara, gwen, found = make_met(making, CLOCK)
        ids = found.id, (amara.id, gwen.id)
        making.commit()

    def start(person_id: UUID) -> Deed:
        def deed(session: Session) -> None:
            start_with_them(
                session,
                session.get_one(Introduction, ids[0]),
                person=session.get_one(Person, person_id),
                name="Our group",
                clock=CLOCK,
            )

        return deed

    assert together(db.engine, *(start(who) for who in ids[1])) == ["done", "done"]
    assert count(Group) == 1


def test_eight_presses_take_three_turns(committed_app: Flask) -> None:
    with Session(db.engine) as making:
        me = make_person(making).id
        making.commit()

    def say(place: int) -> Deed:
        def deed(session: Session) -> None:
            what = wanted(outcode=f"TA{place + 1}")
            interest = say_interest(session, what, person_id=me, rules=RULES, clock=CLOCK)
            session.delete(interest)

        return deed

    ended = together(db.engine, *(say(place) for place in range(8)))
    assert sorted(ended) == [NoTurnLeft.__name__] * 5 + ["done"] * 3
    assert count(InterestTurn) == 3
