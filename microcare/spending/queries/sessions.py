"""Sessions as a member sees them, with their own part, and as the provider does."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from holidays import country_holidays
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from microcare.budgets.queries import holds_of, open_holds_of
from microcare.commissioning.models import Agreement, CareSession, Offer, SessionShare
from microcare.commissioning.queries import replaced_sessions
from microcare.decisions.models import Proposal
from microcare.decisions.values import Outcome as Decided
from microcare.ledger.values import HoldEnd
from microcare.spending.models import Attendance, BillLine, SessionMark
from microcare.spending.values import CalendarDay, Outcome, SessionState, SessionView


def promised_agreement(
    session: Session, group_id: UUID, *, request_id: UUID | None = None
) -> Agreement | None:
    """What the group last promised together; of one request. None when nothing was."""
    found = promised_agreements(session, group_id, request_id=request_id)
    return found[-1] if found else None


def promised_agreements(
    session: Session, group_id: UUID, *, request_id: UUID | None = None
) -> list[Agreement]:
    """All that the group promised together, the first one first; of one request.

    A newer one takes the place of sessions to come, and leaves the earlier ones as they are.
    """
    rows = (
        select(Agreement)
        .join(Proposal, Proposal.id == Agreement.proposal_id)
        .join(Offer, Offer.id == Agreement.offer_id)
        .options(
            selectinload(Agreement.sessions).selectinload(CareSession.shares),
            selectinload(Agreement.offer).selectinload(Offer.request),
        )
        .where(Agreement.group_id == group_id, Proposal.outcome == Decided.PASSED.value)
        .order_by(Agreement.opened_at, Agreement.id.desc())
    )
    if request_id is not None:
        rows = rows.where(Offer.request_id == request_id)
    return list(session.scalars(rows))


def session_of_group(session: Session, group_id: UUID, session_id: UUID) -> CareSession | None:
    """A session that this group promised."""
    rows = _promised_sessions().where(CareSession.id == session_id, Agreement.group_id == group_id)
    return session.scalar(rows)


def session_of_request(session: Session, request_id: UUID, session_id: UUID) -> CareSession | None:
    """A session that a group promised on the offer to this request."""
    rows = _promised_sessions().join(Offer, Offer.id == Agreement.offer_id)
    rows = rows.where(CareSession.id == session_id, Offer.request_id == request_id)
    return session.scalar(rows)


def _promised_sessions() -> Select[CareSession]:
    return (
        select(CareSession)
        .join(Agreement, Agreement.id == CareSession.agreement_id)
        .join(Proposal, Proposal.id == Agreement.proposal_id)
        .options(selectinload(CareSession.shares))
        .where(Proposal.outcome == Decided.PASSED.value)
    )


def my_sessions(session: Session, group_id: UUID, *, me: UUID, today: date) -> list[SessionView]:
    """Every session that this person promised with the group, earliest first."""
    rows = (
        _promised_sessions()
        .join(SessionShare, SessionShare.session_id == CareSession.id)
        .where(Agreement.group_id == group_id, SessionShare.person_id == me)
        .order_by(CareSession.day, CareSession.id)
    )
    found = list(session.scalars(rows))
    ids = [one.id for one in found]
    marks, billed, came = marks_of(session, ids), _billed(session, ids), _came(session, ids, me)
    ends = _ends(session, me, group_id)
    names = holidays_of({one.day.year for one in found})
    return [
        SessionView(
            id=one.id,
            day=one.day,
            state=_state(
                one.day,
                mark=marks.get(one.id),
                is_billed=one.id in billed,
                ends=ends.get(one.id, []),
                today=today,
            ),
            pence=next(s.pence for s in one.shares if s.person_id == me),
            came=came.get(one.id),
            holiday=names.get(one.day, ""),
        )
        for one in found
    ]


def my_calendar(session: Session, me: UUID, *, today: date) -> list[CalendarDay]:
    """The days still to come of one person's open promises, over all their groups."""
    open_ones = {hold.ref for hold in open_holds_of(session, me)}
    rows = (
        select(CareSession, Offer)
        .join(Agreement, Agreement.id == CareSession.agreement_id)
        .join(Offer, Offer.id == Agreement.offer_id)
        .where(CareSession.id.in_(open_ones), CareSession.day >= today)
        .order_by(CareSession.day, CareSession.id)
    )
    found = session.execute(rows).all()
    names = holidays_of({one.day.year for one, _ in found})
    return [
        CalendarDay(
            id=one.id,
            day=one.day,
            times=offer.times,
            provider=offer.provider,
            holiday=names.get(one.day, ""),
        )
        for one, offer in found
    ]


def _ends(session: Session, me: UUID, group_id: UUID) -> dict[UUID, list[HoldEnd | None]]:
    """How each of one person's promises in the group ended, by session; None while it is open."""
    ends: dict[UUID, list[HoldEnd | None]] = {}
    for hold in holds_of(session, me, book=group_id):
        ends.setdefault(hold.ref, []).append(hold.ended)
    return ends


def _state(
    day: date,
    *,
    mark: Outcome | None,
    is_billed: bool,
    ends: list[HoldEnd | None],
    today: date,
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
    return SessionState.TO_SAY if day <= today else SessionState.TO_COME


def marks_of(session: Session, session_ids: Collection[UUID]) -> dict[UUID, Outcome]:
    """What was said of each of these sessions."""
    rows = select(SessionMark).where(SessionMark.session_id.in_(list(session_ids)))
    return {mark.session_id: Outcome(mark.outcome) for mark in session.scalars(rows)}


def _billed(session: Session, session_ids: Collection[UUID]) -> set[UUID]:
    rows = select(BillLine.session_id).where(BillLine.session_id.in_(list(session_ids)))
    return set(session.scalars(rows.where(BillLine.is_live)))


def _came(session: Session, session_ids: Collection[UUID], me: UUID) -> dict[UUID, bool]:
    rows = select(Attendance).where(
        Attendance.session_id.in_(list(session_ids)), Attendance.person_id == me
    )
    return {row.session_id: row.came for row in session.scalars(rows)}


def provider_sessions(
    session: Session, agreements: Collection[Agreement]
) -> list[tuple[CareSession, Outcome | None, bool]]:
    """Each session with what was said of it, and whether it stands on a bill, by day.

    Without those whose place a newer plan took before anything was said of them.
    """
    found = sorted((o for a in agreements for o in a.sessions), key=lambda one: (one.day, one.id))
    ids = [one.id for one in found]
    marks, billed = marks_of(session, ids), _billed(session, ids)
    gone = replaced_sessions(session, ids) - marks.keys()
    return [(one, marks.get(one.id), one.id in billed) for one in found if one.id not in gone]


def holidays_of(years: Collection[int]) -> Mapping[date, str]:
    """England's bank holidays in these years, with their names."""
    found = country_holidays("GB", subdiv="ENG", years=sorted(years)) if years else {}
    return {day: name for day, name in sorted(found.items())}
