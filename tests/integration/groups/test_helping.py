"""Only a consent shows somebody to the catalyst, and only while it lasts."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.groups.models import Introduction
from microcare.groups.queries import finding_of, interests_of, people_asking
from microcare.groups.queries.finding import open_introductions_of
from microcare.groups.services import (
    ask_for_a_hand,
    change_interest,
    end_interest,
    forget_what_ran_out,
    introduce_two,
    say_not_this_time,
    say_yes_to_meeting,
    take_back_asking,
)
from microcare.groups.values import IntroducedAlready, PickTwo
from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from microcare.places.models import Patch
from microcare.search.values import NobodyToAsk
from tests.factories.directory import TRAFFORD, make_catalyst, make_patch
from tests.factories.finding import EVENING, RULES, introduction_of, make_met, somebody, wanted
from tests.factories.groups import make_group


@pytest.fixture
def patch(session: Session) -> Patch:
    return make_patch(session)


@pytest.fixture
def dawn(session: Session, patch: Patch) -> Person:
    return make_catalyst(session, patch)


def names(session: Session, by: Person, clock: FixedClock) -> list[str]:
    session.flush()
    rows = people_asking(session, by.patch_ids, today=clock.today())
    return [row.first_name for row in rows]


def test_what_the_catalyst_sees_and_until_when(
    session: Session, clock: FixedClock, dawn: Person
) -> None:
    _, mine = somebody(session, clock, "Amara Obi")
    somebody(session, clock, "Gwen Parry")
    assert names(session, dawn, clock) == []
    ask_for_a_hand(session, mine, clock=clock)
    [seen] = people_asking(session, dawn.patch_ids, today=clock.today())
    assert (seen.first_name, seen.helps, seen.outcode) == ("Amara", ("Singing", "Walks"), "TA1")
    assert seen.until == clock.today() + timedelta(weeks=4)
    other = make_catalyst(session, make_patch(session, "Far and Wide", TRAFFORD), "Omar Else")
    assert names(session, other, clock) == []
    clock.move(timedelta(weeks=4))
    assert names(session, dawn, clock) == ["Amara"]
    clock.move(timedelta(days=1))
    assert names(session, dawn, clock) == []
    forget_what_ran_out(session, clock=clock)
    session.expire_all()
    assert mine.asked_patch_id is None


@pytest.mark.parametrize("way", ["take_back", "end", "change"])
def test_it_is_taken_back_at_once(
    session: Session, clock: FixedClock, dawn: Person, way: str
) -> None:
    _, mine = somebody(session, clock, "Amara Obi")
    ask_for_a_hand(session, mine, clock=clock)
    assert names(session, dawn, clock) == ["Amara"]
    if way == "take_back":
        take_back_asking(session, mine, clock=clock)
    elif way == "end":
        end_interest(session, mine)
    else:
        change_interest(session, mine, wanted(times=(EVENING,)), rules=RULES, clock=clock)
    assert names(session, dawn, clock) == []


def test_a_consent_lasts_no_longer_than_what_it_is_about(
    session: Session, clock: FixedClock, dawn: Person
) -> None:
    _, mine = somebody(session, clock)
    clock.move(timedelta(weeks=6))
    ask_for_a_hand(session, mine, clock=clock)
    assert mine.asked_until == mine.ends_on
    mine.asked_until = mine.ends_on + timedelta(days=1)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_nobody_to_ask(session: Session, clock: FixedClock, dawn: Person) -> None:
    _, mine = somebody(session, clock, outcode="M33")
    with pytest.raises(NobodyToAsk):
        ask_for_a_hand(session, mine, clock=clock)


def test_two_who_both_asked_are_introduced_and_each_says_yes(
    session: Session, clock: FixedClock, dawn: Person
) -> None:
    amara, first = somebody(session, clock, "Amara Obi")
    gwen, second = somebody(session, clock, "Gwen Parry", helps=("games",), times=(EVENING,))
    for interest in (first, second):
        ask_for_a_hand(session, interest, clock=clock)
    introduce_two(session, [first.id, second.id], by=dawn, clock=clock)
    found = introduction_of(session, amara.id, clock)
    [card] = finding_of(session, amara, rules=RULES, today=clock.today()).introductions
    assert (card.by, card.name, card.helps) == (dawn.first_name, "", ())
    assert not say_yes_to_meeting(session, found, person_id=amara.id, clock=clock)
    assert say_yes_to_meeting(session, found, person_id=gwen.id, clock=clock)
    before = names(session, dawn, clock)
    say_not_this_time(session, found, person_id=gwen.id, clock=clock)
    assert names(session, dawn, clock) == before, "what came of it is not the catalyst's"


def test_only_two_who_ask_now_and_here(session: Session, clock: FixedClock, dawn: Person) -> None:
    amara, first = somebody(session, clock)
    gwen, second = somebody(session, clock)
    ask_for_a_hand(session, first, clock=clock)
    far = make_catalyst(session, make_patch(session, "Far and Wide", TRAFFORD), "Omar Else")
    for ids in ([first.id, second.id], [first.id], [first.id, first.id], []):
        with pytest.raises(PickTwo):
            introduce_two(session, ids, by=dawn, clock=clock)
    ask_for_a_hand(session, second, clock=clock)
    with pytest.raises(PickTwo):
        introduce_two(session, [first.id, second.id], by=far, clock=clock)
    introduce_two(session, [first.id, second.id], by=dawn, clock=clock)
    with pytest.raises(IntroducedAlready):
        introduce_two(session, [first.id, second.id], by=dawn, clock=clock)
    assert len(open_introductions_of(session, gwen.id, today=clock.today())) == 1
    assert amara.id != gwen.id


def test_two_who_know_each_other_are_left_alone_without_a_word(
    session: Session, clock: FixedClock, dawn: Person
) -> None:
    amara, first = somebody(session, clock)
    gwen, second = somebody(session, clock)
    make_group(session, [amara, gwen], clock)
    for interest in (first, second):
        ask_for_a_hand(session, interest, clock=clock)
    introduce_two(session, [first.id, second.id], by=dawn, clock=clock)
    assert session.scalar(select(Introduction)) is None


def test_two_who_met_by_themselves_too(session: Session, clock: FixedClock, dawn: Person) -> None:
    amara, gwen, met = make_met(session, clock)
    asked = [interests_of(session, who.id)[0] for who in (amara, gwen)]
    for interest in asked:
        ask_for_a_hand(session, interest, clock=clock)
    introduce_two(session, [one.id for one in asked], by=dawn, clock=clock)
    assert list(session.scalars(select(Introduction.id))) == [met.id]
