"""Who may look and act, and what an offer costs whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from microcare.commissioning.models import Budding, Offer, OfferRequest
from microcare.commissioning.values import FEWEST_TO_STAY, MyShare, OfferTerms, RequestState
from microcare.kernel.money import split_equally
from microcare.people.models import Person


@dataclass(frozen=True, slots=True)
class KeptRequest:
    """A request with the ids of whoever may answer it."""

    request: OfferRequest
    keeper_ids: frozenset[UUID]


def may_answer_request(person: Person | None, kept: KeptRequest) -> bool:
    """Whoever looks after the listing that was asked."""
    return person is not None and person.id in kept.keeper_ids


def is_live_budding(budding: Budding, members: Collection[UUID], today: date) -> bool:
    """Whether a group can still become two so: nobody who would go has left, and enough stay."""
    going, staying = budding.mover_ids & set(members), set(members) - budding.mover_ids
    is_whole = going == budding.mover_ids and len(staying) >= FEWEST_TO_STAY
    return is_whole and budding.ended_at is None and budding.closes_on >= today


def shares_by_session(terms: OfferTerms, people: Sequence[UUID]) -> list[dict[UUID, int]]:
    """Each session's pence by person, equal to the penny.

    The odd pennies go on from where the last session's stopped, so that over all the sessions
    nobody pays more than a penny more than another (P15).
    """
    order = sorted(people)
    odd = terms.session_pence % len(order)
    return [
        dict(zip(order, split_equally(terms.session_pence, len(order), turn=n * odd), strict=True))
        for n in range(terms.sessions)
    ]


def my_share(terms: OfferTerms, people: Sequence[UUID], me: UUID) -> MyShare:
    """What an offer costs one of these people."""
    return share_of([session[me] for session in shares_by_session(terms, people)])


def share_of(mine: Sequence[int]) -> MyShare:
    """One person's pence of each session, added up."""
    usual = min(mine, default=0)
    return MyShare(
        total=sum(mine), usual=usual, dearer=sum(p > usual for p in mine), sessions=len(mine)
    )


def is_open_offer(offer: Offer, today: date) -> bool:
    """Whether an offer can still be chosen."""
    return offer.withdrawn_at is None and today <= offer.closes_on


def request_state(request: OfferRequest, today: date) -> RequestState:
    """Where a question to a provider stands; whether it was agreed is the plan's to say."""
    offer = request.live_offer
    if offer is not None and is_open_offer(offer, today):
        return RequestState.OFFERED
    if request.declined_at is not None:
        return RequestState.NO
    if offer is not None and offer.made_at >= request.asked_at:
        return RequestState.ENDED
    return RequestState.WAITING
