"""Joining and leaving: before promises are made, both are free and start the deciding again."""

from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from microcare.commissioning.models import Brief, OwnPurpose, PrivateNote
from microcare.commissioning.queries import promises_of
from microcare.commissioning.services.budding import forget_moves_of
from microcare.commissioning.services.capping import forget_most
from microcare.commissioning.services.counting import erase_witnessed
from microcare.commissioning.services.settling import void_plan
from microcare.commissioning.values import PromisedTogether
from microcare.groups.models import Group, Invitation
from microcare.groups.services import join_group, leave_group
from microcare.groups.values import MOST_MEMBERS
from microcare.kernel.clock import Clock
from microcare.people.models import Person


def join(
    session: Session,
    invitation: Invitation,
    *,
    person: Person,
    brings: str,
    clock: Clock,
    limit: int = MOST_MEMBERS,
) -> Group:
    """Takes up an invitation. An open plan ends: it was for other people (P20)."""
    void_plan(session, invitation.group_id, clock=clock)
    return join_group(session, invitation, person=person, brings=brings, clock=clock, limit=limit)


def leave(
    session: Session,
    group: Group,
    *,
    person_id: UUID,
    clock: Clock,
    gave_notice: bool = False,
) -> None:
    """Leaves at once; before promises are made that is free, and nothing is owed (P34).

    After that, `spending` sees to the notice first. Without it this raises PromisedTogether where
    sessions that this person said yes to are still to come.
    """
    void_plan(session, group.id, clock=clock, besides=[person_id])
    if not gave_notice and _has_promised(session, group.id, person_id, clock=clock):
        raise PromisedTogether
    leave_group(session, group, person_id=person_id, clock=clock)
    forget_most(session, person_id, group_id=group.id)
    if not group.members:
        # Nobody is left whom these words could serve.
        session.execute(delete(Brief).where(Brief.group_id == group.id))


def _has_promised(session: Session, group_id: UUID, person_id: UUID, *, clock: Clock) -> bool:
    promises = promises_of(session, person_id)
    return any(p.group_id == group_id and p.last_on >= clock.today() for p in promises)


def erase(session: Session, person_id: UUID, clock: Clock) -> None:
    """Forgets what this person said of their money, and was told of it.

    `spending` has left every group before.
    """
    session.execute(delete(PrivateNote).where(PrivateNote.person_id == person_id))
    mine = update(OwnPurpose).where(OwnPurpose.person_id == person_id)
    session.execute(mine.values(outside=""))
    forget_most(session, person_id)
    erase_witnessed(session, person_id, clock=clock)
    forget_moves_of(session, person_id)
