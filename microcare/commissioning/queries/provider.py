"""What groups asked, as whoever looks after the listing sees it: what is wanted, and no names."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.commissioning.models import Brief, OfferRequest
from microcare.commissioning.policies import request_state
from microcare.commissioning.queries.working import agreed_offers, requests_of_listings
from microcare.commissioning.values import RequestState, RequestView
from microcare.directory.queries import listings_kept_by
from microcare.groups.queries import member_counts


def requests_for(session: Session, person_id: UUID, *, today: date) -> list[RequestView]:
    """What was asked of the listings that a person looks after, the newest first."""
    names = {listing.id: listing.name for listing in listings_kept_by(session, person_id)}
    return request_views(session, requests_of_listings(session, names), names=names, today=today)


def request_views(
    session: Session, requests: Sequence[OfferRequest], *, names: Mapping[UUID, str], today: date
) -> list[RequestView]:
    """These requests with what is wanted, by how many, and where each stands."""
    group_ids = {request.group_id for request in requests}
    counts = member_counts(session, group_ids)
    rows = select(Brief).where(Brief.group_id.in_(group_ids))
    briefs = {brief.group_id: brief.value for brief in session.scalars(rows)}
    agreed = agreed_offers(session, [o.id for r in requests for o in r.offers])
    return [
        RequestView(
            id=request.id,
            listing_name=names.get(request.listing_id, ""),
            wants=briefs.get(request.group_id),
            people=counts.get(request.group_id, 0),
            state=_state(request, agreed=agreed, people=counts, today=today),
            offer=request.live_offer.terms if request.live_offer else None,
            promised=next((o.terms for o in request.offers if o.id in agreed), None),
        )
        for request in requests
    ]


def _state(
    request: OfferRequest, *, agreed: set[UUID], people: Mapping[UUID, int], today: date
) -> RequestState:
    if request.live_offer is not None and request.live_offer.id in agreed:
        return RequestState.AGREED
    if not people.get(request.group_id):
        return RequestState.GONE
    return request_state(request, today)
