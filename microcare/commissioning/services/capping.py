"""The most that a member can pay: said by themself, changed once a day, seen by nobody else."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from microcare.commissioning.models import OwnMost
from microcare.commissioning.queries import agreement_of
from microcare.commissioning.values import MostChangedToday, SaidYesToMore
from microcare.decisions.policies import latest_answers
from microcare.decisions.queries import open_proposal_id, proposal_by_id
from microcare.decisions.values import Answer
from microcare.groups.queries import locked_group
from microcare.kernel.clock import LONDON, Clock


def say_most(
    session: Session, group_id: UUID, *, person_id: UUID, week_pence: int | None, clock: Clock
) -> None:
    """Keeps the most pence a week that somebody can pay in this group; None takes it back.

    Once a day: whoever could change it at will, and look each time whether a plan adds up, could
    feel their way to what the others said (pooling P48). Raises MostChangedToday, SaidYesToMore.
    """
    locked_group(session, group_id)
    found = session.get(OwnMost, (group_id, person_id))
    if found is not None and found.week_pence == week_pence:
        return
    if found is not None and found.said_at.astimezone(LONDON).date() == clock.today():
        raise MostChangedToday
    if week_pence is not None:
        _check_no_yes_above(session, group_id, person_id=person_id, week_pence=week_pence)
    if found is None:
        found = OwnMost(group_id=group_id, person_id=person_id)
        session.add(found)
    found.week_pence, found.said_at = week_pence, clock.now()


def _check_no_yes_above(
    session: Session, group_id: UUID, *, person_id: UUID, week_pence: int
) -> None:
    open_id = open_proposal_id(session, group_id)
    proposal = proposal_by_id(session, open_id) if open_id else None
    agreement = agreement_of(session, open_id) if open_id else None
    said = latest_answers(proposal).get(person_id) if proposal else None
    if agreement is None or said is None or said.answer is not Answer.YES:
        return
    if agreement.dearest(person_id) > week_pence * agreement.offer.every_weeks:
        raise SaidYesToMore


def forget_most(session: Session, person_id: UUID, *, group_id: UUID | None = None) -> None:
    """Forgets what somebody said, in one group that they leave or in all of them."""
    rows = delete(OwnMost).where(OwnMost.person_id == person_id)
    session.execute(rows if group_id is None else rows.where(OwnMost.group_id == group_id))
