"""Keeps no longer than docs/data-protection.md says, and tells who is not alone any more."""

from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from microcare.groups.models import Interest, InterestTurn, Introduction
from microcare.groups.models.coops import MemberStake
from microcare.groups.queries import groups_of
from microcare.groups.queries.near import not_alone_any_more
from microcare.groups.services.belonging import leave_group
from microcare.groups.services.news import FINDING, next_morning, tell
from microcare.groups.services.parting import forget_partings_of
from microcare.groups.values import INTRODUCTIONS_KEPT, TURN_LASTS, FindingRules
from microcare.kernel.clock import Clock


def forget_what_ran_out(session: Session, *, clock: Clock) -> int:
    """Removes interests past their day, turns older than a week, old introductions.

    A catalyst's sight of an interest ends with its own day. Answers how many interests went.
    """
    today = clock.today()
    gone = session.execute(delete(Interest).where(Interest.ends_on < today))
    session.execute(delete(InterestTurn).where(InterestTurn.taken_on <= today - TURN_LASTS))
    old = Introduction.ends_on < today - INTRODUCTIONS_KEPT
    session.execute(delete(Introduction).where(old))
    session.execute(
        update(Interest)
        .where(Interest.asked_until < today)
        .values(asked_patch_id=None, asked_on=None, asked_until=None)
    )
    return int(getattr(gone, "rowcount", 0))


def tell_who_is_not_alone(session: Session, *, rules: FindingRules, clock: Clock) -> int:
    """Owes one letter, once an interest, to whoever read "no one yet"; it goes in the morning.

    So its hour tells nothing of when somebody else came. Answers how many.
    """
    today = clock.today()
    places = select(Interest.outcode).where(Interest.told_on.is_(None)).distinct()
    found = [
        interest
        for outcode in session.scalars(places.order_by(Interest.outcode)).all()
        for interest in not_alone_any_more(session, outcode, rules=rules, today=today)
    ]
    for interest in found:
        interest.told_on = today
    tell(
        session,
        [one.person_id for one in found],
        path=FINDING,
        clock=clock,
        not_before=next_morning(clock),
    )
    return len(found)


def erase(session: Session, person_id: UUID, clock: Clock) -> None:
    """Leaves every group and forgets what was offered and wanted.

    Their side of an introduction is emptied; to the other it looks like silence.
    """
    for group in groups_of(session, person_id):
        leave_group(session, group, person_id=person_id, clock=clock)
    # Introductions are locked before interests, as whoever answers one does.
    theirs = or_(Introduction.one_id == person_id, Introduction.other_id == person_id)
    for introduction in session.scalars(select(Introduction).where(theirs).with_for_update()):
        introduction.put_answer(person_id, "no" if introduction.met_on is None else "left")
        if introduction.started_by_id == person_id:
            introduction.started_by_id = None
        if introduction.one_id == person_id:
            introduction.one_id = None
        else:
            introduction.other_id = None
    forget_partings_of(session, person_id)
    session.execute(delete(MemberStake).where(MemberStake.person_id == person_id))
    session.execute(delete(Interest).where(Interest.person_id == person_id))
    session.execute(delete(InterestTurn).where(InterestTurn.person_id == person_id))
