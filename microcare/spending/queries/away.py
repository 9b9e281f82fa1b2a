"""What a provider who is away would call off: sessions to come, by group. No names."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from microcare.commissioning.models import Agreement, CareSession, Offer, OfferRequest
from microcare.commissioning.queries import replaced_sessions
from microcare.commissioning.queries.working import briefs_of
from microcare.decisions.models import Proposal
from microcare.decisions.values import Outcome as Decided
from microcare.spending.queries.promised import marks_of, standing_of
from microcare.spending.values import OWED, AwayDays, AwayView, DaysOff


@dataclass(frozen=True, slots=True)
class OffDay:
    """A session that would be called off, and of which group and request it is."""

    one: CareSession
    group_id: UUID
    request_id: UUID


def days_to_call_off(
    session: Session, listing_id: UUID, days: AwayDays, *, now: datetime
) -> list[OffDay]:
    """What was promised to this listing in these days, still stands, and nobody has marked."""
    rows = _in_days(listing_id, days, CareSession, Agreement.group_id, Offer.request_id)
    rows = rows.where(Proposal.outcome == Decided.PASSED.value)
    found = [
        OffDay(*row) for row in session.execute(rows.order_by(CareSession.day, CareSession.id))
    ]
    ids = [off.one.id for off in found]
    gone = replaced_sessions(session, ids) | marks_of(session, ids).keys()
    standing: set[UUID] = set()
    for group_id in {off.group_id for off in found}:
        mine = [off.one for off in found if off.group_id == group_id]
        standing |= standing_of(session, mine, now=now)
    return [off for off in found if off.one.id in standing - gone]


def is_owed_in(session: Session, listing_id: UUID, days: AwayDays) -> bool:
    """Whether something in these days took place, or was called off late: it is owed."""
    rows = _in_days(listing_id, days, CareSession.id)
    marks = marks_of(session, list(session.scalars(rows)))
    return any(mark in OWED for mark in marks.values())


def away_view(session: Session, listing_id: UUID, days: AwayDays, *, now: datetime) -> AwayView:
    """The same as its provider reads it before they press."""
    found = days_to_call_off(session, listing_id, days, now=now)
    briefs = briefs_of(session, {off.group_id for off in found})
    groups: dict[UUID, list[OffDay]] = {}
    for off in found:
        groups.setdefault(off.request_id, []).append(off)
    undecided = _in_days(listing_id, days, func.count(Agreement.group_id.distinct()))
    return AwayView(
        groups=tuple(
            DaysOff(
                request_id=request_id,
                wants=briefs[mine[0].group_id].wants if mine[0].group_id in briefs else "",
                days=tuple(off.one.day for off in mine),
            )
            for request_id, mine in groups.items()
        ),
        deciding=session.scalar(undecided.where(Proposal.outcome.is_(None))) or 0,
    )


def _in_days(listing_id: UUID, days: AwayDays, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(CareSession)
        .join(Agreement, Agreement.id == CareSession.agreement_id)
        .join(Proposal, Proposal.id == Agreement.proposal_id)
        .join(Offer, Offer.id == Agreement.offer_id)
        .join(OfferRequest, OfferRequest.id == Offer.request_id)
        .where(OfferRequest.listing_id == listing_id)
        .where(CareSession.day.between(days.first_on, days.last_on))
    )
