"""Who is in a group: a handful, each once, by an invitation that works once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from microcare.groups.models import Group, Invitation, Membership
from microcare.groups.policies import is_member
from microcare.groups.queries import (
    group_by_id,
    groups_of,
    invitation_by_token,
    member_counts,
    member_names,
    personal_data,
)
from microcare.groups.services import (
    decline_invitation,
    erase,
    forget_old_invitations,
    invite,
    join_group,
    leave_group,
    say_what_i_bring,
    start_group,
)
from microcare.groups.values import (
    INVITATION_LASTS,
    AlreadyInGroup,
    GroupHasGone,
    GroupIsFull,
    InvitationIsOver,
    InvitedTooMany,
)
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.people.models import Person
from microcare.people.services import rename
from tests.factories.groups import make_group
from tests.factories.people import make_person


def invited(session: Session, group: Group, clock: FixedClock, **more: int) -> Invitation:
    by = session.get_one(Person, group.member_ids[0])
    invite(session, group, email="gwen@example.org", person=by, clock=clock, **more)
    session.flush()
    rows = select(OutboxMessage).where(OutboxMessage.kind == "groups.invitation")
    ids = {row.id: row for row in session.scalars(select(Invitation))}
    newest = [row.payload for row in session.scalars(rows)][-1]
    assert set(newest) == {"invitation_id", "token"}
    found = invitation_by_token(session, newest["token"])
    assert found is not None
    assert found.id in ids
    return found


def alone(session: Session, clock: FixedClock, name: str = "Amara Obi") -> Group:
    return make_group(session, [make_person(session, name=name)], clock)


def test_an_invitation_works_once_and_the_address_is_forgotten(
    session: Session, clock: FixedClock
) -> None:
    group = alone(session, clock)
    invitation = invited(session, group, clock)
    gwen, ros = make_person(session, name="Gwen Lloyd"), make_person(session)
    join_group(session, invitation, person=gwen, brings="My kitchen", clock=clock)
    assert invitation.email is None
    with pytest.raises(InvitationIsOver):
        join_group(session, invitation, person=ros, brings="", clock=clock)
    assert is_member(gwen, group)
    assert not is_member(ros, group)
    assert not is_member(None, group)


def test_no_is_an_answer(session: Session, clock: FixedClock) -> None:
    invitation = invited(session, alone(session, clock), clock)
    decline_invitation(invitation, clock=clock)
    assert invitation.email is None
    with pytest.raises(InvitationIsOver):
        decline_invitation(invitation, clock=clock)


def test_an_old_invitation_opens_nothing_and_keeps_no_address(
    session: Session, clock: FixedClock
) -> None:
    invitation = invited(session, alone(session, clock), clock)
    clock.move(INVITATION_LASTS - timedelta(seconds=1))
    assert forget_old_invitations(session, clock=clock) == 0
    clock.move(timedelta(seconds=1))
    with pytest.raises(InvitationIsOver):
        join_group(session, invitation, person=make_person(session), brings="", clock=clock)
    assert forget_old_invitations(session, clock=clock) == 1
    session.refresh(invitation)
    assert invitation.email is None


def test_nobody_is_in_a_group_twice(session: Session, clock: FixedClock) -> None:
    group = alone(session, clock)
    me = session.get_one(Person, group.member_ids[0])
    with pytest.raises(AlreadyInGroup):
        join_group(session, invited(session, group, clock), person=me, brings="", clock=clock)
    nested = session.begin_nested()
    session.add(Membership(group_id=group.id, person_id=me.id, joined_at=clock.now()))
    with pytest.raises(IntegrityError):
        session.flush()
    nested.rollback()


def test_only_the_index_keeps_a_second_membership_out(session: Session, clock: FixedClock) -> None:
    group = alone(session, clock)
    session.execute(text("DROP INDEX uq_membership_now"))
    session.add(Membership(group_id=group.id, person_id=group.member_ids[0], joined_at=clock.now()))
    session.flush()


def test_a_group_is_a_handful(session: Session, clock: FixedClock) -> None:
    people = [make_person(session) for _ in range(3)]
    group = make_group(session, people[:2], clock)
    waiting = invited(session, group, clock, limit=3)
    with pytest.raises(InvitedTooMany):
        invited(session, group, clock, limit=3)
    with pytest.raises(GroupIsFull, match="2 people"):
        join_group(session, waiting, person=people[2], brings="", clock=clock, limit=2)
    join_group(session, waiting, person=people[2], brings="", clock=clock, limit=3)
    with pytest.raises(GroupIsFull, match="3 people"):
        invited(session, group, clock, limit=3)


def test_members_go_by_their_first_names_of_today(session: Session, clock: FixedClock) -> None:
    amara, gwen = make_person(session, name="Amara Obi"), make_person(session, name="Gwen Lloyd")
    group = make_group(session, [amara, gwen], clock)
    say_what_i_bring(group, person_id=gwen.id, brings="A kitchen")
    seen = member_names(session, group, me=gwen.id)
    assert [(m.first_name, m.brings, m.is_me) for m in seen] == [
        ("Gwen", "A kitchen", True),
        ("Amara", "", False),
    ]
    rename(amara, name="Ama Obi")
    session.flush()
    assert member_names(session, group, me=gwen.id)[1].first_name == "Ama"


def test_leaving_is_at_once_and_the_last_one_takes_the_name_along(
    session: Session, clock: FixedClock
) -> None:
    amara, gwen = make_person(session), make_person(session)
    group = make_group(session, [amara, gwen], clock)
    invitation = invited(session, group, clock)
    leave_group(session, group, person_id=amara.id, clock=clock)
    assert groups_of(session, amara.id) == []
    assert member_counts(session, [group.id]) == {group.id: 1}
    assert group.name == "Tuesday Tea"
    leave_group(session, group, person_id=gwen.id, clock=clock)
    session.expire_all()
    assert group.name == ""
    assert invitation.email is None
    assert member_counts(session, [group.id]) == {}
    with pytest.raises(GroupHasGone):
        join_group(session, invitation, person=amara, brings="", clock=clock)


def test_what_is_held_about_a_person_is_told_and_erased(
    session: Session, clock: FixedClock
) -> None:
    me = make_person(session)
    group = start_group(session, name="Tuesday Tea", person=me, clock=clock)
    say_what_i_bring(group, person_id=me.id, brings="A kitchen")
    session.flush()
    [section] = personal_data(session, me.id)
    assert "A kitchen" in str(section.entries)
    erase(session, me.id, clock)
    session.flush()
    assert session.scalar(select(func.count()).where(Membership.brings != "")) == 0
    assert group_by_id(session, group.id).member_ids == []  # type: ignore[union-attr]
