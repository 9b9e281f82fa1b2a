"""Two who do not know each other: first both would like to meet somebody, then each says yes."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from microcare.groups.models import Interest, Introduction
from microcare.groups.queries.near import longest_waiting, people_near
from microcare.groups.services.locking import live_interest, lock_people, locked_introduction
from microcare.groups.services.news import FINDING, tell
from microcare.groups.values import INTRODUCTION_LASTS, MEETING_LASTS, FindingRules
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id


def ask_to_meet(session: Session, interest: Interest, *, rules: FindingRules, clock: Clock) -> None:
    """Marks an interest: its owner would like to meet whoever is near. Raises InterestIsOver.

    Where another is marked too, the two are introduced, without names. Everybody near is locked
    first, so that of two who press at the same moment the second finds the first.
    """
    today = clock.today()
    near = people_near(session, interest, rules=rules, today=today)
    lock_people(session, [interest.person_id, *near])
    fresh = live_interest(session, interest, clock=clock)
    if fresh.introduction_id is not None:
        held = session.get_one(Introduction, fresh.introduction_id, populate_existing=True)
        if held.ends_on >= today:
            return
        fresh.introduction_id = None
    fresh.wants_at = fresh.wants_at or clock.now()
    session.flush()  # read by the next statement
    other = longest_waiting(session, fresh, rules=rules, today=today)
    if other is not None:
        introduction = introduce(session, fresh, other, clock=clock)
        for each in (fresh, other):
            each.wants_at, each.introduction_id = None, introduction.id


def introduce(
    session: Session,
    first: Interest,
    second: Interest,
    *,
    clock: Clock,
    by_catalyst_id: UUID | None = None,
) -> Introduction:
    """Puts two before each other by nothing but what both want, and writes the same to both."""
    one, other = sorted((first, second), key=lambda interest: interest.person_id)
    made = Introduction(
        id=new_id(),
        one_id=one.person_id,
        other_id=other.person_id,
        one_group_id=one.group_id,
        other_group_id=other.group_id,
        by_catalyst_id=by_catalyst_id,
        helps=sorted({r.help_slug for r in one.helps} & {r.help_slug for r in other.helps}),
        times=sorted({r.part for r in one.times} & {r.part for r in other.times}),
        made_on=clock.today(),
        ends_on=clock.today() + INTRODUCTION_LASTS,
    )
    session.add(made)
    session.flush()  # interests refer to it
    tell(session, [one.person_id, other.person_id], path=FINDING, clock=clock)
    return made


def stop_asking_to_meet(session: Session, interest: Interest, *, clock: Clock) -> None:
    """Takes the mark back. Raises InterestIsOver."""
    lock_people(session, [interest.person_id])
    live_interest(session, interest, clock=clock).wants_at = None


def say_yes_to_meeting(
    session: Session, introduction: Introduction, *, person_id: UUID, clock: Clock
) -> bool:
    """One of the two says yes; with the other's yes, names show. Answers whether they do now.

    Raises IntroductionIsOver.
    """
    fresh = locked_introduction(session, introduction, person_id, clock=clock)
    if fresh.met_on is not None:
        return True
    fresh.put_answer(person_id, "yes")
    if {fresh.one_answer, fresh.other_answer} != {"yes"}:
        return False
    fresh.met_on = clock.today()
    fresh.ends_on = clock.today() + MEETING_LASTS
    _free(session, fresh)
    other = fresh.beside(person_id)
    tell(session, [other] if other else [], path=FINDING, clock=clock)
    return True


def say_not_this_time(
    session: Session, introduction: Introduction, *, person_id: UUID, clock: Clock
) -> None:
    """Says no. The other is told nothing, and sees nothing change. Raises IntroductionIsOver."""
    fresh = locked_introduction(session, introduction, person_id, clock=clock)
    fresh.put_answer(person_id, "no" if fresh.met_on is None else "left")
    _free(session, fresh, only=person_id)


def _free(session: Session, introduction: Introduction, *, only: UUID | None = None) -> None:
    """Lets the interests that held it look for somebody else."""
    held = update(Interest).where(Interest.introduction_id == introduction.id)
    if only is not None:
        held = held.where(Interest.person_id == only)
    session.execute(held.values(introduction_id=None))
