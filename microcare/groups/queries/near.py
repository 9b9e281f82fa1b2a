"""Whether there is somebody near who wants the same at a like time: asked as one bit.

What is not to count never counts: oneself, whoever is in a group with one, whoever one was
introduced to, and whatever is not live or is for a group that is full.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from microcare.groups.models import (
    Group,
    Interest,
    InterestHelp,
    InterestTime,
    Introduction,
    Membership,
)
from microcare.groups.values import FindingRules
from microcare.places.gazetteer.around import outcodes_within


def is_someone_near(
    session: Session, interest: Interest, *, rules: FindingRules, today: date
) -> bool:
    """Whether anybody is there. The database stops at the first, so one takes as long as four."""
    mine = aliased(Interest)
    found = _meeting(mine, interest.outcode, rules=rules, today=today).where(mine.id == interest.id)
    return bool(session.scalar(select(found.exists())))


def not_alone_any_more(
    session: Session, outcode: str, *, rules: FindingRules, today: date
) -> list[Interest]:
    """Live interests of an outcode whose owners were never told that someone is near, and is."""
    mine = aliased(Interest)
    found = _meeting(mine, outcode, rules=rules, today=today).correlate(mine).exists()
    rows = select(mine).where(mine.outcode == outcode, mine.told_on.is_(None), found)
    return list(session.scalars(rows.order_by(mine.id)))


def people_near(
    session: Session, interest: Interest, *, rules: FindingRules, today: date
) -> Sequence[UUID]:
    """Who they are: for locking them, and never for showing."""
    mine = aliased(Interest)
    found = _meeting(mine, interest.outcode, rules=rules, today=today)
    rows = found.where(mine.id == interest.id).subquery()
    return session.scalars(select(rows.c.person_id).distinct()).all()


def longest_waiting(
    session: Session, interest: Interest, *, rules: FindingRules, today: date
) -> Interest | None:
    """The interest near this one whose owner pressed first that they would like to meet."""
    mine = aliased(Interest)
    found = _meeting(mine, interest.outcode, rules=rules, today=today)
    rows = found.where(mine.id == interest.id).subquery()
    marked = (
        select(Interest)
        .join(rows, rows.c.id == Interest.id)
        .where(Interest.wants_at.is_not(None))
        .order_by(Interest.wants_at, Interest.id)
        .limit(1)
    )
    return session.scalar(marked.execution_options(populate_existing=True))


def share_a_group(one: Any, other: Any) -> ColumnElement[bool]:
    """Whether two people, by their ids, are in one group now."""
    first, second = aliased(Membership), aliased(Membership)
    return exists(
        select(first.id)
        .join(second, second.group_id == first.group_id)
        .where(first.person_id == one, second.person_id == other)
        .where(first.left_at.is_(None), second.left_at.is_(None))
    )


def were_introduced(one: Any, other: Any) -> ColumnElement[bool]:
    """Whether two people, by their ids, are or were introduced."""
    return exists(
        select(Introduction.id).where(
            or_(
                and_(Introduction.one_id == one, Introduction.other_id == other),
                and_(Introduction.one_id == other, Introduction.other_id == one),
            )
        )
    )


def _meeting(mine: Any, outcode: str, *, rules: FindingRules, today: date) -> Select[UUID, UUID]:
    """The id and owner of each interest that meets `mine`, an alias standing in `outcode`."""
    theirs = aliased(Interest)
    return select(theirs.id, theirs.person_id).where(
        theirs.outcode.in_(outcodes_within(outcode, rules.miles)),
        theirs.person_id != mine.person_id,
        _stands(mine, rules=rules, today=today),
        _stands(theirs, rules=rules, today=today),
        _both_have(InterestHelp, InterestHelp.help_slug.key, mine, theirs),
        _both_have(InterestTime, InterestTime.part.key, mine, theirs),
        ~share_a_group(mine.person_id, theirs.person_id),
        ~were_introduced(mine.person_id, theirs.person_id),
    )


def _both_have(table: Any, column: str, mine: Any, theirs: Any) -> ColumnElement[bool]:
    first, second = aliased(table), aliased(table)
    return exists(
        select(first.interest_id)
        .join(second, getattr(second, column) == getattr(first, column))
        .where(first.interest_id == mine.id, second.interest_id == theirs.id)
    )


def _stands(interest: Any, *, rules: FindingRules, today: date) -> ColumnElement[bool]:
    """Live, and for oneself or for a group that one is in, that has room and does not end."""
    own, all_of = aliased(Membership), aliased(Membership)
    is_in = exists(
        select(own.id)
        .join(Group, Group.id == own.group_id)
        .where(
            Group.winding_since.is_(None),
            own.group_id == interest.group_id,
            own.person_id == interest.person_id,
            own.left_at.is_(None),
        )
    )
    members = (
        select(func.count(all_of.id))
        .where(all_of.group_id == interest.group_id, all_of.left_at.is_(None))
        .scalar_subquery()
    )
    has_place = and_(is_in, members < rules.most_members)
    return and_(interest.ends_on >= today, or_(interest.group_id.is_(None), has_place))
