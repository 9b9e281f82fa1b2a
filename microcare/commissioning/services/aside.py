"""What moves a plan under way: standing aside, coming back in, and more time.

Who pays is part of a version. So the first two are a new one, and every yes starts again (P20).
More time is one of the rules that a version opens with, and changes none of them (P21, P24).
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.models import Agreement, Offer
from microcare.commissioning.policies import split_of
from microcare.commissioning.queries import agreement_of
from microcare.commissioning.services.settling import end_plan, settle_group
from microcare.commissioning.services.versions import open_version, shares_now
from microcare.commissioning.values import FEWEST_MEMBERS, CannotJoinIn, CannotShare, Split, Way
from microcare.decisions.policies import may_answer
from microcare.decisions.queries import locked_proposal, open_proposal_id, proposal_by_id
from microcare.decisions.services import ask_for_time
from microcare.decisions.values import Method, Outcome
from microcare.groups.models import Group
from microcare.groups.queries import locked_group
from microcare.groups.services.news import tell
from microcare.kernel.clock import Clock


def go_on_without(
    session: Session, agreement: Agreement, *, person_id: UUID, clock: Clock
) -> Agreement | None:
    """The same offer for the others, each with a new share and asked again.

    Ends the plan, and answers None, where fewer than two would be left to share it, or the way it
    is shared does not carry the price without them.
    """
    return _again(
        session, agreement, payers=agreement.people - {person_id}, moved=person_id, clock=clock
    )


def join_in(session: Session, agreement: Agreement, *, person_id: UUID, clock: Clock) -> None:
    """Whoever stood aside takes part after all; everyone is asked again. Raises CannotJoinIn."""
    locked_group(session, agreement.group_id)
    settle_group(session, agreement.group_id, clock=clock)
    fresh = agreement_of(session, agreement.proposal_id) or agreement
    proposal = locked_proposal(session, agreement.proposal_id)
    people = {elector.person_id for elector in proposal.electors} if proposal else set()
    if (
        proposal is None
        or open_proposal_id(session, agreement.group_id) != proposal.id
        or not may_answer(proposal, clock.now())
        or person_id not in people - fresh.people
        or len(fresh.people) >= fresh.offer.most_people
        # The others' numbers were agreed without one for this person.
        or split_of(proposal).way not in (Way.EQUAL, Way.ABILITY)
    ):
        raise CannotJoinIn
    _again(session, fresh, payers=fresh.people | {person_id}, moved=person_id, clock=clock)


def give_more_time(
    session: Session, agreement: Agreement, *, person_id: UUID, clock: Clock
) -> None:
    """Everybody has more time to answer, as the rules of this plan say; all are told.

    Raises NoMoreTime.
    """
    locked_group(session, agreement.group_id)
    ask_for_time(session, agreement.proposal_id, person_id=person_id, clock=clock)
    proposal = proposal_by_id(session, agreement.proposal_id)
    people = {elector.person_id for elector in proposal.electors} if proposal else set()
    path = f"/groups/{agreement.group_id}/plan"
    tell(session, people - {person_id}, path=path, clock=clock)


def ask_again(
    session: Session, agreement: Agreement, *, moved: UUID, clock: Clock
) -> Agreement | None:
    """The same offer for the same people in a new version: what is sealed with it has changed."""
    return _again(session, agreement, payers=agreement.people, moved=moved, clock=clock)


def _again(
    session: Session,
    agreement: Agreement,
    *,
    payers: Collection[UUID],
    moved: UUID,
    clock: Clock,
) -> Agreement | None:
    """Ends this version and opens the next. Only the others are told, and not who moved."""
    group = locked_group(session, agreement.group_id)
    proposal = locked_proposal(session, agreement.proposal_id)
    if group is None or proposal is None:
        return None
    split = split_of(proposal).among(payers)
    if not _can_go_on(session, group, agreement.offer, payers=payers, split=split):
        end_plan(session, proposal, Outcome.WITHDRAWN, clock=clock, besides=[moved])
        return None
    end_plan(session, proposal, Outcome.REPLACED, clock=clock, besides=group.member_ids)
    return open_version(
        session,
        group,
        agreement.offer,
        payers=payers,
        opened_by=proposal.opened_by,
        split=split,
        method=Method(proposal.method),
        clock=clock,
        besides=[moved],
    )


def _can_go_on(
    session: Session, group: Group, offer: Offer, *, payers: Collection[UUID], split: Split
) -> bool:
    if len(payers) < FEWEST_MEMBERS:
        return False
    try:
        shares_now(session, group, offer, payers=payers, split=split)
    except CannotShare:
        return False
    return True
