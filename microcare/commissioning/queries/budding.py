"""Whether a group can become two now, and what is proposed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from microcare.commissioning.models import Budding, BuddingMover
from microcare.commissioning.policies import is_live_budding
from microcare.commissioning.queries.working import sessions_ahead
from microcare.commissioning.values import BuddingView
from microcare.decisions.queries import open_proposal_id
from microcare.groups.models import Group
from microcare.groups.queries import member_names
from microcare.kernel.words import N_
from microcare.ledger.queries import has_open_promises
from microcare.people.values import Section


def is_busy(session: Session, group_id: UUID, *, today: date, now: datetime) -> bool:
    """Whether a group decides something, or has promised something whose end nobody has told.

    What took place is each one's own to settle and follows them: whether a group were held back by
    it would tell its members that somebody has not paid (P48).
    """
    return (
        open_proposal_id(session, group_id) is not None
        or sessions_ahead(session, group_id, today=today)
        or has_open_promises(session, group_id, now=now)
    )


def open_budding(session: Session, group_id: UUID) -> Budding | None:
    """What is proposed in a group, dead or alive, read afresh: another may have said yes."""
    rows = (
        select(Budding)
        .options(selectinload(Budding.movers))
        .where(Budding.group_id == group_id, Budding.ended_at.is_(None))
    )
    return session.scalar(rows.execution_options(populate_existing=True))


def budding_view(session: Session, group: Group, *, me: UUID, today: date) -> BuddingView | None:
    """What is proposed, as one member sees it; None where nothing is, or it is over."""
    budding = open_budding(session, group.id)
    if budding is None or not is_live_budding(budding, group.member_ids, today):
        return None
    names = member_names(session, group, me=me)
    mine = [mover for mover in budding.movers if mover.person_id == me]
    return BuddingView(
        name=budding.name,
        movers=tuple(n.first_name for n in names if n.person_id in budding.mover_ids),
        is_mover=bool(mine),
        said_yes=bool(mine) and mine[0].said_yes_at is not None,
        is_mine=budding.proposed_by == me,
        closes_on=budding.closes_on,
    )


def moves_of(session: Session, person_id: UUID) -> list[Section]:
    """That somebody was to move to another group, for /my/data."""
    rows = (
        select(Budding.name, Budding.proposed_at, BuddingMover.said_yes_at)
        .join(BuddingMover, BuddingMover.budding_id == Budding.id)
        .where(BuddingMover.person_id == person_id)
        .order_by(Budding.proposed_at)
    )
    entries = tuple(
        {N_("New group"): name, N_("Proposed"): proposed, N_("You said yes"): said}
        for name, proposed, said in session.execute(rows)
    )
    title = N_("Moves to another group")
    return [Section(name="moves", title=title, entries=entries)] if entries else []
