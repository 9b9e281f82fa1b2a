"""Who may look and act, and what an offer costs whom."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from microcare.budgets.models import Budget
from microcare.commissioning.models import (
    Agreement,
    Budding,
    CareSession,
    Offer,
    OfferRequest,
    WitnessedYes,
)
from microcare.commissioning.values import (
    FEWEST_TO_STAY,
    WITNESSES,
    DoesNotReach,
    MyShare,
    NobodyComes,
    OfferTerms,
    OthersWentMeanwhile,
    RequestState,
    SomebodyHasAPart,
    Split,
    SumsMustAddUp,
    Way,
    split_from,
)
from microcare.decisions.models import Proposal
from microcare.decisions.values import THINKING
from microcare.kernel.money import pounds, split_in_turn
from microcare.people.models import Person

EQUALLY = Split()
NOBODYS: Mapping[UUID, int] = MappingProxyType({})
NOTHING_WAITS: Mapping[UUID, date] = MappingProxyType({})


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


def shares_by_session(
    terms: OfferTerms,
    people: Sequence[UUID],
    split: Split = EQUALLY,
    *,
    most: Mapping[UUID, int] = NOBODYS,
) -> list[dict[UUID, int]]:
    """Each session's pence by person, shared by `split`, to the penny.

    `most` are pence a session that some of them can pay; only a split by ability reads it. The odd
    pennies go to whoever is furthest behind, and among equals in order of id: so nobody always
    pays the extra one, whatever order people are handed in (P15). Raises SomebodyHasAPart,
    OthersWentMeanwhile, NobodyComes, SumsMustAddUp, DoesNotReach.
    """
    order = sorted(people)
    _check_split(terms, order, split)
    own = dict.fromkeys(order, 0)
    weights = [[_weight(split, p, number) for p in order] for number in range(terms.sessions)]
    if split.way is Way.ABILITY:
        said = {p: most[p] for p in order if p in most}
        capped = _at_their_most(terms.session_pence, said, order)
        own |= capped
        weights = [[0 if p in capped else 1 for p in order]] * terms.sessions
    rest = terms.session_pence - sum(own.values())
    rows = split_in_turn([rest] * terms.sessions, weights)
    return [{p: own[p] + part for p, part in zip(order, row, strict=True)} for row in rows]


def _weight(split: Split, person: UUID, number: int) -> int:
    if split.way is Way.ATTENDANCE:
        return 1 if number in split.comes[person] else 0
    return split.parts[person] if split.parts else 1


def _check_split(terms: OfferTerms, people: Sequence[UUID], split: Split) -> None:
    told = split.comes if split.way is Way.ATTENDANCE else split.parts
    if split.way in (Way.EQUAL, Way.ABILITY):
        return
    if set(told) != set(people):
        raise OthersWentMeanwhile
    if split.way is Way.ATTENDANCE:
        for number in range(terms.sessions):
            if not any(number in days for days in split.comes.values()):
                raise NobodyComes(number=number + 1)
    elif not any(split.parts.values()):
        raise SomebodyHasAPart
    fixed = sum(split.parts.values())
    if split.way is Way.FIXED and fixed != terms.session_pence:
        told_sum, price = (f"£{pounds(pence):,.2f}" for pence in (fixed, terms.session_pence))
        raise SumsMustAddUp(sum=told_sum, price=price)


def _at_their_most(pence: int, most: Mapping[UUID, int], people: Sequence[UUID]) -> dict[UUID, int]:
    """Who pays no more than the most they said, because an equal part of the rest is above it.

    From the least upwards: what one cannot pay is spread on the others, who may then reach their
    own most. Raises DoesNotReach when nobody is left to carry the rest.
    """
    at_most: dict[UUID, int] = {}
    for person in sorted(most, key=lambda p: (most[p], p)):
        rest, others = pence - sum(at_most.values()), len(people) - len(at_most)
        if most[person] * others >= rest:
            break
        at_most[person] = most[person]
    if len(at_most) == len(people):
        raise DoesNotReach
    return at_most


def split_of(proposal: Proposal) -> Split:
    """How a version shares its price, as it was sealed."""
    return split_from(json.loads(proposal.document)["terms"]["split"])


def put_by_tied(proposal: Proposal) -> bool:
    """Whether whoever put a version was tied to the provider, as it was sealed (P26)."""
    return bool(json.loads(proposal.document)["terms"].get("put_by_somebody_tied", False))


def budget_for(day: date, budgets: Sequence[Budget]) -> Budget:
    """Which of the named budgets a session draws on: of those that its day lies in, the one that
    ends first (P2a). Where none is, the first, which then does not reach."""
    order = sorted(budgets, key=lambda b: (b.ends_on, b.id))
    return next((b for b in order if b.starts_on <= day <= b.ends_on), order[0])


def takes_place_of(
    terms: OfferTerms,
    request_id: UUID,
    running: Collection[Agreement],
    replaced: Collection[UUID],
    waiting: Mapping[UUID, date] = NOTHING_WAITS,
) -> list[CareSession]:
    """The promised sessions that a plan with these terms takes the place of, the first one first.

    From its own first day on. Somebody else than the one who offers it keeps the notice that was
    agreed with them, counted from the last day on which it could be promised (P20, P35); of what
    waits for too few people there is none to keep (P36).
    """
    decided = terms.closes_on + THINKING
    found = []
    for agreement in running:
        notice = decided + timedelta(weeks=agreement.offer.notice_weeks)
        waits_on = waiting.get(agreement.id)
        is_theirs = agreement.offer.request_id == request_id
        found += [
            one
            for one in agreement.sessions
            if one.day >= terms.first_on
            and (is_theirs or one.day > notice or (waits_on is not None and one.day >= waits_on))
            and one.id not in replaced
        ]
    return sorted(found, key=lambda one: (one.day, one.id))


def waits_from(
    ahead: Sequence[CareSession],
    promised: Mapping[UUID, Collection[UUID]],
    *,
    sharers: int,
    fewest: int,
) -> date | None:
    """The first of these days from which on fewer than `fewest` of its `sharers` are left (P36).

    `promised`: by session, whose promise stands. Somebody is left on a day as long as any promise
    of theirs from that day on stands, or they agreed to no part from then on. A day for which
    nobody is promised any more is no day of the plan.
    """
    days = sorted((one for one in ahead if promised.get(one.id)), key=lambda one: one.day)
    for number, first in enumerate(days):
        later = days[number:]
        agreed = {share.person_id for one in later for share in one.shares}
        there = {person for one in later for person in promised[one.id]}
        if sharers - len(agreed - there) < fewest:
            return first.day
    return None


def my_share(terms: OfferTerms, people: Sequence[UUID], me: UUID) -> MyShare:
    """What an offer costs one of these people, shared equally."""
    return share_of([session[me] for session in shares_by_session(terms, people)])


def share_of(mine: Sequence[int]) -> MyShare:
    """One person's pence of each session, added up; sessions that cost them nothing left out."""
    paid = [pence for pence in mine if pence]
    usual = min(paid, default=0)
    return MyShare(
        total=sum(paid),
        usual=usual,
        dearer=sum(p > usual for p in paid),
        sessions=len(paid),
        most=max(paid, default=0),
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


def counts_from(yes: WitnessedYes) -> datetime | None:
    """When a yes before witnesses begins to count; None while anything is still to come.

    Both witnesses have said that it is what happened, the person was told, and the working days
    since then are over; and nothing ended it (pooling P31a).
    """
    said = [one.said_at for one in yes.witnesses if one.said == "yes" and one.said_at is not None]
    if yes.ended_at is not None or yes.counts_at is None or len(said) < WITNESSES:
        return None
    return max(yes.counts_at, *said)


def counts(yes: WitnessedYes, now: datetime) -> bool:
    """Whether a yes before witnesses counts at this instant; asked again when promises are made."""
    since = counts_from(yes)
    return since is not None and since <= now
