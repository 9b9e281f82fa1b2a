"""Who looked at what is somebody's: noted once a day, an act each time, and never changed."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.people.queries import personal_data, seen_of
from microcare.people.services import (
    delete_account,
    end_role,
    forget_app,
    grant_role,
    record_access,
    record_each,
    tidy,
)
from microcare.people.services import erase as erase_people
from microcare.people.values.seen import SEEN, VIEWER_WORDS, Seen, Viewer
from tests.counting import statements
from tests.factories.people import make_person


def told(session: Session, person_id: object) -> list[tuple[Viewer, str]]:
    """What a person reads of it, newest first."""
    lines, total = seen_of(session, person_id)  # type: ignore[arg-type]
    assert total == len(lines)
    return [(line.viewer, line.words) for line in lines]


def test_every_kind_has_a_viewer_and_words() -> None:
    assert set(SEEN) == set(Seen)
    assert {kind.viewer for kind in SEEN.values()} <= set(VIEWER_WORDS)


def test_a_look_is_told_once_a_day_and_an_act_each_time(
    session: Session, clock: FixedClock
) -> None:
    ros, sue = make_person(session), make_person(session, name="Sue Porter")
    for _ in range(2):
        record_access(session, ros.id, by=sue, what=Seen.KEEPER, clock=clock)
        record_access(session, ros.id, by=sue, what=Seen.ROLE_GIVEN, clock=clock)
    looked = (Viewer.CATALYST, "Read the page you look after, and your name")
    acted = (Viewer.ADMIN, "Gave you a role")
    assert sorted(told(session, ros.id)) == sorted([looked, acted, acted])
    clock.move(timedelta(days=1))
    record_access(session, ros.id, by=sue, what=Seen.KEEPER, clock=clock)
    assert told(session, ros.id)[0] == looked
    assert told(session, ros.id).count(looked) == 2


def test_the_day_is_that_of_london(session: Session, clock: FixedClock) -> None:
    ros, sue = make_person(session), make_person(session)
    clock.at = clock.at.replace(month=6, hour=22, minute=50)
    record_access(session, ros.id, by=sue, what=Seen.KEEPER, clock=clock)
    clock.move(timedelta(minutes=20))
    record_access(session, ros.id, by=sue, what=Seen.KEEPER, clock=clock)
    assert len(told(session, ros.id)) == 2


def test_what_is_ones_own_is_not_noted(session: Session, clock: FixedClock) -> None:
    ros = make_person(session)
    record_access(session, ros.id, by=ros, what=Seen.ACCOUNT, clock=clock)
    assert told(session, ros.id) == []


def test_of_staff_the_role_is_told_and_no_name(session: Session, clock: FixedClock) -> None:
    ros, ada = make_person(session), make_person(session, name="Ada Byron", roles=["admin"])
    grant = grant_role(session, ros, role="admin", granted_by=ada, clock=clock)
    session.flush()
    end_role(session, grant, by=ada, clock=clock)
    forget_app(session, ros.id, by=None, clock=clock)
    assert sorted(told(session, ros.id)) == [
        (Viewer.ADMIN, "Gave you a role"),
        (Viewer.ADMIN, "Took a role back from you"),
        (Viewer.OPERATOR, "Took your lost code app out of use"),
    ]


def test_several_are_noted_in_as_many_statements_as_one(
    session: Session, clock: FixedClock
) -> None:
    ada = make_person(session)
    few, many = ([make_person(session).id for _ in range(n)] for n in (2, 20))

    def asked(ids: list[object]) -> int:
        with statements(session) as made:
            record_each(session, ids, by=ada, what=Seen.ACCOUNT_LIST, clock=clock)  # type: ignore[arg-type]
        return len(made)

    assert asked(few) == asked(many) == 2  # type: ignore[arg-type]


def test_it_is_kept_as_long_as_the_setting_says(session: Session, clock: FixedClock) -> None:
    ros, sue = make_person(session), make_person(session)
    record_access(session, ros.id, by=sue, what=Seen.KEEPER, clock=clock)
    clock.move(timedelta(days=30))
    tidy(session, seen_kept=timedelta(days=30), clock=clock)
    assert len(told(session, ros.id)) == 1
    clock.move(timedelta(days=1))
    tidy(session, seen_kept=timedelta(days=30), clock=clock)
    assert told(session, ros.id) == []


def test_it_goes_with_the_account_looked_at_and_outlives_the_one_that_looked(
    session: Session, clock: FixedClock
) -> None:
    ros, sue = make_person(session), make_person(session, name="Sue Porter")
    record_access(session, ros.id, by=sue, what=Seen.KEEPER, clock=clock)
    record_access(session, sue.id, by=ros, what=Seen.KEEPER, clock=clock)
    delete_account(session, sue.id, erasers=[erase_people], clock=clock)
    session.flush()
    assert [viewer for viewer, _words in told(session, ros.id)] == [Viewer.CATALYST]
    assert told(session, sue.id) == []


def test_my_data_tells_who_looked_and_how_often_one_looked(
    session: Session, clock: FixedClock
) -> None:
    ros, ada = make_person(session), make_person(session, roles=["admin"])
    record_access(session, ros.id, by=ada, what=Seen.ACCOUNT, clock=clock)
    held = {part.name: part.entries for part in personal_data(session, ros.id)}
    (line,) = held["seen"]
    assert line["Who"] == VIEWER_WORDS[Viewer.ADMIN]
    held = {part.name: part.entries for part in personal_data(session, ada.id)}
    (row,) = held["looked"]
    assert (row["How often"], row["From"]) == (1, clock.today())


def test_no_row_is_changed_or_put_over_another(session: Session, clock: FixedClock) -> None:
    ros, sue = make_person(session), make_person(session)
    record_access(session, ros.id, by=sue, what=Seen.KEEPER, clock=clock)
    tries = ["UPDATE access_record SET by_id = NULL"]
    if session.get_bind().dialect.name == "sqlite":
        tries.append("INSERT OR REPLACE INTO access_record SELECT * FROM access_record")
    for statement in tries:
        with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
            session.execute(text(statement))
