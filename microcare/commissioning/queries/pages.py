"""A group's page as one of its members sees it: their own sums, and nobody else's anything."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.queries import money_of
from microcare.commissioning.models import Agreement, Offer, OfferRequest
from microcare.commissioning.policies import (
    is_open_offer,
    my_share,
    request_state,
    share_of,
    split_of,
)
from microcare.commissioning.queries.working import briefs_of, last_agreements, requests_of_groups
from microcare.commissioning.values import (
    QUARTERS,
    Asked,
    GroupView,
    MyShare,
    OfferView,
    PlanView,
    Split,
    Way,
)
from microcare.decisions.models import Proposal
from microcare.decisions.policies import (
    closes_at,
    commits_at,
    latest_answers,
    may_ask_for_time,
    may_look_again,
    may_take_back,
    proof_for,
    standing,
    stands_worry,
)
from microcare.decisions.values import Answer, Outcome
from microcare.directory.queries import public_listings_by_ids
from microcare.directory.values import PublicListing
from microcare.groups.models import Group
from microcare.groups.queries import names_by_group
from microcare.groups.values import MOST_MEMBERS, MemberName
from microcare.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class _Eyes:
    """Who looks, when, with what money left, and which providers' pages are public."""

    me: UUID
    clock: Clock
    left: int
    until: date | None
    listings: Mapping[UUID, PublicListing]

    def slug(self, listing_id: UUID) -> str:
        """The address of a provider's page, or "" while it is not public."""
        return self.listings[listing_id].slug if listing_id in self.listings else ""


def group_view(
    session: Session, group: Group, *, me: UUID, clock: Clock, limit: int = MOST_MEMBERS
) -> GroupView:
    """Everything on the group's page, and on its offers and its plan."""
    return group_views(session, [group], me=me, clock=clock, limit=limit)[group.id]


def group_views(
    session: Session,
    groups: Collection[Group],
    *,
    me: UUID,
    clock: Clock,
    limit: int = MOST_MEMBERS,
) -> dict[UUID, GroupView]:
    """The same of several groups, in as many reads as for one."""
    money = money_of(session, me, today=clock.today())
    ids = [group.id for group in groups]
    requests = requests_of_groups(session, ids)
    listings = public_listings_by_ids(session, [r.listing_id for g in ids for r in requests[g]])
    eyes = _Eyes(me=me, clock=clock, left=money.left, until=money.until, listings=listings)
    briefs, last = briefs_of(session, ids), last_agreements(session, ids)
    names = names_by_group(session, groups, me=me)
    return {
        group.id: GroupView(
            id=group.id,
            name=group.name,
            members=names[group.id],
            has_room=len(group.members) < limit,
            wants=briefs[group.id].value if group.id in briefs else None,
            asked=tuple(_asked(request, eyes) for request in requests[group.id]),
            offers=_offers(requests[group.id], group, eyes),
            plan=_plan_view(*last[group.id], names=names[group.id], eyes=eyes)
            if group.id in last
            else None,
            my_left=eyes.left,
            my_left_until=eyes.until,
            is_ending=group.winding_since is not None,
            is_closed=group.closed_at is not None,
        )
        for group in groups
    }


def _offers(requests: list[OfferRequest], group: Group, eyes: _Eyes) -> tuple[OfferView, ...]:
    live = [offer for request in requests if (offer := request.live_offer)]
    return tuple(_offer_view(offer, group.member_ids, eyes) for offer in live)


def _asked(request: OfferRequest, eyes: _Eyes) -> Asked:
    found, offer = eyes.listings.get(request.listing_id), request.live_offer
    name = found.name if found else offer.provider if offer else ""
    state = request_state(request, eyes.clock.today())
    return Asked(name=name, slug=eyes.slug(request.listing_id), state=state)


def _offer_view(offer: Offer, people: list[UUID], eyes: _Eyes) -> OfferView:
    found = eyes.listings.get(offer.request.listing_id)
    is_public = found is not None and not found.is_paused
    return _view_of(
        offer,
        share=my_share(offer.terms, people, eyes.me),
        is_open=is_open_offer(offer, eyes.clock.today()) and is_public,
        fits=len(people) <= offer.most_people,
        eyes=eyes,
    )


def _view_of(offer: Offer, *, share: MyShare, is_open: bool, fits: bool, eyes: _Eyes) -> OfferView:
    return OfferView(
        id=offer.id,
        provider=offer.provider,
        slug=eyes.slug(offer.request.listing_id),
        terms=offer.terms,
        share=share,
        left=eyes.left,
        is_open=is_open,
        fits=fits,
    )


def _days_of(agreement: Agreement, me: UUID) -> tuple[tuple[date, int], ...]:
    return tuple(
        (line.day, share.pence)
        for line in agreement.sessions
        for share in line.shares
        if share.person_id == me
    )


def _plan_view(
    agreement: Agreement, proposal: Proposal, *, names: Sequence[MemberName], eyes: _Eyes
) -> PlanView:
    offer, said, me = agreement.offer, latest_answers(proposal), eyes.me
    days = _days_of(agreement, me)
    decides = me in {elector.person_id for elector in proposal.electors}
    share = share_of([pence for _, pence in days])
    mine = _view_of(offer, share=share, is_open=False, fits=True, eyes=eyes) if days else None
    split = split_of(proposal)
    notes = [note.short_pence for note in agreement.notes if note.person_id == me]
    now = eyes.clock.now()
    return PlanView(
        provider=offer.provider,
        slug=eyes.slug(offer.request.listing_id),
        terms=offer.terms,
        standing=standing(proposal, now),
        outcome=Outcome(proposal.outcome) if proposal.outcome else None,
        commits_at=commits_at(proposal),
        thinking_days=timedelta(seconds=proposal.thinking_seconds).days,
        my_answer=said[me].answer.value if me in said else "",
        short_pence=notes[0] if notes else 0,
        worries=tuple(g.reason for g in said.values() if g.answer is Answer.WORRY and g.reason),
        mine=mine,
        my_days=days,
        proof=proof_for(proposal, me),
        looks_again=may_look_again(proposal, eyes.clock.now(), me),
        is_over=offer.terms.last_on < eyes.clock.today(),
        closes_at=closes_at(proposal),
        is_aside=decides and not days,
        is_stopped=stands_worry(said),
        may_end=decides and may_take_back(proposal, me),
        may_ask_for_time=may_ask_for_time(proposal, me, now),
        way=split.way,
        # Whoever joined later was told nothing of who pays what.
        parts=_parts(split, names) if decides else (),
        sharers=len(agreement.people),
    )


def _parts(split: Split, names: Sequence[MemberName]) -> tuple[tuple[str, str | int], ...]:
    """The numbers that everybody agreed on, by first name, in the order of the group's page."""
    called = {name.person_id: name.first_name for name in names}
    told: Mapping[UUID, str | int] = split.parts
    if split.way is Way.HOURS:
        told = {p: f"{Decimal(n) / QUARTERS:f}" for p, n in split.parts.items()}
    elif split.way is Way.ATTENDANCE:
        told = {p: len(days) for p, days in split.comes.items()}
    order = [*(p for p in called if p in told), *sorted(p for p in told if p not in called)]
    return tuple((called.get(p, ""), told[p]) for p in order)
