"""Somebody says what became of a session, and each person whether they came."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.models import CareSession
from microcare.commissioning.queries import replaced_sessions
from microcare.commissioning.queries.waiting import waiting_sessions
from microcare.groups.queries import locked_group
from microcare.kernel.clock import Clock
from microcare.ledger.queries import holds_of_refs
from microcare.ledger.services import keep_holds, release_holds
from microcare.ledger.values import Act
from microcare.spending.models import Attendance, SessionMark
from microcare.spending.policies import has_part
from microcare.spending.services.closing import close_group
from microcare.spending.services.off import tell_it_is_off
from microcare.spending.values import (
    MarkedOtherwise,
    NoPartInIt,
    Outcome,
    PlaceTaken,
    PlanWaits,
    SessionNotYet,
)


def mark_session(
    session: Session,
    one: CareSession,
    *,
    group_id: UUID,
    outcome: Outcome,
    by: UUID,
    clock: Clock,
) -> None:
    """Keeps what became of a session; said twice the same it is said once.

    What took place is owed, so its promises no longer end by time (pooling P3). What was called
    off in time frees them at once, and each is told where it was still to come.

    Raises PlaceTaken, SessionNotYet, PlanWaits, MarkedOtherwise.
    """
    locked_group(session, group_id)
    said = session.get(SessionMark, one.id)
    if said is not None:
        if said.outcome != outcome:
            raise MarkedOtherwise
        return
    if replaced_sessions(session, [one.id]):
        raise PlaceTaken
    if outcome is not Outcome.CALLED_OFF:
        _check_it_may_be_owed(session, one, clock=clock)
    session.add(
        SessionMark(session_id=one.id, outcome=outcome.value, marked_by=by, marked_at=clock.now())
    )
    _move_money(session, one, group_id=group_id, outcome=outcome, clock=clock)


def _move_money(
    session: Session, one: CareSession, *, group_id: UUID, outcome: Outcome, clock: Clock
) -> None:
    """What a mark does to the promises that stand: keeps them, or frees them and tells whose."""
    found = holds_of_refs(session, group_id, [one.id])
    standing = [hold for hold in found if hold.ended_by(clock.now()) is None]
    if not standing:
        return
    holds, act = [hold.id for hold in standing], Act(actor=one.id, key="mark")
    if outcome is not Outcome.CALLED_OFF:
        keep_holds(session, holds=holds, act=act, clock=clock)
        return
    release_holds(session, holds=holds, act=act, clock=clock)
    if one.day >= clock.today():
        tell_it_is_off(session, standing, clock=clock)
    close_group(session, group_id, clock=clock)


def _check_it_may_be_owed(session: Session, one: CareSession, *, clock: Clock) -> None:
    if one.day > clock.today():
        raise SessionNotYet
    if waiting_sessions(session, [one.id]):
        raise PlanWaits


def mark_it_took_place(
    session: Session, one: CareSession, *, group_id: UUID, person_id: UUID, clock: Clock
) -> None:
    """One who promised a part of a session says that it took place.

    Nobody else of the group does: it is their money that stays promised by it (P19). Raises
    NoPartInIt and what `mark_session` raises.
    """
    if not has_part(person_id, one):
        raise NoPartInIt
    mark_session(
        session, one, group_id=group_id, outcome=Outcome.TOOK_PLACE, by=person_id, clock=clock
    )


def say_if_i_came(
    session: Session, one: CareSession, *, person_id: UUID, came: bool, clock: Clock
) -> None:
    """Keeps whether a person came, by their own word; they may change it.

    Raises SessionNotYet.
    """
    if one.day > clock.today():
        raise SessionNotYet
    row = session.get(Attendance, (one.id, person_id))
    if row is None:
        row = Attendance(session_id=one.id, person_id=person_id)
        session.add(row)
    row.came, row.said_at = came, clock.now()
