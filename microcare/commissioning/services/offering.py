"""A group says what it wants and asks; a provider answers."""

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.models import Brief, Offer, OfferRequest
from microcare.commissioning.policies import request_state
from microcare.commissioning.queries import (
    agreed_offers,
    brief_of,
    last_agreement,
    request_between,
    requests_of_group,
    running_plans,
)
from microcare.commissioning.services.providers import open_provider
from microcare.commissioning.services.settling import settle_group, void_plan
from microcare.commissioning.values import (
    MOST_ASKED,
    AskedAlready,
    AskedEnough,
    ClosesTooSoon,
    NothingWantedYet,
    OfferTerms,
    OfferTooSoon,
    PromisedAlready,
    RequestState,
    Wants,
)
from microcare.decisions.values import THINKING
from microcare.directory.queries import keeper_ids
from microcare.groups.models import Group
from microcare.groups.queries import locked_group
from microcare.groups.services.news import tell
from microcare.groups.values import GroupHasGone, GroupIsEnding
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id

# Days that people have to read an offer, at the least.
FEWEST_DAYS = 5


def write_brief(session: Session, group: Group, *, wants: Wants, clock: Clock) -> None:
    """Keeps what the group wants; any member may change it."""
    locked_group(session, group.id)
    brief = brief_of(session, group.id)
    if brief is None:
        brief = Brief(group_id=group.id)
        session.add(brief)
    brief.wants, brief.times, brief.place = wants.wants, wants.times, wants.place
    brief.changed_at = clock.now()


def ask_for_offer(
    session: Session, group: Group, *, listing_id: UUID, clock: Clock
) -> OfferRequest:
    """Asks a public listing for an offer, or once more when the last answer has run out.

    Raises GroupIsEnding, NothingWantedYet, ProviderNotOpen, CareNotRegistered, AskedAlready,
    AskedEnough.
    """
    locked = locked_group(session, group.id) or group
    if locked.winding_since is not None:
        raise GroupIsEnding
    if brief_of(session, group.id) is None:
        raise NothingWantedYet
    open_provider(session, listing_id, clock=clock)
    request = request_between(session, group.id, listing_id)
    _check_it_may_ask(session, group.id, request, clock=clock)
    if request is None:
        request = OfferRequest(id=new_id(), group_id=group.id, listing_id=listing_id)
        session.add(request)
    request.asked_at, request.declined_at = clock.now(), None
    keepers = keeper_ids(session, listing_id)
    tell(session, keepers, path=f"/my/requests/{request.id}", clock=clock)
    return request


def _check_it_may_ask(
    session: Session, group_id: UUID, request: OfferRequest | None, *, clock: Clock
) -> None:
    live = (RequestState.WAITING, RequestState.OFFERED)
    today = clock.today()
    if request is not None and request_state(request, today) in live:
        raise AskedAlready
    states = [request_state(r, today) for r in requests_of_group(session, group_id)]
    if states.count(RequestState.WAITING) >= MOST_ASKED:
        raise AskedEnough(most=MOST_ASKED)


def make_offer(
    session: Session,
    request: OfferRequest,
    *,
    terms: OfferTerms,
    member_ids: list[UUID],
    clock: Clock,
) -> Offer:
    """Offers; an earlier offer to the same group is taken back by it, and each yes to that is void.

    What the group has promised stands until a newer plan takes its place (P20). Raises
    ProviderNotOpen, CareNotRegistered, ClosesTooSoon, OfferTooSoon, GroupHasGone, GroupIsEnding.
    """
    group = locked_group(session, request.group_id)
    if group is None or not group.members:
        raise GroupHasGone
    if group.winding_since is not None:
        raise GroupIsEnding
    listing = open_provider(session, request.listing_id, clock=clock)
    if terms.closes_on < clock.today() + timedelta(days=FEWEST_DAYS):
        raise ClosesTooSoon
    if terms.first_on <= terms.closes_on + THINKING:
        raise OfferTooSoon
    _take_back(session, request, member_ids=member_ids, clock=clock)
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
    """Says that this is not for them, and takes back an offer. Raises PromisedAlready."""
    locked_group(session, request.group_id)
    settle_group(session, request.group_id, clock=clock)
    today = clock.today()
    running = running_plans(session, [request.group_id], today=today)[request.group_id]
    if any(agreement.offer.request_id == request.id for agreement, _ in running):
        raise PromisedAlready
    _take_back(session, request, member_ids=member_ids, clock=clock)
    request.declined_at = clock.now()
    tell(session, member_ids, path=f"/groups/{request.group_id}", clock=clock)


def _take_back(
    session: Session, request: OfferRequest, *, member_ids: list[UUID], clock: Clock
) -> None:
    """Takes back what was offered; a group deciding on it starts again (P20)."""
    settle_group(session, request.group_id, clock=clock)
    last = last_agreement(session, request.group_id)
    mine = {offer.id for offer in request.offers}
    if last is not None and last[0].offer_id in mine:
        # The letter about the new offer tells them.
        void_plan(session, request.group_id, clock=clock, besides=member_ids)
    agreed = agreed_offers(session, mine)
    for earlier in [offer for offer in request.offers if offer.id not in agreed]:
        earlier.withdrawn_at = earlier.withdrawn_at or clock.now()
