"""Who is paid by a provider or close to who is, by their own word or by looking after its page."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.commissioning.models import Agreement, Offer, OfferRequest, PaidTie
from microcare.decisions.models import Elector, Proposal
from microcare.decisions.values import Outcome
from microcare.directory.queries import keeper_ids


def tied_to(session: Session, listing_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """By listing, who said that they are tied to it."""
    found: dict[UUID, set[UUID]] = {listing_id: set() for listing_id in listing_ids}
    for tie in session.scalars(select(PaidTie).where(PaidTie.listing_id.in_(list(listing_ids)))):
        found[tie.listing_id].add(tie.person_id)
    return found


def ties_of(session: Session, person_id: UUID, listing_ids: Collection[UUID]) -> set[UUID]:
    """To which of these listings one person said that they are tied."""
    rows = select(PaidTie.listing_id).where(PaidTie.person_id == person_id)
    return set(session.scalars(rows.where(PaidTie.listing_id.in_(list(listing_ids)))))


def is_tied(session: Session, listing_id: UUID, person_id: UUID) -> bool:
    """Whether this person is paid by it: they said so, or they look after its page."""
    said = session.get(PaidTie, (listing_id, person_id)) is not None
    return said or person_id in keeper_ids(session, listing_id)


def has_promised_with(session: Session, listing_id: UUID, person_id: UUID) -> bool:
    """Whether a plan with this provider was promised that this person decided on."""
    rows = (
        select(Agreement.id)
        .join(Offer, Offer.id == Agreement.offer_id)
        .join(OfferRequest, OfferRequest.id == Offer.request_id)
        .join(Proposal, Proposal.id == Agreement.proposal_id)
        .join(Elector, Elector.proposal_id == Proposal.id)
        .where(OfferRequest.listing_id == listing_id, Elector.person_id == person_id)
        .where(Proposal.outcome == Outcome.PASSED.value)
    )
    return session.scalar(rows.limit(1)) is not None
