"""A group that was asked and said yes becomes a co-operative, with the weights it agreed on."""

from uuid import UUID

from sqlalchemy.orm import Session

from microcare.decisions.values.classes import Weights
from microcare.groups.models.coops import Coop, CoopAsked
from microcare.kernel.clock import Clock


def become_coop(session: Session, question_id: UUID, *, clock: Clock) -> None:
    """Does what a question asked, where it asked for that. The database sees that all agreed."""
    asked = session.get(CoopAsked, question_id)
    if asked is not None:
        keep_coop(session, asked.group_id, asked.weights, clock=clock)


def keep_coop(session: Session, group_id: UUID, weights: Weights, *, clock: Clock) -> None:
    """Keeps the weights of a group that is one from now on."""
    session.flush()  # the database reads how the question ended
    coop = session.get(Coop, group_id) or Coop(group_id=group_id, since=clock.now())
    coop.users_percent, coop.workers_percent = weights.users, weights.workers
    coop.investors_percent = weights.investors
    session.add(coop)
    session.flush()  # what is asked next is counted by it
