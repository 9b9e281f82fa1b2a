"""A group's page as one of its members sees it: their own sums, and nobody else's anything."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.queries import money_of, open_holds_of
from microcare.budgets.values import MyMoney
from microcare.commissioning.models import Agreement, Brief, Offer, OfferRequest
from microcare.commissioning.policies import (
    is_open_offer,
    my_share,
    request_state,
    takes_place_of,
)
from microcare.commissioning.queries.plans import Eyes, plan_view, view_of
from microcare.commissioning.queries.ties import ties_of
from microcare.commissioning.queries.waiting import waiting_plans
from microcare.commissioning.queries.working import (
    agreed_offers,
    briefs_of,
    last_agreements,
    replaced_sessions,
    requests_of_groups,
    running_plans,
)
from microcare.commissioning.values import (
    Asked,
    GroupView,
    OfferView,
    PlanView,
)
from microcare.decisions.models import Proposal
from microcare.decisions.values import Outcome
from microcare.directory.queries import out_of_work, public_listings_by_ids
from microcare.groups.models import Group
from microcare.groups.queries import names_by_group
from microcare.groups.values import MOST_MEMBERS, MemberName
from microcare.kernel.clock import Clock
from microcare.ledger.queries import books_in_doubt

# The plan to show, what is promised, and what failed since.
_Plans = tuple[PlanView | None, PlanView | None, PlanView | None]


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
    eyes = _eyes(session, me, requests, money=money, clock=clock)
    briefs, last = briefs_of(session, ids), last_agreements(session, ids)
    names, doubted = names_by_group(session, groups, me=me), books_in_doubt(session, ids)
    return {
        group.id: _group_view(
            group,
            requests=requests[group.id],
            brief=briefs.get(group.id),
            plans=_plans(last.get(group.id), names=names[group.id], eyes=eyes, group_id=group.id),
            names=names[group.id],
            has_room=len(group.members) < limit,
            is_in_doubt=group.id in doubted,
            eyes=eyes,
        )
        for group in groups
    }


def _eyes(
    session: Session,
    me: UUID,
    requests: Mapping[UUID, list[OfferRequest]],
    *,
    money: MyMoney,
    clock: Clock,
) -> Eyes:
    """What one person sees of these groups, by what each of them asked."""
    asked = [request for of_one in requests.values() for request in of_one]
    running = running_plans(session, requests, today=clock.today())
    listings = [request.listing_id for request in asked]
    going = [one.id for plans in running.values() for a, _ in plans for one in a.sessions]
    promised = [a.id for plans in running.values() for a, _ in plans]
    theirs = {a.offer.request.listing_id for plans in running.values() for a, _ in plans}
    return Eyes(
        me=me,
        clock=clock,
        left=money.left,
        until=money.until,
        listings=public_listings_by_ids(session, listings),
        held=_held(session, me, going),
        agreed=agreed_offers(session, [o.id for request in asked for o in request.offers]),
        running=running,
        replaced=replaced_sessions(session, going),
        waiting=waiting_plans(session, promised),
        out=out_of_work(session, theirs, today=clock.today()) if theirs else set(),
        tied=ties_of(session, me, listings),
    )


def _group_view(
    group: Group,
    *,
    requests: list[OfferRequest],
    brief: Brief | None,
    plans: _Plans,
    names: tuple[MemberName, ...],
    has_room: bool,
    is_in_doubt: bool,
    eyes: Eyes,
) -> GroupView:
    plan, running, failed = plans
    return GroupView(
        id=group.id,
        name=group.name,
        members=names,
        has_room=has_room,
        wants=brief.value if brief else None,
        asked=tuple(_asked(request, eyes) for request in requests),
        offers=_offers(requests, group, eyes),
        plan=plan,
        my_left=eyes.left,
        my_left_until=eyes.until,
        is_ending=group.winding_since is not None,
        is_closed=group.closed_at is not None,
        running=running,
        failed=failed,
        is_in_doubt=is_in_doubt,
        is_spender=eyes.me in group.spender_ids,
        sharing=tuple(name for name in names if name.person_id in group.spender_ids),
    )


def _held(session: Session, me: UUID, session_ids: Collection[UUID]) -> Counter[UUID]:
    """One person's own promises for these sessions that nothing is owed of yet, in pence."""
    found: Counter[UUID] = Counter()
    for hold in open_holds_of(session, me) if session_ids else ():
        if hold.ref in session_ids and not hold.is_kept:
            found[hold.ref] += hold.pence
    return found


def _plans(
    last: tuple[Agreement, Proposal] | None,
    *,
    group_id: UUID,
    names: Sequence[MemberName],
    eyes: Eyes,
) -> _Plans:
    """What is decided or was decided last; what is promised; and what failed meanwhile.

    While something is promised, a newer plan that did not pass changes nothing (P20): it is told,
    and what is promised is shown.
    """
    running = eyes.running[group_id]
    newest = plan_view(*last, names=names, eyes=eyes) if last else None
    going = plan_view(*running[0], names=names, eyes=eyes) if running else None
    if newest is None or going is None or newest.is_open or newest.outcome is Outcome.PASSED:
        return newest, going, None
    return going, going, newest


def _offers(requests: list[OfferRequest], group: Group, eyes: Eyes) -> tuple[OfferView, ...]:
    """Nothing for whoever decides on no money there: an offer is read with one's own share."""
    if eyes.me not in group.spender_ids:
        return ()
    live = [offer for request in requests if (offer := request.live_offer)]
    return tuple(_offer_view(offer, group.spender_ids, eyes) for offer in live)


def _asked(request: OfferRequest, eyes: Eyes) -> Asked:
    found, offer = eyes.listings.get(request.listing_id), request.live_offer
    name = found.name if found else offer.provider if offer else ""
    state = request_state(request, eyes.clock.today())
    return Asked(name=name, slug=eyes.slug(request.listing_id), state=state)


def _offer_view(offer: Offer, people: list[UUID], eyes: Eyes) -> OfferView:
    found = eyes.listings.get(offer.request.listing_id)
    is_public = found is not None and not found.is_paused
    return view_of(
        offer,
        share=my_share(offer.terms, people, eyes.me),
        is_open=is_open_offer(offer, eyes.clock.today())
        and is_public
        and offer.id not in eyes.agreed,
        fits=len(people) <= offer.most_people,
        instead_of=_would_replace(offer, eyes),
        eyes=eyes,
    )


def _would_replace(offer: Offer, eyes: Eyes) -> list[tuple[UUID, date]]:
    if offer.id in eyes.agreed:
        return []
    running = [agreement for agreement, _ in eyes.running[offer.request.group_id]]
    told = (running, eyes.replaced, eyes.waiting)
    found = takes_place_of(offer.terms, offer.request_id, *told)
    return [(one.id, one.day) for one in found]
