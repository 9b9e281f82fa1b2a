"""What the others decided of somebody who was asked to leave: they leave as anybody does (P39).

So their promises stand for the notice that they agreed to, and the rest is theirs at once (P35).
Nothing of theirs ever goes to the group.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.decisions.policies import question_outcome
from microcare.decisions.queries import locked_proposal
from microcare.decisions.services import end_proposal, remind
from microcare.decisions.values import Outcome
from microcare.groups.models import Group, Parting
from microcare.groups.queries import locked_group
from microcare.groups.queries.parting import parting_by_id
from microcare.groups.services import begin_deciding, end_parting
from microcare.groups.values.parting import FEWEST_TO_PART, PartingEnd, PartingIsOver
from microcare.kernel.clock import Clock
from microcare.spending.services.leaving import leave


def settle_parting(session: Session, parting_id: UUID, *, clock: Clock) -> PartingEnd | None:
    """Does what is due: lets the others decide, or carries out what they decided.

    None while it goes on. Safe late, twice or never: late is only later.
    """
    known = parting_by_id(session, parting_id)
    group = locked_group(session, known.group_id) if known else None
    parting = parting_by_id(session, parting_id)
    if group is None or parting is None or parting.outcome is not None:
        return None
    gone = parting.person_id not in group.member_ids
    if gone or len(group.members) < FEWEST_TO_PART:
        return _end(session, group, parting, Outcome.WITHDRAWN, clock=clock)
    if parting.proposal_id is None:
        begin_deciding(session, group, parting, clock=clock)
        return None
    proposal = locked_proposal(session, parting.proposal_id)
    outcome = question_outcome(proposal, clock.now()) if proposal else None
    return _end(session, group, parting, outcome, clock=clock) if outcome else None


def take_back_parting(session: Session, parting: Parting, *, person_id: UUID, clock: Clock) -> None:
    """Whoever asked takes it back. Raises PartingIsOver."""
    settle_parting(session, parting.id, clock=clock)
    group = locked_group(session, parting.group_id)
    fresh = parting_by_id(session, parting.id)
    if group is None or fresh is None or fresh.outcome or fresh.asked_by != person_id:
        raise PartingIsOver
    _end(session, group, fresh, Outcome.WITHDRAWN, clock=clock)


def tend_parting(session: Session, parting_id: UUID, *, clock: Clock) -> bool:
    """The late job: ends it where it is due, or reminds who has not answered. Whether it ended."""
    ended = settle_parting(session, parting_id, clock=clock) is not None
    parting = parting_by_id(session, parting_id)
    group = locked_group(session, parting.group_id) if parting else None
    if parting and group and parting.proposal_id and parting.outcome is None:
        path = f"/groups/{group.id}/asked-to-leave/{parting.id}"
        people = group.member_ids
        remind(session, parting.proposal_id, path=path, among=people, clock=clock)
    return ended


def _end(
    session: Session, group: Group, parting: Parting, outcome: Outcome, *, clock: Clock
) -> PartingEnd:
    proposal = locked_proposal(session, parting.proposal_id) if parting.proposal_id else None
    if proposal is not None and proposal.outcome is None:
        end_proposal(session, proposal, outcome=outcome, clock=clock)
    end = PartingEnd.STAYS
    if outcome is Outcome.PASSED:
        leave(session, group, person_id=parting.person_id, actor=parting.id, clock=clock)
        end = PartingEnd.LEAVES
    elif outcome is Outcome.WITHDRAWN:
        end = PartingEnd.WITHDRAWN
    there = locked_group(session, group.id) or group
    end_parting(session, parting, end, clock=clock, people=there.member_ids)
    return end
