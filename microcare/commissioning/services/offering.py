"""A group says what it wants and asks; a provider answers."""

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.commissioning.models import Brief, Offer, OfferRequest
from microcare.commissioning.queries import brief_of
from microcare.commissioning.services.news import tell
from microcare.commissioning.values import (
    AskedAlready,
    ClosesTooSoon,
    NothingWantedYet,
    OfferTerms,
    OfferTooSoon,
    ProviderNotOpen,
    Wants,
)
from microcare.directory.queries import is_open, keeper_ids, public_listing_by_id
from microcare.groups.models import Group
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id

# Days that people have to read an offer, at the least.
FEWEST_DAYS = 5


def write_brief(session: Session, group: Group, *, wants: Wants, clock: Clock) -> None:
    """Keeps what the group wants; any member may change it."""
    brief = brief_of(session, group.id)
    if brief is None:
        brief = Brief(group_id=group.id)
        session.add(brief)
    brief.wants, brief.times, brief.place = wants.wants, wants.times, wants.place
    brief.changed_at = clock.now()


def ask_for_offer(
    session: Session, group: Group, *, listing_id: UUID, clock: Clock
) -> OfferRequest:
    """Asks a public listing for an offer.

    Raises NothingWantedYet, ProviderNotOpen, AskedAlready.
    """
    if brief_of(session, group.id) is None:
        raise NothingWantedYet
    if not is_open(session, listing_id):
        raise ProviderNotOpen
    request = OfferRequest(
        id=new_id(), group_id=group.id, listing_id=listing_id, asked_at=clock.now()
    )
    try:
        with session.begin_nested():
            session.add(request)
    except IntegrityError:
        raise AskedAlready from None
    keepers = keeper_ids(session, listing_id)
    tell(session, keepers, path=f"/my/requests/{request.id}", clock=clock)
    return request


def make_offer(
    session: Session,
    request: OfferRequest,
    *,
    terms: OfferTerms,
    member_ids: list[UUID],
    clock: Clock,
) -> Offer:
    """Offers; an earlier offer to the same group is taken back by it.

    Raises ProviderNotOpen, ClosesTooSoon, OfferTooSoon.
    """
    listing = public_listing_by_id(session, request.listing_id)
    if listing is None or listing.is_paused:
        raise ProviderNotOpen
    if terms.closes_on < clock.today() + timedelta(days=FEWEST_DAYS):
        raise ClosesTooSoon
    if terms.first_on <= terms.closes_on:
        raise OfferTooSoon
    for earlier in request.offers:
        earlier.withdrawn_at = earlier.withdrawn_at or clock.now()
    offer = Offer(id=new_id(), provider=listing.name, made_at=clock.now(), **asdict(terms))
    request.offers.insert(0, offer)
    request.declined_at = None
    # Its id goes into letters.
    session.flush()
    tell(session, member_ids, path=f"/groups/{request.group_id}/offers", clock=clock)
    return offer


def decline_request(
    session: Session, request: OfferRequest, *, member_ids: list[UUID], clock: Clock
) -> None:
    """Says that this is not for them."""
    request.declined_at = clock.now()
    tell(session, member_ids, path=f"/groups/{request.group_id}", clock=clock)
