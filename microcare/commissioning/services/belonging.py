"""Joining and leaving: before promises are made, both are free and start the deciding again."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.commissioning.queries import promises_of
from microcare.commissioning.services.settling import settle
from microcare.commissioning.values import PromisedTogether
from microcare.decisions.queries import locked_proposal, open_proposal_of
from microcare.decisions.services import end_proposal
from microcare.decisions.values import Outcome
from microcare.groups.models import Group, Invitation
from microcare.groups.queries import groups_of
from microcare.groups.services import join_group, leave_group
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def join(
    session: Session, invitation: Invitation, *, person: Person, brings: str, clock: Clock
) -> Group:
    """Takes up an invitation. An open plan ends: it was for other people (P20)."""
    _settle_or_end(session, invitation.group_id, clock=clock)
    return join_group(session, invitation, person=person, brings=brings, clock=clock)


def leave(session: Session, group: Group, *, person_id: UUID, clock: Clock) -> None:
    """Leaves, free and at once, nothing owed, as long as nothing is promised (P34).

    Raises PromisedTogether where sessions this person said yes to are still to come.
    """
    _settle_or_end(session, group.id, clock=clock)
    ahead = [p for p in promises_of(session, person_id) if p.last_on >= clock.today()]
    if any(promise.group_id == group.id for promise in ahead):
        raise PromisedTogether
    leave_group(session, group, person_id=person_id, clock=clock)


def erase(session: Session, person_id: UUID, clock: Clock) -> None:
    """Leaves every group. Raises PromisedTogether where sessions are still to come."""
    for group in groups_of(session, person_id):
        leave(session, group, person_id=person_id, clock=clock)


def _settle_or_end(session: Session, group_id: UUID, *, clock: Clock) -> None:
    found = open_proposal_of(session, group_id)
    # After the commitment time the promises stand, however late the job is (P24).
    if found is None or settle(session, found.id, clock=clock) is not None:
        return
    proposal = locked_proposal(session, found.id)
    if proposal is not None and proposal.outcome is None:
        end_proposal(session, proposal, outcome=Outcome.WITHDRAWN, clock=clock)
