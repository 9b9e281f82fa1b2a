"""What was promised and cannot go on: each person's own part of it (pooling P36, P42)."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_by_ids, open_holds_of
from microcare.commissioning.models import Agreement, CareSession, Offer, OfferRequest, WorkStop
from microcare.commissioning.queries.waiting import waiting_sessions
from microcare.commissioning.queries.working import replaced_sessions
from microcare.commissioning.values import StoppedDay, StoppedView
from microcare.decisions.models import Proposal
from microcare.decisions.values import Outcome
from microcare.directory.queries import out_of_work
from microcare.groups.models import Group
from microcare.groups.queries import groups_by_ids
from microcare.kernel.clock import LONDON, Clock
from microcare.ledger.queries import holds_of_refs
from microcare.ledger.values import Hold

# A group, and whom it promised something.
Pair = tuple[UUID, UUID]


def stopped_promises(
    session: Session, me: UUID, *, clock: Clock, group_id: UUID | None = None
) -> list[StoppedView]:
    """One person's open promises that cannot go on, by group and provider.

    Of a provider who is stopped only days after the stop was told: what was before may have taken
    place, and is paid if it did. Of a plan with too few people the days that wait. What is kept
    took place.
    """
    holds = open_holds_of(session, me, book=group_id, now=clock.now())
    mine = {hold.ref: hold for hold in holds if not hold.is_kept}
    rows = (
        _work(CareSession, Agreement.group_id, Offer, OfferRequest.listing_id)
        .where(CareSession.id.in_(mine))
        .order_by(CareSession.day, CareSession.id)
    )
    found = session.execute(rows).all()
    out = out_of_work(session, {row[3] for row in found}, today=clock.today())
    since = _since(session, {row[1] for row in found}, today=clock.today())
    waiting = waiting_sessions(session, mine)
    parts: dict[Pair, list[Hold]] = {}
    offers: dict[Pair, Offer] = {}
    for one, group, offer, listing_id in found:
        pair = (group, listing_id)
        is_out = listing_id in out and one.day > since.get(pair, clock.today())
        if is_out or one.id in waiting:
            offers[pair] = offer
            parts.setdefault(pair, []).append(mine[one.id])
    groups = groups_by_ids(session, {group for group, _ in parts})
    return [
        _view(groups[pair[0]], pair, offers[pair], parts[pair], me=me, is_out=pair[1] in out)
        for pair in parts
    ]


def _view(
    group: Group, pair: Pair, offer: Offer, holds: list[Hold], *, me: UUID, is_out: bool
) -> StoppedView:
    return StoppedView(
        group_id=group.id,
        group_name=group.name,
        listing_id=pair[1],
        provider=offer.provider,
        is_member=me in group.member_ids,
        days=tuple(StoppedDay(hold.id, hold.for_on, hold.pence) for hold in holds),
        fewest=0 if is_out else offer.fewest_people,
    )


def _work(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(CareSession)
        .join(Agreement, Agreement.id == CareSession.agreement_id)
        .join(Offer, Offer.id == Agreement.offer_id)
        .join(OfferRequest, OfferRequest.id == Offer.request_id)
    )


def _since(session: Session, group_ids: Collection[UUID], *, today: date) -> dict[Pair, date]:
    """The day on which each group was told; today where nobody has told it yet."""
    rows = select(WorkStop).where(WorkStop.group_id.in_(group_ids), WorkStop.ended_at.is_(None))
    return {
        (row.group_id, row.listing_id): min(row.begun_at.astimezone(LONDON).date(), today)
        for row in session.scalars(rows)
    }


def open_stop(session: Session, pair: Pair) -> WorkStop | None:
    """The stop that a group was told of and that is not over."""
    rows = select(WorkStop).where(WorkStop.group_id == pair[0], WorkStop.listing_id == pair[1])
    return session.scalar(rows.where(WorkStop.ended_at.is_(None)))


def pairs_told(session: Session) -> set[Pair]:
    """Who was told of a stop that is not over."""
    rows = select(WorkStop.group_id, WorkStop.listing_id).where(WorkStop.ended_at.is_(None))
    return {(group_id, listing_id) for group_id, listing_id in session.execute(rows)}


def pairs_at_work(session: Session, *, today: date) -> set[Pair]:
    """Which groups promised whom something that is still to come."""
    rows = _to_come(today, Agreement.group_id, OfferRequest.listing_id).distinct()
    return {(group_id, listing_id) for group_id, listing_id in session.execute(rows)}


def sessions_to_come(session: Session, pair: Pair, *, today: date) -> set[UUID]:
    """What one group promised one provider, is to come, and no newer plan took the place of."""
    rows = _to_come(today, CareSession.id).where(
        Agreement.group_id == pair[0], OfferRequest.listing_id == pair[1]
    )
    found = set(session.scalars(rows))
    return found - replaced_sessions(session, found)


def _to_come(today: date, *columns: Any) -> Select[Any]:
    return (
        _work(*columns)
        .join(Proposal, Proposal.id == Agreement.proposal_id)
        .where(Proposal.outcome == Outcome.PASSED.value, CareSession.day >= today)
    )


def people_promised(
    session: Session, group_id: UUID, session_ids: Collection[UUID], *, clock: Clock
) -> set[UUID]:
    """Whose promises for these sessions are open. For letters, never for showing."""
    holds = holds_of_refs(session, group_id, session_ids)
    purses = {h.purse for h in holds if h.ended_by(clock.now()) is None and not h.is_kept}
    return {budget.person_id for budget in budgets_by_ids(session, purses).values()}
