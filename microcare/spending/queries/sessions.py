"""Sessions as one member sees them, with their own part."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.queries import holds_of
from microcare.commissioning.models import Agreement, CareSession, SessionShare
from microcare.commissioning.queries.waiting import waiting_sessions
from microcare.kernel.clock import Clock
from microcare.kernel.workdays import holidays_of
from microcare.ledger.values import HoldEnd
from microcare.spending.models import Attendance, PartLetGo
from microcare.spending.queries.coming import expected_on, my_days_away
from microcare.spending.queries.promised import (
    billed_of,
    marks_of,
    promised_sessions,
    waived_of,
)
from microcare.spending.values import Outcome, SessionState, SessionView


def my_sessions(session: Session, group_id: UUID, *, me: UUID, clock: Clock) -> list[SessionView]:
    """Every session that this person promised with the group, earliest first."""
    rows = (
        promised_sessions()
        .join(SessionShare, SessionShare.session_id == CareSession.id)
        .where(Agreement.group_id == group_id, SessionShare.person_id == me)
        .order_by(CareSession.day, CareSession.id)
    )
    found = list(session.scalars(rows))
    ids, now = [one.id for one in found], clock.now()
    marks, billed, came = marks_of(session, ids), billed_of(session, ids), _came(session, ids, me)
    waived, let_go = waived_of(session, ids), _let_go(session, ids, me)
    ends, waiting = _ends(session, me, group_id, now=now), waiting_sessions(session, ids)
    names = holidays_of({one.day.year for one in found})
    mine = {one for one, how in ends.items() if None in how and one not in marks}
    ahead = [one for one in found if one.day >= clock.today() and one.id in mine]
    told = expected_on(session, group_id, ahead, now=now)
    away = my_days_away(session, me, [one.id for one in ahead])
    return [
        SessionView(
            id=one.id,
            day=one.day,
            state=_state(
                one.day,
                mark=marks.get(one.id),
                is_billed=one.id in billed,
                ends=ends.get(one.id, []),
                today=clock.today(),
                waits=one.id in waiting,
            ),
            pence=next(s.pence for s in one.shares if s.person_id == me),
            came=came.get(one.id),
            is_waived=one.id in waived,
            said_not=one.id in let_go,
            holiday=names.get(one.day, ""),
            cannot_come=one.id in away,
            expected=told.get(one.id),
        )
        for one in found
    ]


def _ends(
    session: Session, me: UUID, group_id: UUID, *, now: datetime
) -> dict[UUID, list[HoldEnd | None]]:
    """How each of one person's promises in the group ended, by session; None while it is open."""
    ends: dict[UUID, list[HoldEnd | None]] = {}
    for hold in holds_of(session, me, book=group_id):
        ends.setdefault(hold.ref, []).append(hold.ended_by(now))
    return ends


def _state(
    day: date,
    *,
    mark: Outcome | None,
    is_billed: bool,
    ends: list[HoldEnd | None],
    today: date,
    waits: bool,
) -> SessionState:
    if HoldEnd.POSTED in ends:
        return SessionState.PAID
    if mark is Outcome.CALLED_OFF:
        return SessionState.CALLED_OFF
    if ends and None not in ends:
        return SessionState.LET_GO
    if is_billed:
        return SessionState.BILLED
    if mark is not None:
        return SessionState.TOOK_PLACE
    if waits:
        return SessionState.WAITS
    return SessionState.TO_SAY if day <= today else SessionState.TO_COME


def _came(session: Session, session_ids: Collection[UUID], me: UUID) -> dict[UUID, bool]:
    rows = select(Attendance).where(
        Attendance.session_id.in_(list(session_ids)), Attendance.person_id == me
    )
    return {row.session_id: row.came for row in session.scalars(rows)}


def _let_go(session: Session, session_ids: Collection[UUID], me: UUID) -> set[UUID]:
    rows = select(PartLetGo.session_id).where(PartLetGo.session_id.in_(list(session_ids)))
    return set(session.scalars(rows.where(PartLetGo.person_id == me)))
