"""Ways to share a price: each share kept in pence, nobody above their most, nobody's most shown."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.budgets.queries import holds_of, money_of
from microcare.commissioning.models import OwnKey, OwnKeyBudget, OwnMost
from microcare.commissioning.policies import split_of
from microcare.commissioning.queries import group_view, own_most
from microcare.commissioning.services import (
    choose_offer,
    join_in,
    leave,
    say_most,
    settle,
    stop_plan,
)
from microcare.commissioning.values import (
    AboveMyMost,
    CannotJoinIn,
    DoesNotReach,
    MostChangedToday,
    NoMoneyForDays,
    NothingToPay,
    PickYourMoney,
    SaidYesToMore,
    Split,
    Way,
)
from microcare.decisions.values import Answer, OneAtATime, Outcome, Share, version_hash
from microcare.kernel.clock import FixedClock
from tests.factories.budgets import make_budget
from tests.factories.groups import Story, everyone_says_yes, look_again, make_story, say

TODAY = date(2026, 11, 23)
THREE_DAYS = timedelta(days=3)


def put(session: Session, story: Story, clock: FixedClock, split: Split) -> None:
    """The first of them puts the offer to everyone, shared so."""
    me = story.people[0].id
    choose_offer(session, story.group, story.offer, person_id=me, split=split, clock=clock)
    look_again(session, story)


def split_for(story: Story, way: Way) -> Split:
    a, b, c = (person.id for person in story.people)
    if way is Way.HOURS:
        return Split(way, parts={a: 4, b: 4, c: 10})
    if way is Way.FIXED:
        return Split(way, parts={a: 1_000, b: 1_400, c: 3_000})
    if way is Way.ATTENDANCE:
        every = frozenset(range(12))
        return Split(way, comes={a: every, b: every, c: every - {0, 5}})
    return Split(way)


@pytest.mark.parametrize(
    ("way", "totals"),
    [
        (Way.EQUAL, (21_600, 21_600, 21_600)),
        (Way.HOURS, (14_400, 14_400, 36_000)),
        (Way.FIXED, (12_000, 16_800, 36_000)),
        (Way.ATTENDANCE, (23_400, 23_400, 18_000)),
        (Way.ABILITY, (12_000, 26_400, 26_400)),
    ],
)
def test_each_is_asked_for_their_own_part_and_promises_that(
    session: Session, clock: FixedClock, way: Way, totals: tuple[int, ...]
) -> None:
    story = make_story(session, clock, pence=[50_000] * 3, chosen=False)
    if way is Way.ABILITY:
        say_most(
            session, story.group.id, person_id=story.people[0].id, week_pence=1_000, clock=clock
        )
    put(session, story, clock, split_for(story, way))
    assert story.proposal is not None
    for person, total in zip(story.people, totals, strict=True):
        plan = group_view(session, story.group, me=person.id, clock=clock).plan
        assert plan is not None
        assert plan.way is way
        assert plan.mine is not None
        assert plan.mine.share.total == total
        assert sum(pence for _, pence in plan.my_days) == total
        assert plan.mine.about_a_week == total // 12
        # The seal covers what all may read, and each one's own share (P20).
        assert plan.proof is not None
        mine = Share(person_id=person.id, pence=total, salt=plan.proof.my_salt)
        assert mine.digest in plan.proof.digests
        assert version_hash(plan.proof.document, plan.proof.digests) == plan.proof.hash
    assert split_of(story.proposal) == split_for(story, way)
    everyone_says_yes(session, story, clock)
    clock.move(THREE_DAYS)
    assert settle(session, story.proposal.id, clock=clock) is Outcome.PASSED
    assert tuple(money_of(session, p.id, today=TODAY).promised for p in story.people) == totals


def test_who_does_not_come_has_no_promise_for_that_day(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, pence=[50_000] * 3, chosen=False)
    put(session, story, clock, split_for(story, Way.ATTENDANCE))
    everyone_says_yes(session, story, clock, sooner=True)
    tomasz, amara = (holds_of(session, story.people[n].id) for n in (2, 0))
    assert len(tomasz) == 10
    assert {hold.pence for hold in tomasz} == {1_800}
    assert [hold.pence for hold in amara if hold.pence != 1_800] == [2_700, 2_700]


def test_whoever_pays_nothing_needs_no_money_for_it(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, pence=[50_000] * 3, chosen=False)
    a, b, c = (person.id for person in story.people)
    put(session, story, clock, Split(Way.FIXED, parts={a: 2_700, b: 2_700, c: 0}))
    with pytest.raises(NothingToPay):
        say(session, story, 2, Answer.YES, clock)
    with pytest.raises(PickYourMoney):
        say(session, story, 1, Answer.YES, clock, budgets=[])
    for who in (0, 1):
        say(session, story, who, Answer.YES, clock, sooner=True)
    assert story.proposal is not None
    assert story.proposal.outcome == Outcome.PASSED
    assert money_of(session, c, today=TODAY).promised == 0


@pytest.mark.parametrize(
    ("way", "totals"),
    [
        (Way.EQUAL, (32_400, 32_400)),
        (Way.ABILITY, (32_400, 32_400)),
        (Way.HOURS, (32_400, 32_400)),
        (Way.ATTENDANCE, (32_400, 32_400)),
        (Way.FIXED, None),
    ],
)
def test_who_stands_aside_leaves_the_others_the_same_way(
    session: Session, clock: FixedClock, way: Way, totals: tuple[int, ...] | None
) -> None:
    story = make_story(session, clock, pence=[50_000] * 3, chosen=False)
    put(session, story, clock, split_for(story, way))
    say(session, story, 2, Answer.ASIDE, clock)
    assert story.proposal is not None
    if totals is None:
        # The sums that they agreed on are not the price any more.
        assert story.proposal.outcome == Outcome.WITHDRAWN
        return
    assert split_of(story.proposal).way is way
    shares = {elector.person_id: elector.pence for elector in story.proposal.electors}
    assert [shares[p.id] for p in story.people] == [*totals, 0]
    plan = group_view(session, story.group, me=story.people[2].id, clock=clock).plan
    assert plan is not None
    assert plan.is_aside
    assert plan.may_join_in is (way in (Way.EQUAL, Way.ABILITY))
    assert story.agreement is not None
    if plan.may_join_in:
        join_in(session, story.agreement, person_id=story.people[2].id, clock=clock)
        assert len(look_again(session, story).agreement.people) == 3  # type: ignore[union-attr]
    else:
        with pytest.raises(CannotJoinIn):
            join_in(session, story.agreement, person_id=story.people[2].id, clock=clock)


def test_nobody_is_left_to_carry_more_than_they_can(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, pence=[50_000] * 3, chosen=False)
    for who in (0, 1):
        most(session, story, who, 2_600, clock)
    put(session, story, clock, Split(Way.ABILITY))
    say(session, story, 2, Answer.ASIDE, clock)
    assert story.proposal is not None
    assert story.proposal.outcome == Outcome.WITHDRAWN


def test_pressing_twice_puts_it_once_and_another_way_is_another_plan(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock, chosen=False)
    put(session, story, clock, split_for(story, Way.HOURS))
    first = story.agreement
    put(session, story, clock, split_for(story, Way.HOURS))
    assert story.agreement is first
    with pytest.raises(OneAtATime):
        put(session, story, clock, split_for(story, Way.FIXED))


# The most that one can pay.


def most(session: Session, story: Story, who: int, pence: int | None, clock: FixedClock) -> None:
    me = story.people[who].id
    say_most(session, story.group.id, person_id=me, week_pence=pence, clock=clock)


def test_what_does_not_reach_is_put_to_nobody(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, chosen=False)
    for who, pence in enumerate((1_700, 1_800, 1_899)):
        most(session, story, who, pence, clock)
    with pytest.raises(DoesNotReach) as broken:
        put(session, story, clock, Split(Way.ABILITY))
    assert not any(letter.isdigit() for letter in str(broken.value))
    assert group_view(session, story.group, me=story.people[0].id, clock=clock).plan is None


def test_nobodys_most_is_in_what_everyone_decides_on(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, pence=[50_000] * 3, chosen=False)
    most(session, story, 1, 1_234, clock)
    put(session, story, clock, Split(Way.ABILITY))
    assert story.proposal is not None
    assert "1234" not in story.proposal.document
    assert str(story.people[1].id) not in story.proposal.document
    for who in (0, 2):
        view = group_view(session, story.group, me=story.people[who].id, clock=clock)
        assert "1234" not in repr(view)
        assert str(1_234 * 12) not in repr(view)


def test_the_most_holds_for_every_way(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    most(session, story, 0, 1_799, clock)
    with pytest.raises(AboveMyMost, match="£18.00 a session.*£17.99"):
        say(session, story, 0, Answer.YES, clock)
    # Past the rule in the code, the database says so itself.
    assert story.agreement is not None
    key = {"agreement_id": story.agreement.id, "person_id": story.people[0].id, "at": clock.now()}
    with pytest.raises(IntegrityError, match="above their most"), session.begin_nested():
        session.execute(insert(OwnKey).values(**key))
    clock.move(timedelta(days=1))
    most(session, story, 0, 1_800, clock)
    say(session, story, 0, Answer.YES, clock)


def test_it_is_a_week_s_and_an_offer_may_be_every_other_week(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock, pence=[50_000] * 3, sessions=4, every_weeks=2, chosen=False)
    most(session, story, 0, 500, clock)
    put(session, story, clock, Split(Way.ABILITY))
    view = group_view(session, story.group, me=story.people[0].id, clock=clock)
    assert view.plan is not None
    assert view.plan.mine is not None
    assert view.plan.mine.share.most == 1_000
    assert view.plan.mine.about_a_week == 500


def test_it_changes_once_a_day_and_never_below_a_yes(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock)
    most(session, story, 0, 1_900, clock)
    most(session, story, 0, 1_900, clock)
    with pytest.raises(MostChangedToday):
        most(session, story, 0, None, clock)
    say(session, story, 0, Answer.YES, clock)
    clock.move(timedelta(days=1))
    with pytest.raises(SaidYesToMore):
        most(session, story, 0, 1_799, clock)
    say(session, story, 0, Answer.WORRY, clock, reason="Too much")
    most(session, story, 0, 1_799, clock)
    clock.move(timedelta(days=1))
    most(session, story, 0, None, clock)
    # That it was taken back today counts as said today.
    with pytest.raises(MostChangedToday):
        most(session, story, 0, 5, clock)
    stop_plan(session, story.group, clock=clock)


def test_it_goes_with_whoever_leaves(session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, chosen=False)
    most(session, story, 0, 1_900, clock)
    most(session, story, 1, 1_901, clock)
    leave(session, story.group, person_id=story.people[0].id, clock=clock)
    session.flush()
    assert list(session.scalars(select(OwnMost.person_id))) == [story.people[1].id]
    assert own_most(session, story.group.id, story.people[1].id) == 1_901


# Several budgets in one yes.


def two_years(session: Session, clock: FixedClock) -> Story:
    """Twelve Tuesdays from 2 March 2027, five of them before the council's year ends."""
    story = make_story(session, clock, first_on=date(2027, 3, 2))
    for person in story.people:
        starts, ends = date(2027, 4, 1), date(2028, 3, 31)
        budget = make_budget(session, person, clock, pence=20_000, starts_on=starts, ends_on=ends)
        story.budgets.append(budget)
    return story


def pair(story: Story, who: int) -> list[object]:
    return [story.budgets[who + 3], story.budgets[who]]


def test_each_session_draws_on_the_year_that_its_day_lies_in(
    session: Session, clock: FixedClock
) -> None:
    story = two_years(session, clock)
    for who in range(3):
        say(session, story, who, Answer.YES, clock, budgets=pair(story, who), sooner=True)
    assert story.proposal is not None
    assert story.proposal.outcome == Outcome.PASSED
    for who in range(3):
        drawn: dict[UUID, list[date]] = {}
        for hold in holds_of(session, story.people[who].id):
            drawn.setdefault(hold.purse, []).append(hold.for_on)
        old, new = drawn[story.budgets[who].id], drawn[story.budgets[who + 3].id]
        assert max(old) == date(2027, 3, 30)
        assert min(new) == date(2027, 4, 6)
        assert len(old) + len(new) == 12


def test_a_day_that_no_budget_covers_is_said_to_its_owner(
    session: Session, clock: FixedClock
) -> None:
    story = two_years(session, clock)
    for chosen in (story.budgets[0], story.budgets[3]):
        with pytest.raises(NoMoneyForDays):
            say(session, story, 0, Answer.YES, clock, budgets=[chosen])
    say(session, story, 0, Answer.YES, clock, budgets=pair(story, 0))
    # Said again with other money: what was named before is no longer.
    say(session, story, 0, Answer.YES, clock, budgets=pair(story, 0)[::-1])
    assert story.agreement is not None
    assert [key.budget_ids for key in story.agreement.keys] == [
        {story.budgets[0].id, story.budgets[3].id}
    ]


def test_nobody_names_anothers_money(session: Session, clock: FixedClock) -> None:
    story = two_years(session, clock)
    with pytest.raises(PickYourMoney):
        say(session, story, 0, Answer.YES, clock, budgets=[*pair(story, 0), story.budgets[1]])
    say(session, story, 0, Answer.YES, clock, budgets=pair(story, 0))
    assert story.agreement is not None
    mine = {"agreement_id": story.agreement.id, "person_id": story.people[0].id}
    theirs = {"budget_id": story.budgets[1].id}
    for attack in (
        insert(OwnKeyBudget).values(**mine, **theirs),
        update(OwnKeyBudget).values(theirs),
    ):
        with pytest.raises(IntegrityError, match="not their own money"), session.begin_nested():
            session.execute(attack)
