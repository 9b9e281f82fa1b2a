"""A group becomes a co-operative of users and workers, and each says why they are in it (P28)."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.decisions.models import Question
from microcare.decisions.queries import open_proposal_id
from microcare.decisions.values.classes import Weights
from microcare.groups.models import Group
from microcare.groups.models.coops import CoopAsked, MemberStake
from microcare.groups.queries import locked_group
from microcare.groups.services.asking import ask_group
from microcare.groups.services.becoming import keep_coop
from microcare.groups.values.coops import NoCoopYet, NotWhileDeciding, Stake
from microcare.kernel.clock import Clock


def ask_to_be_coop(
    session: Session,
    group: Group,
    *,
    weights: Weights,
    words: str,
    days: int,
    person_id: UUID,
    clock: Clock,
) -> Question | None:
    """Asks all whether to be a co-operative with these weights, or to have others from now on.

    Whoever is alone there begins it so, and None is answered. Raises what ask_group raises.
    """
    locked = locked_group(session, group.id) or group
    if len(locked.members) == 1:
        keep_coop(session, locked.id, weights, clock=clock)
        return None
    question = ask_group(session, locked, words=words, days=days, person_id=person_id, clock=clock)
    session.add(
        CoopAsked(
            proposal_id=question.proposal_id,
            group_id=locked.id,
            users_percent=weights.users,
            workers_percent=weights.workers,
            investors_percent=weights.investors,
        )
    )
    return question


def say_stake(
    session: Session, group: Group, stake: Stake, *, person_id: UUID, clock: Clock
) -> None:
    """Keeps why somebody is in it. A question that is open goes on by what was said before it.

    Raises NoCoopYet, and NotWhileDeciding where a plan is open: who decides on money is in it.
    """
    locked = locked_group(session, group.id)
    if locked is None or locked.coop is None:
        raise NoCoopYet
    if open_proposal_id(session, group.id) is not None:
        raise NotWhileDeciding
    mine = session.get(MemberStake, (group.id, person_id))
    if mine is None:
        mine = MemberStake(group_id=group.id, person_id=person_id)
        session.add(mine)
    mine.stake, mine.said_at = stake.value, clock.now()
