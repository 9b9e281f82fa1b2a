"""One plan and one offer as one member sees them: their own sums, and nobody else's anything."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from microcare.commissioning.models import Agreement, Offer
from microcare.commissioning.policies import (
    put_by_tied,
    share_of,
    split_of,
)
from microcare.commissioning.values import (
    QUARTERS,
    MyShare,
    OfferView,
    PlanTies,
    PlanView,
    Split,
    Way,
)
from microcare.decisions.models import Proposal
from microcare.decisions.policies import (
    closes_at,
    commits_at,
    is_blocked,
    latest_answers,
    may_ask_for_time,
    may_look_again,
    may_take_back,
    proof_for,
    standing,
)
from microcare.decisions.values import Answer, Method, Outcome
from microcare.directory.policies import care_basis
from microcare.directory.values import CareBasis, PublicListing
from microcare.groups.values import MemberName
from microcare.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks, when, with what money left and promised; what is public, agreed and running."""

    me: UUID
    clock: Clock
    left: int
    until: date | None
    listings: Mapping[UUID, PublicListing]
    # Their own pence that would come free if a session were replaced, by session (P20).
    held: Counter[UUID]
    agreed: Collection[UUID]
    running: Mapping[UUID, Sequence[tuple[Agreement, Proposal]]]
    replaced: Collection[UUID]
    # Of what is running, from which day on it waits for too few people, by agreement (P36).
    waiting: Mapping[UUID, date]
    # The listings of what is running that cannot go on (P42).
    out: Collection[UUID]
    # The listings that they said they are tied to (P26).
    tied: Collection[UUID]

    def slug(self, listing_id: UUID) -> str:
        """The address of a provider's page, or "" while it is not public."""
        return self.listings[listing_id].slug if listing_id in self.listings else ""


def view_of(
    offer: Offer,
    *,
    share: MyShare,
    is_open: bool,
    fits: bool,
    instead_of: Sequence[tuple[UUID, date]],
    eyes: Eyes,
) -> OfferView:
    """An offer with one person's own share, and what comes free of theirs by it."""
    listing = eyes.listings.get(offer.request.listing_id)
    return OfferView(
        id=offer.id,
        provider=offer.provider,
        slug=eyes.slug(offer.request.listing_id),
        terms=offer.terms,
        share=share,
        left=eyes.left,
        is_open=is_open,
        fits=fits,
        freed=sum(eyes.held[session_id] for session_id, _ in instead_of),
        replaces_from=min((day for _, day in instead_of), default=None),
        care=care_basis(listing, eyes.clock.today()) if listing else CareBasis.NO_CARE,
        safe_name=listing.patch.safeguarding_name if listing else "",
        safe_phone=listing.patch.safeguarding_phone if listing else "",
        is_tied=offer.request.listing_id in eyes.tied,
    )


def _mine(
    offer: Offer,
    days: Sequence[tuple[date, int]],
    *,
    instead_of: Sequence[tuple[UUID, date]],
    eyes: Eyes,
) -> OfferView | None:
    if not days:
        return None
    share = share_of([pence for _, pence in days])
    return view_of(offer, share=share, is_open=False, fits=True, instead_of=instead_of, eyes=eyes)


def _replaces(proposal: Proposal) -> list[tuple[UUID, date]]:
    told = json.loads(proposal.document)["terms"].get("replaces", [])
    return [(UUID(one["session"]), date.fromisoformat(one["day"])) for one in told]


def _days_of(agreement: Agreement, me: UUID) -> tuple[tuple[date, int], ...]:
    return tuple(
        (line.day, share.pence)
        for line in agreement.sessions
        for share in line.shares
        if share.person_id == me
    )


def plan_view(
    agreement: Agreement, proposal: Proposal, *, names: Sequence[MemberName], eyes: Eyes
) -> PlanView:
    """What everyone is deciding, or decided, as one of them sees it."""
    offer, said, me = agreement.offer, latest_answers(proposal), eyes.me
    days = _days_of(agreement, me)
    decides = me in {elector.person_id for elector in proposal.electors}
    instead_of, split, now = _replaces(proposal), split_of(proposal), eyes.clock.now()
    return PlanView(
        provider=offer.provider,
        slug=eyes.slug(offer.request.listing_id),
        terms=offer.terms,
        standing=standing(proposal, now),
        outcome=Outcome(proposal.outcome) if proposal.outcome else None,
        commits_at=commits_at(proposal),
        thinking_days=timedelta(seconds=proposal.thinking_seconds).days,
        my_answer=said[me].answer.value if me in said else "",
        short_pence=next((n.short_pence for n in agreement.notes if n.person_id == me), 0),
        worries=tuple(g.reason for g in said.values() if g.answer is Answer.WORRY and g.reason),
        mine=_mine(offer, days, instead_of=instead_of, eyes=eyes),
        my_days=days,
        proof=proof_for(proposal, me),
        looks_again=may_look_again(proposal, now, me),
        is_over=offer.terms.last_on < eyes.clock.today(),
        closes_at=closes_at(proposal),
        is_aside=decides and not days,
        is_stopped=is_blocked(proposal, said),
        by_all=proposal.method == Method.EVERYONE_AGREES,
        may_end=decides and may_take_back(proposal, me),
        may_ask_for_time=may_ask_for_time(proposal, me, now),
        way=split.way,
        # Whoever joined later was told nothing of who pays what.
        parts=_parts(split, names) if decides else (),
        sharers=len(agreement.people),
        replaces_from=min((day for _, day in instead_of), default=None),
        waits_from=eyes.waiting.get(agreement.id),
        is_out_of_work=offer.request.listing_id in eyes.out,
        ties=_ties(offer, proposal, names, eyes),
    )


def _ties(offer: Offer, proposal: Proposal, names: Sequence[MemberName], eyes: Eyes) -> PlanTies:
    by = next((n.first_name for n in names if n.person_id == proposal.opened_by), "")
    return PlanTies(
        put_by=by if put_by_tied(proposal) else None,
        is_put_by_me=proposal.opened_by == eyes.me,
        is_mine=offer.request.listing_id in eyes.tied,
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
