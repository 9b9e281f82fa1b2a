"""The demonstration's groups stand at several stages, whatever the day it is made on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.queries import is_frozen
from microcare.commissioning.queries import group_view
from microcare.files.store import Store
from microcare.groups.queries import groups_of
from microcare.kernel.clock import FixedClock
from microcare.people.models import Authority, Person
from microcare.people.policies import is_live_authority
from microcare.people.queries import person_by_email
from microcare.site.seeding.demo import make_demonstration
from microcare.site.seeding.groups import COOKS, SUPPERS, SWIMMERS, WALKERS
from microcare.site.seeding.listings import DemonstrationGazetteer
from microcare.site.seeding.people_and_money import funding_years
from microcare.site.seeding.sign_ins import PERSON, SECOND, THIRD, Role, new_password
from microcare.site.seeding.sketches import Sketch

# The council's year ends on 31 March; clocks change at the end of March and of October.
AWKWARD_DAYS = [
    datetime(2026, 11, 23, 12, tzinfo=UTC),
    datetime(2027, 3, 31, 23, 30, tzinfo=UTC),
    datetime(2027, 4, 1, 0, 15, tzinfo=UTC),
    datetime(2027, 5, 9, 8, tzinfo=UTC),
    datetime(2028, 2, 29, 6, tzinfo=UTC),
]


def _asked(rows: list[Sketch]) -> list[Sketch]:
    return [row for row in rows if row.name in {COOKS, SUPPERS, WALKERS, SWIMMERS}]


@pytest.fixture
def make(session: Session, tmp_path: Path) -> Callable[[FixedClock], None]:
    return lambda clock: _make(session, clock, Store(tmp_path))


def _make(session: Session, clock: FixedClock, store: Store) -> None:
    make_demonstration(
        session,
        password=new_password(),
        gazetteer=DemonstrationGazetteer(None),
        store=store,
        clock=clock,
        progress=_asked,
    )
    session.flush()
    session.expire_all()


def _person(session: Session, role: Role) -> Person:
    person = person_by_email(session, role.email)
    assert person is not None
    return person


def _stages(session: Session, role: Role, clock: FixedClock) -> dict[str, str]:
    me = _person(session, role)
    views = [group_view(session, g, me=me.id, clock=clock) for g in groups_of(session, me.id)]
    return {view.name: view.stage for view in views}


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("now", AWKWARD_DAYS, ids=str)
def test_groups_stand_at_several_stages(
    session: Session, make: Callable[[FixedClock], None], now: datetime
) -> None:
    clock = FixedClock(now)
    make(clock)
    assert _stages(session, PERSON, clock) == {
        "Early Swimmers": "decide",
        "Friday Feet": "agreed",
        "Sunday Songs": "invite",
        "Tuesday Tea": "choose",
    }
    assert _stages(session, SECOND, clock)["Bread and Butter"] == "wait"
    assert set(_stages(session, THIRD, clock)) == {"Bread and Butter", "Friday Feet", "Tuesday Tea"}
    for me in (_person(session, role) for role in (PERSON, SECOND, THIRD)):
        assert all(
            group_view(session, group, me=me.id, clock=clock).my_left > 0
            for group in groups_of(session, me.id)
        )


def test_nobody_there_waits_for_a_receipt_in_time_to_come(
    session: Session, make: Callable[[FixedClock], None], clock: FixedClock
) -> None:
    make(clock)
    people = [_person(session, role).id for role in (PERSON, SECOND, THIRD)]
    assert not is_frozen(session, people, now=clock.now() + timedelta(days=365))


def test_a_supporter_may_look_and_never_spend(
    session: Session, make: Callable[[FixedClock], None], clock: FixedClock
) -> None:
    make(clock)
    (authority,) = session.scalars(select(Authority))
    assert authority.person_id == _person(session, SECOND).id
    assert is_live_authority(authority, clock.today())
    assert authority.limit_pence is None
    assert "money" not in authority.scope


@pytest.mark.parametrize("day", range(0, 800, 13))
def test_the_councils_years_touch_each_other(day: int) -> None:
    first = datetime(2026, 1, 1, tzinfo=UTC).date() + timedelta(days=day)
    years = funding_years(first, first + timedelta(days=200))
    assert years[0][0] <= first <= years[0][1]
    assert years[-1][1] >= first + timedelta(days=200)
    for (_, end), (start, _) in zip(years, years[1:], strict=False):
        assert start - end == timedelta(days=1)
