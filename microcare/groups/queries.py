"""Reads of groups, always with who is in them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from microcare.groups.models import Group, Invitation, Membership
from microcare.groups.values import MemberName
from microcare.kernel.ids import token_hash
from microcare.kernel.words import N_
from microcare.people.values import Held, Section

_WITH_MEMBERS = selectinload(Group.memberships)


def group_by_id(session: Session, group_id: UUID, **_rest: UUID) -> Group | None:
    """A group with its memberships; the rest of an address does not matter to who may see it."""
    rows = select(Group).options(_WITH_MEMBERS).where(Group.id == group_id)
    return session.scalar(rows)


def locked_group(session: Session, group_id: UUID) -> Group | None:
    """The same, locked, so that two who join or leave at once are counted one by one."""
    session.execute(select(Group.id).where(Group.id == group_id).with_for_update())
    rows = select(Group).options(_WITH_MEMBERS).where(Group.id == group_id)
    return session.scalar(rows.execution_options(populate_existing=True))


def groups_of(session: Session, person_id: UUID) -> list[Group]:
    """The groups a person is in now, by name."""
    rows = (
        select(Group)
        .options(_WITH_MEMBERS)
        .join(Membership)
        .where(Membership.person_id == person_id, Membership.left_at.is_(None))
        .order_by(Group.name, Group.id)
    )
    return list(session.scalars(rows))


def member_names(group: Group, *, me: UUID) -> list[MemberName]:
    """The members as one of them sees them, oneself first."""
    names = [
        MemberName(person_id=m.person_id, first_name=m.first_name, is_me=m.person_id == me)
        for m in group.members
    ]
    return sorted(names, key=lambda name: not name.is_me)


def invitation_by_token(session: Session, token: str) -> Invitation | None:
    """The invitation a link carries, answered or not."""
    return session.scalar(select(Invitation).where(Invitation.token_hash == token_hash(token)))


def open_invitations(session: Session, group_id: UUID, *, now: datetime) -> int:
    """How many invitations of a group wait for an answer."""
    rows = select(func.count()).select_from(Invitation)
    rows = rows.where(Invitation.group_id == group_id, Invitation.answered_at.is_(None))
    return int(session.scalar(rows.where(Invitation.expires_at > now)) or 0)


def personal_data(session: Session, person_id: UUID) -> list[Section]:
    """What this feature holds about a person, for /my/data."""
    rows = select(Membership, Group.name).join(Group).where(Membership.person_id == person_id)
    entries: tuple[Mapping[str, Held], ...] = tuple(
        {
            N_("Group"): name,
            N_("You said you could bring"): membership.brings,
            N_("Since"): membership.joined_at,
            N_("Left"): membership.left_at,
        }
        for membership, name in session.execute(rows.order_by(Membership.joined_at))
    )
    return [Section(name="groups", title=N_("Your groups"), entries=entries)] if entries else []
