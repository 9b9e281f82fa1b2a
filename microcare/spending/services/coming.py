"""One person cannot come to a day. It changes nobody's money, and nobody is told who it is."""

from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from microcare.budgets.queries import open_holds_of
from microcare.commissioning.models import CareSession
from microcare.groups.queries import locked_group
from microcare.kernel.clock import Clock
from microcare.spending.models import CannotCome, SessionMark
from microcare.spending.values import DayIsOver, MarkedOtherwise, NotExpectedThen


def say_i_cannot_come(
    session: Session, one: CareSession, *, group_id: UUID, person_id: UUID, clock: Clock
) -> None:
    """Keeps that a person cannot come to a day, today's at the latest. Pressed twice it is once.

    Their part stays promised: only the provider calls a session off. Raises DayIsOver,
    MarkedOtherwise, NotExpectedThen.
    """
    locked_group(session, group_id)
    _check_it_is_to_come(session, one, clock=clock)
    mine = open_holds_of(session, person_id, book=group_id, now=clock.now())
    if all(hold.ref != one.id for hold in mine):
        raise NotExpectedThen
    if session.get(CannotCome, (one.id, person_id)) is None:
        session.add(CannotCome(session_id=one.id, person_id=person_id, said_at=clock.now()))


def say_i_come_after_all(
    session: Session, one: CareSession, *, group_id: UUID, person_id: UUID, clock: Clock
) -> None:
    """Takes it back, on the day at the latest; pressed twice it is once.

    Raises DayIsOver, MarkedOtherwise.
    """
    locked_group(session, group_id)
    _check_it_is_to_come(session, one, clock=clock)
    said = session.get(CannotCome, (one.id, person_id))
    if said is not None:
        session.delete(said)


def _check_it_is_to_come(session: Session, one: CareSession, *, clock: Clock) -> None:
    if one.day < clock.today():
        raise DayIsOver
    if session.get(SessionMark, one.id) is not None:
        raise MarkedOtherwise


def forget_past_days(session: Session, *, today: date) -> None:
    """The late job: once a day has been it no longer matters who said that they could not come."""
    past = select(CareSession.id).where(CareSession.day < today)
    session.execute(delete(CannotCome).where(CannotCome.session_id.in_(past)))
