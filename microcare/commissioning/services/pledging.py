"""What a yes says its money is for: the person's own purpose, kept with it (pooling P13, P14)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget, Purpose
from microcare.budgets.policies import asks_if_close, meets, needs_purpose
from microcare.budgets.queries import agreement_about, purpose_by_id
from microcare.budgets.values import (
    NEEDS_AGREEMENT,
    About,
    AgreementIsOver,
    Funding,
    NotInCarePlan,
    PaysSomebodyClose,
    PickYourPurpose,
    Pledge,
)
from microcare.commissioning.models import Agreement, OwnPurpose
from microcare.kernel.clock import Clock


def keep_pledge(
    session: Session,
    agreement: Agreement,
    budgets: Sequence[Budget],
    *,
    person_id: UUID,
    pledge: Pledge,
    clock: Clock,
) -> None:
    """Keeps what a yes pledges of each budget that it names, in place of what it said before.

    Raises AgreementIsOver, PickYourPurpose, NotInCarePlan, PaysSomebodyClose.
    """
    listing_id = agreement.offer.request.listing_id
    for budget in budgets:
        if not _is_agreed(session, budget):
            raise AgreementIsOver
        _check_purpose(session, budget, person_id=person_id, pledge=pledge)
        _check_payee(session, budget, person_id=person_id, pledge=pledge, listing_id=listing_id)
    mine = (OwnPurpose.agreement_id == agreement.id, OwnPurpose.person_id == person_id)
    session.execute(delete(OwnPurpose).where(*mine))
    for budget in budgets:
        planned = needs_purpose(budget)
        session.add(
            OwnPurpose(
                agreement_id=agreement.id,
                person_id=person_id,
                budget_id=budget.id,
                purpose_id=pledge.purpose_id if planned else None,
                outside=pledge.outside if planned and pledge.purpose_id is None else "",
                is_close=pledge.is_close,
                at=clock.now(),
            )
        )
    session.flush()  # the database looks whether each is what the money is for


def _is_agreed(session: Session, budget: Budget) -> bool:
    """Whether whoever holds this money agrees to it today, where they must (P14)."""
    about = NEEDS_AGREEMENT.get(Funding(budget.funding))
    return about is None or agreement_about(session, budget.person_id, about) is not None


def _check_purpose(session: Session, budget: Budget, *, person_id: UUID, pledge: Pledge) -> None:
    if not needs_purpose(budget):
        return
    if pledge.purpose_id is not None:
        if not meets(purpose_by_id(session, pledge.purpose_id), budget, person_id):
            raise PickYourPurpose
    elif budget.funding == Funding.PHB:
        raise NotInCarePlan
    elif not pledge.outside:
        raise PickYourPurpose


def _check_payee(
    session: Session, budget: Budget, *, person_id: UUID, pledge: Pledge, listing_id: UUID
) -> None:
    if not (pledge.is_close and asks_if_close(budget)):
        return
    if agreement_about(session, person_id, About.CLOSE, listing_id=listing_id) is None:
        raise PaysSomebodyClose


def pledges_stand(session: Session, agreement: Agreement, people: set[UUID]) -> bool:
    """Whether what each of these said yes for is in their plan still, and on file (P13, P23).

    Looked at when promises are made: a plan may have changed since the yes.
    """
    rows = (
        select(OwnPurpose, Purpose)
        .outerjoin(Purpose, Purpose.id == OwnPurpose.purpose_id)
        .where(OwnPurpose.agreement_id == agreement.id, OwnPurpose.person_id.in_(people))
    )
    listing_id, pledged = agreement.offer.request.listing_id, set()
    for own, purpose in session.execute(rows):
        if purpose is not None and purpose.ended_at is not None:
            return False
        budget = session.get_one(Budget, own.budget_id)
        if not _is_agreed(session, budget):
            return False
        if own.is_close and not _may_pay(session, budget, listing_id):
            return False
        pledged.add(own.person_id)
    return pledged >= people


def _may_pay(session: Session, budget: Budget, listing_id: UUID) -> bool:
    found = agreement_about(session, budget.person_id, About.CLOSE, listing_id=listing_id)
    return found is not None or not asks_if_close(budget)
