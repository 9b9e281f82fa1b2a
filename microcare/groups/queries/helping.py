"""Who asked the catalyst to help them find others. Their consent, and nothing else, shows them."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from microcare.groups.models import Interest
from microcare.groups.queries.finding import WHOLE, help_names, named, parts_of, place_of
from microcare.groups.values import Asking
from microcare.people.models import Person


def people_asking(session: Session, patch_ids: Collection[UUID], *, today: date) -> list[Asking]:
    """Those who ask the catalysts of these patches now, the longest first."""
    names = help_names(session)
    rows = (
        select(Interest, Person)
        .join(Person, Person.id == Interest.person_id)
        .options(*WHOLE)
        .where(*_asking(patch_ids, today), Person.deleted_at.is_(None))
        .order_by(Interest.asked_on, Interest.id)
    )
    return [
        Asking(
            id=interest.id,
            person_id=interest.person_id,
            first_name=person.first_name,
            helps=named((row.help_slug for row in interest.helps), names),
            outcode=interest.outcode,
            place=place_of(interest.outcode),
            times=parts_of(interest),
            is_for_group=interest.group_id is not None,
            asked_on=interest.asked_on or today,
            until=interest.asked_until or today,
        )
        for interest, person in session.execute(rows)
    ]


def asking_count(session: Session, patch_ids: Collection[UUID], *, today: date) -> int:
    """How many they are."""
    rows = select(func.count(Interest.id)).where(*_asking(patch_ids, today))
    return int(session.scalar(rows) or 0)


def interests_asking(
    session: Session, ids: Collection[UUID], patch_ids: Collection[UUID], *, today: date
) -> list[Interest]:
    """Those of these interests whose owners ask the catalysts of these patches now."""
    rows = select(Interest).options(*WHOLE).where(Interest.id.in_(list(ids)))
    return list(session.scalars(rows.where(*_asking(patch_ids, today)).order_by(Interest.id)))


def _asking(patch_ids: Collection[UUID], today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Interest.asked_patch_id.in_(list(patch_ids)),
        Interest.asked_until >= today,
        Interest.ends_on >= today,
    )
