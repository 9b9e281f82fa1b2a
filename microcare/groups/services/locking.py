"""Everything that pairs people locks them first, in one order, so that it comes one by one."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.groups.models import Interest, Introduction
from microcare.groups.values import InterestIsOver, IntroductionIsOver
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def lock_people(session: Session, ids: Iterable[UUID]) -> None:
    """Holds these people until the end of the transaction.

    Not so hard that nothing could refer to them meanwhile: rows of theirs are still added.
    """
    rows = select(Person.id).where(Person.id.in_(sorted(set(ids)))).order_by(Person.id)
    session.execute(rows.with_for_update(key_share=True)).all()


def live_interest(session: Session, interest: Interest, *, clock: Clock) -> Interest:
    """The interest as it is now that its owner is locked. Raises InterestIsOver."""
    rows = select(Interest).where(Interest.id == interest.id)
    found = session.scalar(rows.execution_options(populate_existing=True))
    if found is None or found.ends_on < clock.today():
        raise InterestIsOver
    return found


def locked_introduction(
    session: Session, introduction: Introduction, person_id: UUID, *, clock: Clock
) -> Introduction:
    """The introduction, locked, if this person can still answer it. Raises IntroductionIsOver."""
    rows = select(Introduction).where(Introduction.id == introduction.id)
    found = session.scalar(rows.with_for_update().execution_options(populate_existing=True))
    if found is None or person_id not in (found.one_id, found.other_id):
        raise IntroductionIsOver
    if found.ends_on < clock.today() or found.answer_of(person_id) in ("no", "left"):
        raise IntroductionIsOver
    return found
