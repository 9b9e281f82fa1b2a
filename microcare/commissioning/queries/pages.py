"""A group's page as one of its members sees it: their own sums, and nobody else's anything."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.queries import money_of
from microcare.commissioning.models import Agreement, Offer
from microcare.commissioning.policies import is_open_offer, my_share
from microcare.commissioning.queries.working import brief_of, last_agreement, requests_of_group
from microcare.commissioning.values import GroupView, MyShare, OfferView, PlanView
from microcare.decisions.models import Proposal
from microcare.decisions.policies import commits_at, latest_answers, standing
from microcare.decisions.values import Answer
from microcare.directory.queries import public_listings_by_ids
from microcare.groups.models import Group
from microcare.groups.queries import member_names
from microcare.kernel.clock import Clock


def group_view(session: Session, group: Group, *, me: UUID, clock: Clock) -> GroupView:
    """Everything on the group's page, and on its offers and its plan."""
    today = clock.today()
    left = money_of(session, me, today=today).left
    requests = requests_of_group(session, group.id)
    listings = public_listings_by_ids(session, [r.listing_id for r in requests])
    slugs = {id_: listing.slug for id_, listing in listings.items()}
    people = group.member_ids
    offers = tuple(
        _offer_view(
            request.live_offer,
            slug=slugs.get(request.listing_id, ""),
            share=my_share(request.live_offer.terms, people, me),
            left=left,
            is_open=is_open_offer(request.live_offer, today) and request.listing_id in listings,
        )
        for request in requests
        if request.live_offer
    )
    brief = brief_of(session, group.id)
    last = last_agreement(session, group.id)
    return GroupView(
        id=group.id,
        name=group.name,
        members=tuple(member_names(group, me=me)),
        wants=brief.value if brief else None,
        brings=tuple((m.first_name, m.brings) for m in group.members if m.brings),
        asked=tuple(listings[r.listing_id].name for r in requests if r.listing_id in listings),
        offers=offers,
        plan=_plan_view(*last, me=me, left=left, slugs=slugs, clock=clock) if last else None,
        my_left=left,
    )


def _offer_view(
    offer: Offer, *, slug: str, share: MyShare | None, left: int, is_open: bool
) -> OfferView:
    return OfferView(
        id=offer.id,
        provider=offer.provider,
        slug=slug,
        terms=offer.terms,
        share=share,
        left=left,
        is_open=is_open,
    )


def _plan_view(
    agreement: Agreement,
    proposal: Proposal,
    *,
    me: UUID,
    left: int,
    slugs: dict[UUID, str],
    clock: Clock,
) -> PlanView:
    offer, said = agreement.offer, latest_answers(proposal)
    mine = [s.pence for line in agreement.sessions for s in line.shares if s.person_id == me]
    usual = min(mine, default=0)
    dearer = sum(pence > usual for pence in mine)
    share = MyShare(total=sum(mine), usual=usual, dearer=dearer, sessions=len(mine))
    notes = [note.short_pence for note in agreement.notes if note.person_id == me]
    return PlanView(
        offer=_offer_view(
            offer,
            slug=slugs.get(offer.request.listing_id, ""),
            share=share if mine else None,
            left=left,
            is_open=proposal.outcome is None,
        ),
        standing=standing(proposal, clock.now()).value,
        outcome=proposal.outcome or "",
        hash=proposal.hash,
        commits_at=commits_at(proposal),
        closes_on=offer.closes_on,
        my_answer=said[me].answer.value if me in said else "",
        short_pence=notes[0] if notes else 0,
        worries=tuple(g.reason for g in said.values() if g.answer is Answer.WORRY),
    )
