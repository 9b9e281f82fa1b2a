"""Who is asked to leave a group, why, and what they reply, as each of its people sees it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.decisions.policies import closes_at, latest_answers
from microcare.decisions.queries import proposal_by_id
from microcare.groups.models import Group, Parting
from microcare.groups.values.parting import PartingView
from microcare.kernel.clock import LONDON
from microcare.people.models import Person


def open_parting(session: Session, group_id: UUID) -> Parting | None:
    """The one that is not over, read afresh."""
    rows = select(Parting).where(Parting.group_id == group_id, Parting.ended_at.is_(None))
    return session.scalar(rows.execution_options(populate_existing=True))


def open_partings(session: Session) -> list[UUID]:
    """Ids of all that are not over: what the late job looks through."""
    rows = select(Parting.id).where(Parting.ended_at.is_(None))
    return list(session.scalars(rows.order_by(Parting.asked_at, Parting.id)))


def parting_by_id(session: Session, parting_id: UUID, **_rest: UUID) -> Parting | None:
    """One, read afresh."""
    rows = select(Parting).where(Parting.id == parting_id)
    return session.scalar(rows.execution_options(populate_existing=True))


def last_asked(session: Session, group_id: UUID, person_id: UUID) -> datetime | None:
    """When this person was last asked to leave this group."""
    rows = select(Parting.asked_at).where(Parting.group_id == group_id)
    rows = rows.where(Parting.person_id == person_id)
    return session.scalar(rows.order_by(Parting.asked_at.desc()).limit(1))


def parting_view(session: Session, parting: Parting, *, me: UUID, now: datetime) -> PartingView:
    """All that this person may see of it."""
    proposal = proposal_by_id(session, parting.proposal_id) if parting.proposal_id else None
    said = latest_answers(proposal) if proposal else {}
    electors = {elector.person_id for elector in proposal.electors} if proposal else set()
    can_decide = proposal is not None or parting.replied_at or now >= parting.reply_by
    person = session.get(Person, parting.person_id)
    group = session.get(Group, parting.group_id)
    is_about_me = parting.person_id == me
    return PartingView(
        id=parting.id,
        group_id=parting.group_id,
        group_name=group.name if group else "",
        name=person.first_name if person else "",
        reason=parting.reason,
        reply=parting.reply,
        reply_by=_day(parting.reply_by),
        answer_by=_day(closes_at(proposal)) if proposal else None,
        stage=parting.outcome or ("decide" if can_decide else "reply"),
        my_answer=said[me].answer.value if me in said else "",
        is_asked=not is_about_me and (proposal is None or me in electors),
        is_about_me=is_about_me,
        is_mine=parting.asked_by == me,
    )


def _day(at: datetime) -> date:
    return (at - timedelta(seconds=1)).astimezone(LONDON).date()
