"""Reads of what is wanted, offered and agreed. Money is always one person's own."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from microcare.budgets.queries import open_holds_of
from microcare.commissioning.models import (
    Agreement,
    Brief,
    CareSession,
    Offer,
    OfferRequest,
    OwnKey,
    OwnMost,
    SessionReplacement,
)
from microcare.commissioning.policies import KeptRequest, takes_place_of
from microcare.commissioning.queries.waiting import is_waiting, waiting_plans
from microcare.commissioning.values import Promise
from microcare.decisions.models import Proposal
from microcare.decisions.queries import WHOLE as WHOLE_PROPOSAL
from microcare.decisions.values import Outcome
from microcare.directory.queries import keeper_ids
from microcare.groups.models import Group

_SHARES = selectinload(Agreement.sessions).selectinload(CareSession.shares)
_WHOLE = (
    _SHARES,
    selectinload(Agreement.keys).selectinload(OwnKey.budgets),
    selectinload(Agreement.notes),
    selectinload(Agreement.replaces),
    selectinload(Agreement.offer).selectinload(Offer.request),
)

# Of versions opened at one instant, the last is the one that no other took the place of.
_IS_REPLACED = func.coalesce(Proposal.outcome, "") == Outcome.REPLACED.value


def brief_of(session: Session, group_id: UUID) -> Brief | None:
    """What a group wants, if it has said."""
    return session.get(Brief, group_id)


def briefs_of(session: Session, group_ids: Collection[UUID]) -> dict[UUID, Brief]:
    """What each of these groups wants, where it has said."""
    rows = select(Brief).where(Brief.group_id.in_(list(group_ids)))
    return {brief.group_id: brief for brief in session.scalars(rows)}


def requests_of_group(session: Session, group_id: UUID) -> list[OfferRequest]:
    """Whom a group asked, with what they offered."""
    return requests_of_groups(session, [group_id])[group_id]


def requests_of_groups(
    session: Session, group_ids: Collection[UUID]
) -> dict[UUID, list[OfferRequest]]:
    """Whom each of these groups asked, the first asked first, with what they offered."""
    rows = select(OfferRequest).options(selectinload(OfferRequest.offers))
    rows = rows.where(OfferRequest.group_id.in_(list(group_ids)))
    found: dict[UUID, list[OfferRequest]] = {group_id: [] for group_id in group_ids}
    for request in session.scalars(rows.order_by(OfferRequest.asked_at, OfferRequest.id)):
        found[request.group_id].append(request)
    return found


def request_between(session: Session, group_id: UUID, listing_id: UUID) -> OfferRequest | None:
    """What a group asked of a listing, if it has."""
    rows = select(OfferRequest).options(selectinload(OfferRequest.offers))
    rows = rows.where(OfferRequest.group_id == group_id, OfferRequest.listing_id == listing_id)
    return session.scalar(rows)


def requests_of_listings(session: Session, listing_ids: Collection[UUID]) -> list[OfferRequest]:
    """What groups asked of these listings, the newest first."""
    rows = select(OfferRequest).options(selectinload(OfferRequest.offers))
    rows = rows.where(OfferRequest.listing_id.in_(list(listing_ids)))
    return list(session.scalars(rows.order_by(OfferRequest.asked_at.desc(), OfferRequest.id)))


def request_by_id(session: Session, request_id: UUID) -> KeptRequest | None:
    """One request with its offers, and who looks after the listing it went to."""
    rows = select(OfferRequest).options(selectinload(OfferRequest.offers))
    request = session.scalar(rows.where(OfferRequest.id == request_id))
    if request is None:
        return None
    return KeptRequest(request, frozenset(keeper_ids(session, request.listing_id)))


def offer_of_group(session: Session, group_id: UUID, offer_id: UUID) -> Offer | None:
    """An offer made to this group."""
    rows = select(Offer).join(OfferRequest).options(selectinload(Offer.request))
    return session.scalar(rows.where(Offer.id == offer_id, OfferRequest.group_id == group_id))


def agreement_of(session: Session, proposal_id: UUID) -> Agreement | None:
    """What a proposal means for whom, read afresh: another process may have added a key."""
    rows = select(Agreement).options(*_WHOLE).where(Agreement.proposal_id == proposal_id)
    return session.scalar(rows.execution_options(populate_existing=True))


def own_most(session: Session, group_id: UUID, person_id: UUID) -> int | None:
    """The most pence a week that one person said they can pay in a group; for themself alone."""
    found = session.get(OwnMost, (group_id, person_id))
    return found.week_pence if found else None


def most_in(session: Session, group_id: UUID) -> dict[UUID, int]:
    """The same of everybody who said so, to share a price out by. Never for showing (P48)."""
    rows = select(OwnMost.person_id, OwnMost.week_pence).where(OwnMost.group_id == group_id)
    return {p: pence for p, pence in session.execute(rows) if pence is not None}


def sessions_ahead(session: Session, group_id: UUID, *, today: date) -> bool:
    """Whether sessions that a group promised are still to come, and wait for nobody."""
    rows = _ahead([group_id], today=today).where(~is_waiting())
    return session.scalar(rows.limit(1)) is not None


def _ahead(group_ids: Collection[UUID], *, today: date) -> Select[UUID]:
    """Which agreements have promised sessions to come whose place no newer plan has taken."""
    return (
        select(Agreement.id)
        .join(CareSession, CareSession.agreement_id == Agreement.id)
        .join(Proposal, Proposal.id == Agreement.proposal_id)
        .where(Agreement.group_id.in_(list(group_ids)), CareSession.day >= today)
        .where(Proposal.outcome == Outcome.PASSED.value)
        .where(CareSession.id.not_in(_replaced()))
    )


def _replaced() -> Select[UUID]:
    return (
        select(SessionReplacement.session_id)
        .join(Agreement, Agreement.id == SessionReplacement.agreement_id)
        .join(Proposal, Proposal.id == Agreement.proposal_id)
        .where(Proposal.outcome == Outcome.PASSED.value)
    )


def replaced_sessions(session: Session, session_ids: Collection[UUID]) -> set[UUID]:
    """Which of these sessions a newer plan that was promised has taken the place of."""
    rows = _replaced().where(SessionReplacement.session_id.in_(list(session_ids)))
    return set(session.scalars(rows))


def running_plans(
    session: Session, group_ids: Collection[UUID], *, today: date
) -> dict[UUID, list[tuple[Agreement, Proposal]]]:
    """What each group has promised and has sessions of to come, the newest first."""
    rows = (
        select(Agreement, Proposal)
        .join(Proposal, Proposal.id == Agreement.proposal_id)
        .options(*_WHOLE, *WHOLE_PROPOSAL)
        .where(Agreement.id.in_(_ahead(group_ids, today=today)))
        .order_by(Agreement.opened_at.desc(), Agreement.id)
    )
    found: dict[UUID, list[tuple[Agreement, Proposal]]] = {group_id: [] for group_id in group_ids}
    for agreement, proposal in session.execute(rows):
        found[agreement.group_id].append((agreement, proposal))
    return found


def requests_of_sessions(session: Session, session_ids: Collection[UUID]) -> list[OfferRequest]:
    """The requests that became these sessions."""
    rows = (
        select(OfferRequest)
        .join(Offer, Offer.request_id == OfferRequest.id)
        .join(Agreement, Agreement.offer_id == Offer.id)
        .join(CareSession, CareSession.agreement_id == Agreement.id)
        .where(CareSession.id.in_(list(session_ids)))
        .order_by(OfferRequest.id)
    )
    return list(session.scalars(rows).unique()) if session_ids else []


def sessions_to_replace(
    session: Session, group_id: UUID, offer: Offer, *, today: date
) -> list[CareSession]:
    """The promised sessions that this offer, if it is agreed, takes the place of."""
    running = [
        agreement for agreement, _ in running_plans(session, [group_id], today=today)[group_id]
    ]
    replaced = replaced_sessions(session, [one.id for a in running for one in a.sessions])
    waiting = waiting_plans(session, [agreement.id for agreement in running])
    return takes_place_of(offer.terms, offer.request_id, running, replaced, waiting)


def agreed_offers(session: Session, offer_ids: Collection[UUID]) -> set[UUID]:
    """Which of these offers their group promised."""
    rows = select(Agreement.offer_id).join(Proposal, Proposal.id == Agreement.proposal_id)
    rows = rows.where(Agreement.offer_id.in_(list(offer_ids)))
    return set(session.scalars(rows.where(Proposal.outcome == Outcome.PASSED.value)))


def last_agreement(session: Session, group_id: UUID) -> tuple[Agreement, Proposal] | None:
    """What a group last put to everyone, open or ended, with its proposal."""
    rows = (
        select(Agreement, Proposal)
        .join(Proposal, Proposal.id == Agreement.proposal_id)
        .options(*_WHOLE, *WHOLE_PROPOSAL)
        .where(Agreement.group_id == group_id)
        .order_by(Agreement.opened_at.desc(), _IS_REPLACED, Agreement.id)
        .limit(1)
    )
    found = session.execute(rows).first()
    return (found[0], found[1]) if found else None


def last_agreements(
    session: Session, group_ids: Collection[UUID]
) -> dict[UUID, tuple[Agreement, Proposal]]:
    """The same for several groups, in as many reads as for one."""
    # Which is the last is looked for first, so that no older one is read whole.
    dated = select(Agreement.group_id, Agreement.id).where(Agreement.group_id.in_(list(group_ids)))
    dated = dated.join(Proposal, Proposal.id == Agreement.proposal_id)
    order = Agreement.opened_at, _IS_REPLACED.desc(), Agreement.id.desc()
    last = dict(session.execute(dated.order_by(*order)).all())
    rows = (
        select(Agreement, Proposal)
        .join(Proposal, Proposal.id == Agreement.proposal_id)
        .options(*_WHOLE, *WHOLE_PROPOSAL)
        .where(Agreement.id.in_(last.values()))
    )
    return {agreement.group_id: (agreement, plan) for agreement, plan in session.execute(rows)}


def promises_of(session: Session, person_id: UUID) -> list[Promise]:
    """What a person's groups promised and this person has not paid or been freed of, by group.

    Their own sums, as the ledger holds them now.
    """
    held: Counter[UUID] = Counter()
    for hold in open_holds_of(session, person_id):
        held[hold.ref] += hold.pence
    rows = (
        select(Agreement, Group.name, CareSession)
        .join(Group, Group.id == Agreement.group_id)
        .join(CareSession, CareSession.agreement_id == Agreement.id)
        .options(selectinload(Agreement.offer))
        .where(CareSession.id.in_(list(held)))
        .order_by(CareSession.day, CareSession.id)
    )
    found: dict[UUID, list[tuple[Agreement, str, CareSession]]] = {}
    for agreement, name, one in session.execute(rows):
        found.setdefault(agreement.id, []).append((agreement, name, one))
    return [
        Promise(
            group_id=lines[0][0].group_id,
            group_name=lines[0][1],
            provider=lines[0][0].offer.provider,
            pence=sum(held[one.id] for _, _, one in lines),
            sessions=len(lines),
            last_on=lines[-1][2].day,
        )
        for lines in found.values()
    ]
