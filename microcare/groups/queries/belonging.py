"""Reads of groups, always with who is in them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from microcare.groups.models import Group, Invitation, Membership
from microcare.groups.values import MemberName
from microcare.kernel.ids import token_hash
from microcare.people.models import Person

# With who decides on money there.
_WITH_MEMBERS = (
    selectinload(Group.memberships),
    selectinload(Group.coop),
    selectinload(Group.stakes),
)


def group_by_id(session: Session, group_id: UUID, **_rest: UUID) -> Group | None:
    """A group with its memberships; the rest of an address does not matter to who may see it."""
    rows = select(Group).options(*_WITH_MEMBERS).where(Group.id == group_id)
    return session.scalar(rows)


def groups_by_ids(session: Session, group_ids: Collection[UUID]) -> dict[UUID, Group]:
    """These groups, each with its memberships."""
    rows = select(Group).options(*_WITH_MEMBERS).where(Group.id.in_(list(group_ids)))
    return {group.id: group for group in session.scalars(rows)}


def locked_group(session: Session, group_id: UUID) -> Group | None:
    """The same, locked, so that two who join or leave at once are counted one by one."""
    session.execute(select(Group.id).where(Group.id == group_id).with_for_update())
    rows = select(Group).options(*_WITH_MEMBERS).where(Group.id == group_id)
    return session.scalar(rows.execution_options(populate_existing=True))


def groups_of(session: Session, person_id: UUID) -> list[Group]:
    """The groups a person is in now, by name."""
    rows = (
        select(Group)
        .options(*_WITH_MEMBERS)
        .join(Membership)
        .where(Membership.person_id == person_id, Membership.left_at.is_(None))
        .order_by(Group.name, Group.id)
    )
    return list(session.scalars(rows))


def winding_groups(session: Session) -> list[UUID]:
    """Ids of groups that wind down and have not closed."""
    rows = select(Group.id).where(Group.winding_since.is_not(None), Group.closed_at.is_(None))
    return list(session.scalars(rows.order_by(Group.id)))


def member_names(session: Session, group: Group, *, me: UUID) -> tuple[MemberName, ...]:
    """The members as one of them sees them, oneself first and the others as they joined."""
    return names_by_group(session, [group], me=me)[group.id]


def member_counts(session: Session, group_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many are in each of these groups now; groups that everybody left are not there."""
    rows = (
        select(Membership.group_id, func.count())
        .where(Membership.group_id.in_(list(group_ids)), Membership.left_at.is_(None))
        .group_by(Membership.group_id)
    )
    return {group_id: int(count) for group_id, count in session.execute(rows)}


def names_by_group(
    session: Session, groups: Collection[Group], *, me: UUID
) -> dict[UUID, tuple[MemberName, ...]]:
    """The same for several groups at once, with their names as they are called now."""
    ids = {person_id for group in groups for person_id in group.member_ids}
    people = {p.id: p for p in session.scalars(select(Person).where(Person.id.in_(ids)))}
    return {
        group.id: tuple(
            MemberName(
                person_id=m.person_id,
                first_name=people[m.person_id].first_name,
                brings=m.brings,
                is_me=m.person_id == me,
            )
            for m in sorted(group.members, key=lambda m: m.person_id != me)
        )
        for group in groups
    }


def invitation_by_token(session: Session, token: str) -> Invitation | None:
    """The invitation a link carries, answered or not."""
    return session.scalar(select(Invitation).where(Invitation.token_hash == token_hash(token)))


def open_invitations(session: Session, group_id: UUID, *, now: datetime) -> int:
    """How many invitations of a group wait for an answer."""
    rows = select(func.count()).select_from(Invitation)
    rows = rows.where(Invitation.group_id == group_id, Invitation.answered_at.is_(None))
    return int(session.scalar(rows.where(Invitation.expires_at > now)) or 0)
