"""What a group promised together, and what of it a provider can bill."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, selectinload

from microcare.commissioning.models import (
    Agreement,
    CareSession,
    Offer,
    OfferRequest,
    SessionShare,
)
from microcare.commissioning.queries import replaced_sessions
from microcare.commissioning.queries.waiting import waiting_sessions
from microcare.decisions.models import Proposal
from microcare.decisions.values import Outcome as Decided
from microcare.kernel.clock import LONDON
from microcare.kernel.workdays import holidays_of
from microcare.ledger.queries import holds_of_refs
from microcare.spending.models import BillLine, PartLetGo, SessionMark, SessionWaived
from microcare.spending.queries.coming import expected_on
from microcare.spending.values import OWED, Expected, Outcome, WorkView


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
    rows = promised_sessions().where(CareSession.id == session_id, Agreement.group_id == group_id)
    return session.scalar(rows)


def session_of_request(session: Session, request_id: UUID, session_id: UUID) -> CareSession | None:
    """A session that a group promised on the offer to this request."""
    rows = promised_sessions().join(Offer, Offer.id == Agreement.offer_id)
    rows = rows.where(CareSession.id == session_id, Offer.request_id == request_id)
    return session.scalar(rows)


def has_part_with(session: Session, group_id: UUID, listing_id: UUID, *, me: UUID) -> bool:
    """Whether this person has a part in what a group promised this provider."""
    rows = (
        select(SessionShare.session_id)
        .join(CareSession, CareSession.id == SessionShare.session_id)
        .join(Agreement, Agreement.id == CareSession.agreement_id)
        .join(Offer, Offer.id == Agreement.offer_id)
        .join(OfferRequest, OfferRequest.id == Offer.request_id)
        .where(Agreement.group_id == group_id, OfferRequest.listing_id == listing_id)
        .where(SessionShare.person_id == me)
    )
    return session.scalar(rows.limit(1)) is not None


def who_promised(session: Session, group_id: UUID) -> set[UUID]:
    """Everybody who ever promised anything in a group, also who has left it. For letters."""
    rows = (
        select(SessionShare.person_id)
        .join(CareSession, CareSession.id == SessionShare.session_id)
        .join(Agreement, Agreement.id == CareSession.agreement_id)
        .join(Proposal, Proposal.id == Agreement.proposal_id)
        .where(Agreement.group_id == group_id, Proposal.outcome == Decided.PASSED.value)
    )
    return set(session.scalars(rows.distinct()))


def promised_sessions() -> Select[CareSession]:
    """Sessions of what passed, with each one's share."""
    return (
        select(CareSession)
        .join(Agreement, Agreement.id == CareSession.agreement_id)
        .join(Proposal, Proposal.id == Agreement.proposal_id)
        .options(selectinload(CareSession.shares))
        .where(Proposal.outcome == Decided.PASSED.value)
    )


def billable_sessions(session: Session, request_id: UUID, *, now: datetime) -> list[CareSession]:
    """What can be billed of all that was promised on offers to this request, by day.

    It took place, or was called off late; somebody's promise for it still stands; it is on no live
    bill; and the provider has not said that nothing is to pay.
    """
    live = exists().where(BillLine.session_id == CareSession.id, BillLine.is_live)
    waived = exists().where(SessionWaived.session_id == CareSession.id)
    rows = (
        promised_sessions()
        .join(Offer, Offer.id == Agreement.offer_id)
        .join(SessionMark, SessionMark.session_id == CareSession.id)
        .where(Offer.request_id == request_id, SessionMark.outcome.in_(OWED), ~live, ~waived)
        .order_by(CareSession.day, CareSession.id)
    )
    found = list(session.scalars(rows))
    standing = standing_of(session, found, now=now)
    return [one for one in found if one.id in standing]


def standing_of(session: Session, sessions: Collection[CareSession], *, now: datetime) -> set[UUID]:
    """The ids of those of one group's sessions for which somebody's promise still stands."""
    ids = [one.id for one in sessions]
    group_id = group_of_sessions(session, ids)
    holds = holds_of_refs(session, group_id, ids) if group_id else []
    return {hold.ref for hold in holds if hold.ended_by(now) is None}


def group_of_sessions(session: Session, session_ids: Collection[UUID]) -> UUID | None:
    """The group that promised these; one request's, or one group's own, are of one."""
    rows = select(Agreement.group_id).join(CareSession, CareSession.agreement_id == Agreement.id)
    return session.scalar(rows.where(CareSession.id.in_(list(session_ids))).limit(1))


def marks_of(session: Session, session_ids: Collection[UUID]) -> dict[UUID, Outcome]:
    """What was said of each of these sessions."""
    rows = select(SessionMark).where(SessionMark.session_id.in_(list(session_ids)))
    return {mark.session_id: Outcome(mark.outcome) for mark in session.scalars(rows)}


def billed_of(session: Session, session_ids: Collection[UUID]) -> set[UUID]:
    """Which of these sessions stand on a live bill."""
    rows = select(BillLine.session_id).where(BillLine.session_id.in_(list(session_ids)))
    return set(session.scalars(rows.where(BillLine.is_live)))


def waived_of(session: Session, session_ids: Collection[UUID]) -> set[UUID]:
    """Of which of these sessions the provider said that nothing is to pay."""
    rows = select(SessionWaived.session_id).where(SessionWaived.session_id.in_(list(session_ids)))
    return set(session.scalars(rows))


def provider_sessions(session: Session, request_id: UUID, *, now: datetime) -> list[WorkView]:
    """Each session that was promised on an offer to this request, by day, with where it stands.

    Without those whose place a newer plan took before anything was said of them.
    """
    rows = promised_sessions().join(Offer, Offer.id == Agreement.offer_id)
    rows = rows.where(Offer.request_id == request_id).order_by(CareSession.day, CareSession.id)
    found = list(session.scalars(rows))
    ids = [one.id for one in found]
    marks, billed, waived = marks_of(session, ids), billed_of(session, ids), waived_of(session, ids)
    standing, disputed = standing_of(session, found, now=now), disputed_of(session, ids)
    gone = replaced_sessions(session, ids) - marks.keys()
    told = _expected_of(session, [o for o in found if o.id in standing - marks.keys()], now=now)
    names = holidays_of({one.day.year for one in found})
    waiting = waiting_sessions(session, ids)
    return [
        WorkView(
            id=one.id,
            day=one.day,
            outcome=marks.get(one.id),
            is_billed=one.id in billed,
            is_promised=one.id in standing,
            is_waived=one.id in waived,
            is_disputed=one.id in disputed,
            holiday=names.get(one.day, ""),
            expected=told.get(one.id),
            waits=one.id in waiting,
        )
        for one in found
        if one.id not in gone
    ]


def _expected_of(
    session: Session, found: Collection[CareSession], *, now: datetime
) -> dict[UUID, Expected]:
    """How many are expected at those that are still to come, where that may be said."""
    today = now.astimezone(LONDON).date()
    ahead = [one for one in found if one.day >= today]
    group_id = group_of_sessions(session, [one.id for one in ahead])
    return expected_on(session, group_id, ahead, now=now) if group_id else {}


def disputed_of(session: Session, session_ids: Collection[UUID]) -> set[UUID]:
    """Of which of these sessions somebody said that it did not take place."""
    rows = select(PartLetGo.session_id).where(PartLetGo.session_id.in_(list(session_ids)))
    return set(session.scalars(rows.distinct()))
