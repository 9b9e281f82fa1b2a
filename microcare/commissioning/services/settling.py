"""At the commitment time: promises for all, or for none, in one transaction (pooling P23, P25).

Whatever changes a group locks the group first, then its plan, then purses. One order for everybody,
so that leaving, joining, answering, offering and promising at the same moment come one by one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_by_ids, is_frozen
from microcare.commissioning.models import Agreement, OfferRequest, PrivateNote
from microcare.commissioning.policies import budget_for
from microcare.commissioning.queries import agreement_of, requests_of_sessions
from microcare.commissioning.services.acting import ask_to_look, unlooked_at
from microcare.commissioning.services.counting import count_witnessed
from microcare.commissioning.services.pledging import pledges_stand
from microcare.commissioning.services.providers import takes_work
from microcare.commissioning.values import PROMISE_OUTLASTS
from microcare.decisions.models import Proposal
from microcare.decisions.policies import standing
from microcare.decisions.queries import locked_proposal, open_proposal_id, proposal_by_id
from microcare.decisions.services import end_proposal
from microcare.decisions.values import Method, Outcome, Standing
from microcare.directory.queries import keeper_ids
from microcare.groups.queries import locked_group
from microcare.groups.services.news import tell
from microcare.kernel.clock import LONDON, Clock
from microcare.ledger.queries import holds_of_refs
from microcare.ledger.services import place_holds
from microcare.ledger.values import Act, BookInDoubt, HoldExceedsAvailable, Wish


def wishes_of(session: Session, agreement: Agreement, *, people: Collection[UUID]) -> list[Wish]:
    """What these people's shares come to: a line a session, each from its owner's named money.

    A session draws on the budget that its day lies in, so a plan may cross 31 March (P2a).
    """
    named = {key.person_id: key.budget_ids for key in agreement.keys if key.person_id in people}
    found = budgets_by_ids(session, {one for ids in named.values() for one in ids})
    mine = {person: [found[one] for one in ids] for person, ids in named.items()}
    return [
        Wish(
            purse=budget_for(one.day, mine[share.person_id]).id,
            book=agreement.group_id,
            ref=one.id,
            for_on=one.day,
            pence=share.pence,
            expires_at=datetime.combine(one.day + timedelta(days=1), time(), tzinfo=LONDON)
            + PROMISE_OUTLASTS,
        )
        for one in agreement.sessions
        for share in one.shares
        if share.person_id in people and share.pence > 0
    ]


def freed_by(
    session: Session, agreement: Agreement, *, clock: Clock, purses: Collection[UUID] | None = None
) -> list[UUID]:
    """The holds that come free when this is promised; of these purses only, where they are told.

    Those of the sessions that it takes the place of, whoever's they are. What somebody has said
    was owed already, a kept one, stays as it is.
    """
    holds = holds_of_refs(session, agreement.group_id, agreement.replaced_ids)
    return [
        hold.id
        for hold in holds
        if hold.ended_by(clock.now()) is None
        and not hold.is_kept
        and (purses is None or hold.purse in purses)
    ]


def _others_replaced(session: Session, agreement: Agreement) -> list[OfferRequest]:
    """Whom else the group had promised something that this takes the place of."""
    found = requests_of_sessions(session, agreement.replaced_ids)
    return [request for request in found if request.id != agreement.offer.request_id]


def settle(session: Session, proposal_id: UUID, *, clock: Clock) -> Outcome | None:
    """Decides a proposal whose time has come; None while it has not. Safe late, twice or never."""
    known = proposal_by_id(session, proposal_id)
    if known is None or known.method == Method.MAJORITY:
        return None
    locked_group(session, known.subject_id)
    count_witnessed(session, proposal_id, clock=clock)
    proposal = locked_proposal(session, proposal_id)
    where = standing(proposal, clock.now()) if proposal else None
    if proposal is None or where not in (Standing.DUE, Standing.EXPIRED):
        return None
    if where is Standing.EXPIRED:
        return end_plan(session, proposal, Outcome.EXPIRED, clock=clock)
    agreement = agreement_of(session, proposal_id)
    if agreement is not None and agreement.offer.first_on <= clock.today():
        # Nobody promises what has begun already (P25).
        return end_plan(session, proposal, Outcome.EXPIRED, clock=clock)
    if agreement is not None and is_frozen(session, agreement.people, now=clock.now()):
        # It waits, and says nothing more than that (P33).
        return None
    if waiting := unlooked_at(session, proposal, clock=clock):
        # Whoever said yes for somebody may no longer: it waits in the same way (P30).
        ask_to_look(session, proposal, waiting, clock=clock)
        return None
    if agreement is None or not _still_stands(session, agreement, proposal, clock):
        return end_plan(session, proposal, Outcome.WITHDRAWN, clock=clock)
    return _commit(session, agreement, proposal, clock=clock)


def settle_group(session: Session, group_id: UUID, *, clock: Clock) -> Outcome | None:
    """Settles what a group is deciding, where its time has come: whoever looks first does it."""
    found = open_proposal_id(session, group_id)
    return settle(session, found, clock=clock) if found else None


def void_plan(
    session: Session, group_id: UUID, *, clock: Clock, besides: Iterable[UUID] = ()
) -> None:
    """Ends what a group is deciding, and every yes to it with it; tells all `besides` those.

    After the commitment time the promises stand instead, however late the job is (P24).
    """
    locked_group(session, group_id)
    found = open_proposal_id(session, group_id)
    if found is None or settle(session, found, clock=clock) is not None:
        return
    proposal = locked_proposal(session, found)
    if proposal is not None:
        end_plan(session, proposal, Outcome.WITHDRAWN, clock=clock, besides=besides)


def _still_stands(session: Session, agreement: Agreement, proposal: Proposal, clock: Clock) -> bool:
    """Whether everything is as everyone agreed it: enough people, keys, shares, offer, provider."""
    asked = {elector.person_id for elector in proposal.electors}
    agreed = {elector.person_id: elector.pence for elector in proposal.payers}
    shares: Counter[UUID] = Counter()
    for line in agreement.sessions:
        shares.update({share.person_id: share.pence for share in line.shares})
    group = locked_group(session, agreement.group_id)
    return (
        group is not None
        and set(group.spender_ids) == asked
        and {key.person_id for key in agreement.keys if key.budgets} >= set(agreed)
        and pledges_stand(session, agreement, set(agreed))
        and dict(shares) == agreed
        and len(agreed) >= agreement.offer.fewest_people
        and agreement.offer.withdrawn_at is None
        and takes_work(session, agreement.offer.request.listing_id, clock=clock)
    )


def _commit(
    session: Session, agreement: Agreement, proposal: Proposal, *, clock: Clock
) -> Outcome | None:
    everyone = [elector.person_id for elector in proposal.payers]
    act = Act(actor=proposal.id, key="commit")
    try:
        wishes = wishes_of(session, agreement, people=everyone)
        freed = freed_by(session, agreement, clock=clock)
        place_holds(session, wishes=wishes, instead_of=freed, act=act, clock=clock)
    except HoldExceedsAvailable as broken:
        _note_who_is_short(agreement, broken.short)
        return end_plan(session, proposal, Outcome.SHORT, clock=clock)
    except BookInDoubt:
        # It waits until the sums are right (P11). Whoever leaves, or ends it, still can.
        return None
    for request in (agreement.offer.request, *_others_replaced(session, agreement)):
        keepers = keeper_ids(session, request.listing_id)
        tell(session, keepers, path=f"/my/requests/{request.id}", clock=clock)
    return end_plan(session, proposal, Outcome.PASSED, clock=clock)


def _note_who_is_short(agreement: Agreement, short: Mapping[UUID, int]) -> None:
    """Tells each person whose own money does not reach, privately, by how much."""
    for key in agreement.keys:
        pence = sum(short.get(budget_id, 0) for budget_id in key.budget_ids)
        if pence:
            agreement.notes.append(PrivateNote(person_id=key.person_id, short_pence=pence))


def end_plan(
    session: Session,
    proposal: Proposal,
    outcome: Outcome,
    *,
    clock: Clock,
    besides: Iterable[UUID] = (),
) -> Outcome:
    """Ends what a group decides, and tells all of its people `besides` those."""
    end_proposal(session, proposal, outcome=outcome, clock=clock)
    people = {elector.person_id for elector in proposal.electors} - set(besides)
    tell(session, people, path=f"/groups/{proposal.subject_id}", clock=clock)
    return outcome
