"""Which plans wait because fewer people are promised than they need, and from which day (P36)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_by_ids
from microcare.commissioning.models import Agreement, CareSession, Offer, OfferRequest, PlanWait
from microcare.kernel.clock import Clock
from microcare.ledger.queries import holds_of_refs


def waiting_plans(session: Session, agreement_ids: Collection[UUID]) -> dict[UUID, date]:
    """Of these agreements, those that wait, each with its first day that does."""
    rows = (
        select(PlanWait.agreement_id, func.min(PlanWait.from_on))
        .where(PlanWait.agreement_id.in_(list(agreement_ids)))
        .group_by(PlanWait.agreement_id)
    )
    return {agreement: from_on for agreement, from_on in session.execute(rows)}


def waiting_sessions(session: Session, session_ids: Collection[UUID]) -> set[UUID]:
    """Which of these sessions lie on a day that waits."""
    rows = select(CareSession.id).where(CareSession.id.in_(list(session_ids)), is_waiting())
    return set(session.scalars(rows))


def is_waiting() -> ColumnElement[bool]:
    """Whether a session of the query lies on a day that waits."""
    return (
        select(PlanWait.agreement_id)
        .where(PlanWait.agreement_id == CareSession.agreement_id)
        .where(PlanWait.from_on <= CareSession.day)
        .exists()
    )


def promised_by_session(
    session: Session, agreement: Agreement, *, clock: Clock
) -> dict[UUID, set[UUID]]:
    """By session to come, whose promise for it is open. For the rule, never for showing.

    What took place is kept, and is no day to come.
    """
    ids = [one.id for one in agreement.sessions]
    found = holds_of_refs(session, agreement.group_id, ids)
    live = [h for h in found if h.ended_by(clock.now()) is None and not h.is_kept]
    whose = budgets_by_ids(session, {hold.purse for hold in live})
    people: dict[UUID, set[UUID]] = {}
    for hold in live:
        people.setdefault(hold.ref, set()).add(whose[hold.purse].person_id)
    return people


def has_waiting_plan(session: Session, group_id: UUID, listing_id: UUID) -> bool:
    """Whether anything that a group promised this provider waits for too few people."""
    rows = (
        select(PlanWait.agreement_id)
        .join(Agreement, Agreement.id == PlanWait.agreement_id)
        .join(Offer, Offer.id == Agreement.offer_id)
        .join(OfferRequest, OfferRequest.id == Offer.request_id)
        .where(Agreement.group_id == group_id, OfferRequest.listing_id == listing_id)
    )
    return session.scalar(rows.limit(1)) is not None
