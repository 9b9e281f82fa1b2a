"""A group becomes two. Each who goes says so for themself; money goes with its owner by itself.

Nothing is promised in the group's book when it happens, so there is no money to move: what a
person set aside is theirs, in whichever group they are. What took place is still billed and paid
as it was shared, and that follows each who shared it, as it does whoever leaves.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from microcare.commissioning.models import Budding, BuddingMover
from microcare.commissioning.policies import is_live_budding
from microcare.commissioning.queries import brief_of
from microcare.commissioning.queries.budding import is_busy, open_budding
from microcare.commissioning.services.capping import forget_most
from microcare.commissioning.services.offering import write_brief
from microcare.commissioning.services.settling import settle_group
from microcare.commissioning.values import (
    BUDDING_LASTS,
    FEWEST_TO_GO,
    FEWEST_TO_STAY,
    BuddingIsOver,
    BuddingOpenAlready,
    NotWhileBusy,
    PickWhoGoes,
)
from microcare.groups.models import Group
from microcare.groups.queries import locked_group
from microcare.groups.services import add_member, leave_group, start_group
from microcare.groups.services.news import tell
from microcare.groups.values import GroupIsEnding
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_id
from microcare.people.models import Person


def propose_budding(
    session: Session,
    group: Group,
    *,
    name: str,
    movers: Collection[UUID],
    person_id: UUID,
    clock: Clock,
) -> None:
    """A member proposes who would begin a new group. Nobody has said yes to it by that.

    Raises GroupIsEnding, NotWhileBusy, BuddingOpenAlready, PickWhoGoes.
    """
    locked = locked_group(session, group.id) or group
    _check_it_is_quiet(session, locked, clock=clock)
    found = open_budding(session, locked.id)
    if found is not None and is_live_budding(found, locked.member_ids, clock.today()):
        raise BuddingOpenAlready
    if found is not None:
        _drop(session, found)
    going, members = set(movers), set(locked.member_ids)
    if len(going) < FEWEST_TO_GO or len(members - going) < FEWEST_TO_STAY or not going <= members:
        raise PickWhoGoes
    session.add(
        Budding(
            id=new_id(),
            group_id=locked.id,
            name=name,
            proposed_by=person_id,
            proposed_at=clock.now(),
            closes_on=clock.today() + BUDDING_LASTS,
            movers=[BuddingMover(person_id=who) for who in sorted(going)],
        )
    )
    tell(session, going - {person_id}, path=f"/groups/{locked.id}/bud", clock=clock)


def agree_to_move(session: Session, group: Group, *, person_id: UUID, clock: Clock) -> Group | None:
    """One who would go says yes. With the last yes the new group begins, and is answered.

    Raises GroupIsEnding, NotWhileBusy, BuddingIsOver.
    """
    locked = locked_group(session, group.id) or group
    budding = _live(session, locked, person_id=person_id, clock=clock)
    _check_it_is_quiet(session, locked, clock=clock)
    for mover in budding.movers:
        if mover.person_id == person_id:
            mover.said_yes_at = mover.said_yes_at or clock.now()
    if any(mover.said_yes_at is None for mover in budding.movers):
        return None
    session.flush()  # the database asks whether each has said yes
    return _become_two(session, locked, budding, clock=clock)


def refuse_to_move(session: Session, group: Group, *, person_id: UUID, clock: Clock) -> None:
    """One who would go says no, so nobody goes. Who it was is not told. Raises BuddingIsOver."""
    locked = locked_group(session, group.id) or group
    budding = _live(session, locked, person_id=person_id, clock=clock)
    told = budding.mover_ids | {budding.proposed_by}
    _drop(session, budding)
    tell(session, told - {person_id}, path=f"/groups/{locked.id}", clock=clock)


def stop_budding(session: Session, group: Group, *, person_id: UUID) -> None:
    """Whoever proposed it takes it back. Raises BuddingIsOver."""
    locked = locked_group(session, group.id) or group
    budding = open_budding(session, locked.id)
    if budding is None or budding.proposed_by != person_id:
        raise BuddingIsOver
    _drop(session, budding)


def forget_old_buddings(session: Session, *, clock: Clock) -> int:
    """Forgets what was proposed and never came about; answers how many."""
    old = Budding.ended_at.is_(None), Budding.closes_on < clock.today()
    gone = session.execute(delete(Budding).where(*old))
    return int(getattr(gone, "rowcount", 0))


def forget_moves_of(session: Session, person_id: UUID) -> None:
    """Forgets where somebody moved; what they were asked and had not done ends with it.

    A name that they gave a group stays with the group.
    """
    mine = select(BuddingMover.budding_id).where(BuddingMover.person_id == person_id)
    session.execute(delete(Budding).where(Budding.ended_at.is_(None), Budding.id.in_(mine)))
    session.execute(delete(BuddingMover).where(BuddingMover.person_id == person_id))


def _live(session: Session, group: Group, *, person_id: UUID, clock: Clock) -> Budding:
    budding = open_budding(session, group.id)
    if (
        budding is None
        or person_id not in budding.mover_ids
        or not is_live_budding(budding, group.member_ids, clock.today())
    ):
        raise BuddingIsOver
    return budding


def _check_it_is_quiet(session: Session, group: Group, *, clock: Clock) -> None:
    if group.winding_since is not None:
        raise GroupIsEnding
    settle_group(session, group.id, clock=clock)
    if is_busy(session, group.id, today=clock.today(), now=clock.now()):
        raise NotWhileBusy


def _drop(session: Session, budding: Budding) -> None:
    session.delete(budding)
    session.flush()  # another may be proposed in the same breath, and there is one at a time


def _become_two(session: Session, group: Group, budding: Budding, *, clock: Clock) -> Group:
    brings = {m.person_id: m.brings for m in group.members}
    stays = [who for who in group.member_ids if who not in budding.mover_ids]
    going = [session.get_one(Person, who) for who in sorted(budding.mover_ids)]
    new = start_group(session, name=budding.name, person=going[0], clock=clock)
    new.members[0].brings = brings[going[0].id]
    for person in going[1:]:
        add_member(session, new, person, brings=brings[person.id], clock=clock)
    for person in going:
        leave_group(session, group, person_id=person.id, clock=clock)
        forget_most(session, person.id, group_id=group.id)
    brief = brief_of(session, group.id)
    if brief is not None:
        write_brief(session, new, wants=brief.value, clock=clock)
    budding.ended_at, budding.new_group_id = clock.now(), new.id
    tell(session, stays, path=f"/groups/{group.id}", clock=clock)
    tell(session, budding.mover_ids, path=f"/groups/{new.id}", clock=clock)
    return new
