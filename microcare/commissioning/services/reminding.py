"""Reminders to whoever would pay and has not answered (pooling P24)."""

from sqlalchemy.orm import Session

from microcare.decisions.queries import open_proposals, proposal_by_id
from microcare.decisions.services import remind
from microcare.groups.queries import group_by_id
from microcare.kernel.clock import Clock


def remind_about_plans(session: Session, *, clock: Clock) -> int:
    """Owes a letter to each whose yes or no is still to come near the end; answers how many.

    Late it reminds late, after the end it reminds nobody, and twice is once.
    """
    told = 0
    for plan_id in open_proposals(session):
        plan = proposal_by_id(session, plan_id)
        group = group_by_id(session, plan.subject_id) if plan else None
        if group is not None:
            path, people = f"/groups/{group.id}/plan", group.spender_ids
            told += remind(session, plan_id, path=path, among=people, clock=clock)
    return told
