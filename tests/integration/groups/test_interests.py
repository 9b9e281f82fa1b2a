"""One bit about everybody else, three turns a week, and nothing kept when it is over."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.groups.models import Interest, InterestHelp, InterestTime, InterestTurn
from microcare.groups.queries import (
    finding_of,
    helps_to_find_by,
    interests_of,
    is_someone_near,
    next_turn_on,
)
from microcare.groups.services import (
    change_interest,
    end_interest,
    forget_what_ran_out,
    renew_interest,
    tell_who_is_not_alone,
)
from microcare.groups.values import (
    FindingRules,
    InterestIsOver,
    NotAmongHelps,
    NoTurnLeft,
    NotYourGroup,
    PickATime,
    UnknownOutcode,
    WantedEnough,
)
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.people.models import Person
from tests.counting import statements
from tests.factories.finding import EVENING, MORNING, RULES, make_interest, somebody, wanted
from tests.factories.groups import make_group
from tests.factories.people import make_person


def near(session: Session, interest: Interest, clock: FixedClock, **rules: int) -> bool:
    told = FindingRules(**rules)
    return is_someone_near(session, interest, rules=told, today=clock.today())


@pytest.fixture
def me(session: Session) -> Person:
    return make_person(session, name="Amara Obi")


@pytest.mark.parametrize(
    ("theirs", "is_near"),
    [
        ({}, True),
        ({"helps": ("walks",)}, True),
        ({"helps": ("swimming",)}, False),
        ({"times": (EVENING, MORNING)}, True),
        ({"times": (EVENING,)}, False),
        ({"outcode": "ta2 8"}, True),
        ({"outcode": "TA24"}, False),
        ({"outcode": "M33"}, False),
    ],
)
def test_near_is_one_thing_one_time_and_a_few_miles_in_common(
    session: Session, clock: FixedClock, me: Person, theirs: dict[str, Any], is_near: bool
) -> None:
    mine = make_interest(session, me, clock)
    assert not near(session, mine, clock)
    _, other = somebody(session, clock, **theirs)
    assert near(session, mine, clock) is is_near
    assert near(session, other, clock) is is_near, "near is mutual"


def test_how_far_is_a_setting(session: Session, clock: FixedClock, me: Person) -> None:
    mine = make_interest(session, me, clock)
    somebody(session, clock, outcode="TA24")
    assert not near(session, mine, clock, miles=5)
    assert near(session, mine, clock, miles=25)


def test_who_does_not_count(session: Session, clock: FixedClock, me: Person) -> None:
    mine = make_interest(session, me, clock)
    make_interest(session, me, clock, outcode="TA2")
    assert not near(session, mine, clock), "oneself"
    friend, _ = somebody(session, clock)
    assert near(session, mine, clock)
    make_group(session, [me, friend], clock)
    assert not near(session, mine, clock), "whoever is in a group with one"


def test_only_while_both_are_live(session: Session, clock: FixedClock, me: Person) -> None:
    mine = make_interest(session, me, clock)
    clock.move(timedelta(weeks=4))
    somebody(session, clock)
    clock.move(timedelta(weeks=4))
    assert near(session, mine, clock), "the last day counts"
    clock.move(timedelta(days=1))
    assert not near(session, mine, clock)
    assert finding_of(session, me, rules=RULES, today=clock.today()).interests == ()
    with pytest.raises(InterestIsOver):
        renew_interest(session, mine, rules=RULES, clock=clock)


def test_renewing_is_from_today_and_takes_no_turn(
    session: Session, clock: FixedClock, me: Person
) -> None:
    mine = make_interest(session, me, clock)
    clock.move(timedelta(weeks=3))
    renew_interest(session, mine, rules=RULES, clock=clock)
    assert mine.ends_on == clock.today() + timedelta(weeks=8)
    assert session.scalar(select(func.count()).select_from(InterestTurn)) == 1


def test_one_and_four_take_the_same_statements(
    session: Session, clock: FixedClock, me: Person
) -> None:
    make_interest(session, me, clock)
    seen, counts = [], []
    for _ in range(4):
        somebody(session, clock)
        with statements(session) as asked:
            seen.append(finding_of(session, me, rules=RULES, today=clock.today()))
        counts.append(len(asked))
    assert len(set(counts)) == 1
    assert all(view == seen[0] for view in seen)


def test_terms_of_the_body_and_of_conditions_are_not_among_them(session: Session) -> None:
    slugs = {term.slug for term in helps_to_find_by(session)}
    assert "walks" in slugs
    assert not slugs & {"memory-loss", "help-to-eat", "using-the-toilet", "medicines"}


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"helps": ()}, NotAmongHelps),
        ({"helps": ("walks", "singing", "games", "art")}, NotAmongHelps),
        ({"helps": ("memory-loss",)}, NotAmongHelps),
        ({"helps": ("no-such-thing",)}, NotAmongHelps),
        ({"outcode": ""}, UnknownOutcode),
        ({"outcode": "Taunton"}, UnknownOutcode),
        ({"outcode": "ZZ99"}, UnknownOutcode),
        ({"times": ()}, PickATime),
    ],
)
def test_what_is_said_must_be_what_was_asked(
    session: Session, clock: FixedClock, me: Person, changes: dict[str, Any], broken: Any
) -> None:
    with pytest.raises(broken):
        make_interest(session, me, clock, **changes)
    assert next_turn_on(session, me.id, today=clock.today()) is None
    assert session.scalar(select(func.count()).select_from(InterestTurn)) == 0


@pytest.mark.parametrize("typed", ["TA1", "ta1", " TA1 4", "TA1 4AB", "ta14ab"])
def test_no_more_than_the_outcode_is_kept(
    session: Session, clock: FixedClock, me: Person, typed: str
) -> None:
    assert make_interest(session, me, clock, outcode=typed).outcode == "TA1"


def test_ending_and_starting_anew_gives_no_turn_back(
    session: Session, clock: FixedClock, me: Person
) -> None:
    for outcode in ("TA1", "TA2", "TA3"):
        end_interest(session, make_interest(session, me, clock, outcode=outcode))
    with pytest.raises(NoTurnLeft, match="30 November"):
        make_interest(session, me, clock, outcode="TA4")
    clock.move(timedelta(days=6))
    with pytest.raises(NoTurnLeft):
        make_interest(session, me, clock, outcode="TA4")
    assert next_turn_on(session, me.id, today=clock.today()) == date(2026, 11, 30)
    clock.move(timedelta(days=1))
    make_interest(session, me, clock, outcode="TA4")


def test_turns_come_back_one_by_one(session: Session, clock: FixedClock, me: Person) -> None:
    for outcode in ("TA1", "TA2", "TA3"):
        end_interest(session, make_interest(session, me, clock, outcode=outcode))
        clock.move(timedelta(days=2))
    clock.move(timedelta(days=1))
    end_interest(session, make_interest(session, me, clock))
    with pytest.raises(NoTurnLeft, match="2 December"):
        make_interest(session, me, clock)


def test_any_change_takes_a_turn_and_the_same_again_takes_none(
    session: Session, clock: FixedClock, me: Person
) -> None:
    mine = make_interest(session, me, clock)
    same = wanted(outcode="TA1 4AB", helps=("singing", "walks"))
    for _ in range(5):
        change_interest(session, mine, same, rules=RULES, clock=clock)
    for theirs in ({"outcode": "TA2"}, {"times": (EVENING,)}):
        change_interest(session, mine, wanted(**theirs), rules=RULES, clock=clock)
    with pytest.raises(NoTurnLeft):
        change_interest(session, mine, wanted(helps=("games",)), rules=RULES, clock=clock)
    session.expire_all()
    assert mine.outcode == "TA1"
    assert [row.part for row in mine.times] == [EVENING.value]


def test_the_database_holds_the_turns_too(session: Session, clock: FixedClock, me: Person) -> None:
    for _ in range(3):
        end_interest(session, make_interest(session, me, clock))
    session.flush()

    def refused(act: Any) -> None:
        nested = session.begin_nested()
        with pytest.raises(IntegrityError):
            act()
        nested.rollback()

    later = update(InterestTurn).where(InterestTurn.number == 1)
    early = later.values(taken_on=clock.today() + timedelta(days=6))
    refused(lambda: session.execute(early))
    session.execute(later.values(taken_on=clock.today() + timedelta(days=7)))
    fourth = InterestTurn(person_id=me.id, number=4, taken_on=clock.today())
    refused(lambda: (session.add(fourth), session.flush()))


def test_only_the_trigger_keeps_turns_from_coming_back_early(
    session: Session, clock: FixedClock, me: Person
) -> None:
    make_interest(session, me, clock)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    on = "" if is_sqlite else " ON interest_turn"
    session.execute(text(f"DROP TRIGGER interest_turn_week{on}"))
    session.execute(update(InterestTurn).values(taken_on=clock.today() + timedelta(days=1)))


def test_three_at_a_time(session: Session, clock: FixedClock, me: Person) -> None:
    for outcode in ("TA1", "TA2", "TA3"):
        make_interest(session, me, clock, outcode=outcode)
    clock.move(timedelta(days=7))
    with pytest.raises(WantedEnough, match="3 things"):
        make_interest(session, me, clock)
    nested = session.begin_nested()
    session.add(
        Interest(
            person_id=me.id,
            slot=4,
            outcode="TA4",
            said_on=clock.today(),
            ends_on=clock.today(),
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()
    nested.rollback()
    clock.move(timedelta(weeks=8))
    make_interest(session, me, clock)
    assert len(interests_of(session, me.id)) == 1, "what ran out makes room before the chore"


def test_for_a_group_one_must_be_in_it_and_it_must_have_room(
    session: Session, clock: FixedClock, me: Person
) -> None:
    friend, stranger = make_person(session), make_person(session)
    group = make_group(session, [me, friend], clock)
    with pytest.raises(NotYourGroup):
        make_interest(session, stranger, clock, group_id=group.id)
    mine = make_interest(session, me, clock, group_id=group.id)
    _, other = somebody(session, clock)
    assert near(session, other, clock)
    assert near(session, mine, clock)
    assert not near(session, other, clock, most_members=2), "a full group looks for nobody"
    group.winding_since = clock.now()
    session.flush()
    assert not near(session, other, clock), "a group that ends looks for nobody"
    with pytest.raises(NotYourGroup):
        make_interest(session, friend, clock, group_id=group.id)
    group.winding_since = None
    session.execute(text("UPDATE membership SET left_at = joined_at"))
    assert not near(session, other, clock), "whoever left looks for it no longer"


def test_what_ran_out_is_forgotten_with_its_turns(
    session: Session, clock: FixedClock, me: Person
) -> None:
    make_interest(session, me, clock)
    clock.move(timedelta(days=6))
    forget_what_ran_out(session, clock=clock)
    assert session.scalar(select(func.count()).select_from(InterestTurn)) == 1
    clock.move(timedelta(days=1))
    assert forget_what_ran_out(session, clock=clock) == 0
    assert session.scalar(select(func.count()).select_from(InterestTurn)) == 0
    clock.move(timedelta(weeks=7))
    assert forget_what_ran_out(session, clock=clock) == 0
    clock.move(timedelta(days=1))
    assert forget_what_ran_out(session, clock=clock) == 1
    for table in (Interest, InterestHelp, InterestTime):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_one_letter_the_next_morning_to_whoever_read_no_one_yet(
    session: Session, clock: FixedClock, me: Person
) -> None:
    make_interest(session, me, clock)
    assert tell_who_is_not_alone(session, rules=RULES, clock=clock) == 0
    somebody(session, clock)
    assert tell_who_is_not_alone(session, rules=RULES, clock=clock) == 1
    somebody(session, clock)
    assert tell_who_is_not_alone(session, rules=RULES, clock=clock) == 0
    session.flush()
    [letter] = session.scalars(select(OutboxMessage))
    assert letter.payload == {"person_id": str(me.id), "path": "/groups/find"}
    assert letter.not_before.isoformat() == "2026-11-24T08:00:00+00:00"
