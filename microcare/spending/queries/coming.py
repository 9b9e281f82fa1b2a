"""How many are expected on a day. Never who: see `expected` for what may be said at all."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_by_ids
from microcare.ledger.queries import holds_of_refs
from microcare.spending.models import CannotCome
from microcare.spending.values import Expected, expected


def expected_on(
    session: Session, group_id: UUID, session_ids: Collection[UUID], *, now: datetime
) -> dict[UUID, Expected]:
    """By session of one group, how many of those whose promise stands are expected."""
    holds = [h for h in holds_of_refs(session, group_id, session_ids) if h.ended_by(now) is None]
    budgets = budgets_by_ids(session, {hold.purse for hold in holds})
    sharers: dict[UUID, set[UUID]] = {}
    for hold in holds:
        sharers.setdefault(hold.ref, set()).add(budgets[hold.purse].person_id)
    away = _away(session, session_ids)
    told = {
        one: expected(len(people), len(people & away.get(one, set())))
        for one, people in sharers.items()
    }
    return {one: found for one, found in told.items() if found is not None}


def _away(session: Session, session_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    rows = select(CannotCome.session_id, CannotCome.person_id)
    found: dict[UUID, set[UUID]] = {}
    for one, person in session.execute(rows.where(CannotCome.session_id.in_(list(session_ids)))):
        found.setdefault(one, set()).add(person)
    return found


def my_days_away(session: Session, me: UUID, session_ids: Collection[UUID]) -> set[UUID]:
    """To which of these sessions this person said that they cannot come."""
    rows = select(CannotCome.session_id).where(CannotCome.person_id == me)
    return set(session.scalars(rows.where(CannotCome.session_id.in_(list(session_ids)))))
