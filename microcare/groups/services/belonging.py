"""Starting, inviting, joining and leaving a group."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from microcare.groups.models import Group, Invitation, Membership
from microcare.groups.policies import is_open_invitation
from microcare.groups.queries import locked_group, open_invitations
from microcare.groups.values import (
    INVITATION_LASTS,
    MOST_MEMBERS,
    AlreadyInGroup,
    GroupHasGone,
    GroupIsEnding,
    GroupIsFull,
    InvitationIsOver,
    InvitedTooMany,
)
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id, new_token, token_hash
from microcare.outbox.services import queue
from microcare.people.models import Person


def start_group(session: Session, *, name: str, person: Person, clock: Clock) -> Group:
    """Starts a group with one person in it."""
    group = Group(id=new_id(), name=name, created_at=clock.now())
    session.add(group)
    add_member(session, group, person, clock=clock)
    return group


def invite(
    session: Session,
    group: Group,
    *,
    email: str,
    person: Person,
    clock: Clock,
    limit: int = MOST_MEMBERS,
) -> None:
    """Sends a link to join to one address. Raises InvitedTooMany, GroupIsFull, GroupIsEnding."""
    locked = locked_group(session, group.id) or group
    if locked.winding_since is not None:
        raise GroupIsEnding
    places = limit - len(locked.members)
    if places <= 0:
        raise GroupIsFull(most=limit)
    if open_invitations(session, group.id, now=clock.now()) >= places:
        raise InvitedTooMany
    token = new_token()
    invitation = Invitation(
        id=new_id(),
        group_id=group.id,
        invited_by=person.id,
        email=email,
        token_hash=token_hash(token),
        invited_at=clock.now(),
        expires_at=clock.now() + INVITATION_LASTS,
    )
    session.add(invitation)
    payload = {"invitation_id": str(invitation.id), "token": token}
    queue(session, kind="groups.invitation", payload=payload, clock=clock)


def join_group(
    session: Session,
    invitation: Invitation,
    *,
    person: Person,
    brings: str,
    clock: Clock,
    limit: int = MOST_MEMBERS,
) -> Group:
    """Takes up an invitation.

    Raises InvitationIsOver, GroupHasGone, GroupIsEnding, AlreadyInGroup, GroupIsFull.
    """
    group = locked_group(session, invitation.group_id)
    session.refresh(invitation)
    if group is None or not is_open_invitation(invitation, clock.now()):
        raise InvitationIsOver
    if not group.members:
        raise GroupHasGone
    if group.winding_since is not None:
        raise GroupIsEnding
    if person.id in group.member_ids:
        raise AlreadyInGroup
    if len(group.members) >= limit:
        raise GroupIsFull(most=limit)
    _close(invitation, clock=clock)
    add_member(session, group, person, clock=clock, brings=brings)
    return group


def decline_invitation(invitation: Invitation, *, clock: Clock) -> None:
    """Says no to an invitation. Raises InvitationIsOver."""
    if not is_open_invitation(invitation, clock.now()):
        raise InvitationIsOver
    _close(invitation, clock=clock)


def say_what_i_bring(group: Group, *, person_id: UUID, brings: str) -> None:
    """Keeps what a member says they could bring."""
    for membership in group.members:
        if membership.person_id == person_id:
            membership.brings = brings


def leave_group(session: Session, group: Group, *, person_id: UUID, clock: Clock) -> None:
    """Ends a membership. What leaving means for money is asked above, before this.

    With the last one gone, the group's name and the addresses it invited are forgotten.
    """
    locked = locked_group(session, group.id) or group
    for membership in locked.members:
        if membership.person_id == person_id:
            membership.left_at = clock.now()
            membership.brings = ""
    if not locked.members:
        locked.name = ""
        unanswered = Invitation.answered_at.is_(None), Invitation.group_id == locked.id
        session.execute(update(Invitation).where(*unanswered).values(email=None))


def forget_old_invitations(session: Session, *, clock: Clock) -> int:
    """Forgets the addresses of invitations that ran out unanswered; answers how many."""
    old = Invitation.email.is_not(None), Invitation.expires_at <= clock.now()
    result = session.execute(update(Invitation).where(*old).values(email=None))
    return int(getattr(result, "rowcount", 0))


def add_member(
    session: Session, group: Group, person: Person, *, clock: Clock, brings: str = ""
) -> None:
    """Puts somebody into a group. Whether they want it is asked above, before this."""
    group.memberships.append(
        Membership(
            id=new_id(),
            person_id=person.id,
            brings=brings,
            joined_at=clock.now(),
        )
    )
    # Whoever is counted next must be counted with this one.
    session.flush()


def _close(invitation: Invitation, *, clock: Clock) -> None:
    invitation.answered_at = clock.now()
    invitation.email = None
