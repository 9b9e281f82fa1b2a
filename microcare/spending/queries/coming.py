"""How many are expected on a day. Never who: see `expected` for what may be said at all."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.queries import budgets_by_ids
from microcare.commissioning.models import CareSession
from microcare.groups.queries import groups_by_ids
from microcare.ledger.queries import holds_of_refs
from microcare.spending.models import CannotCome
from microcare.spending.values import Expected, expected


def expected_on(
    session: Session, group_id: UUID, ones: Collection[CareSession], *, now: datetime
) -> dict[UUID, Expected]:
    """By session of one group, how many of those who share it are expected.

    Of the members each who agreed to share it: also whoever let their part go or had to stop, or
    the number would tell the others of it (P37). Of those who left, whose promise stands.
    """
    ids = [one.id for one in ones]
    if not ids:
        return {}
    members = set(groups_by_ids(session, [group_id])[group_id].member_ids)
    standing, away = _standing(session, group_id, ids, now=now), _away(session, ids)
    told = {}
    for one in ones:
        agreed = {share.person_id for share in one.shares}
        sharers = agreed & (members | standing.get(one.id, set()))
        told[one.id] = expected(len(sharers), len(sharers & away.get(one.id, set())))
    return {one: found for one, found in told.items() if found is not None}


def _standing(
    session: Session, group_id: UUID, ids: Collection[UUID], *, now: datetime
) -> dict[UUID, set[UUID]]:
    holds = [hold for hold in holds_of_refs(session, group_id, ids) if hold.ended_by(now) is None]
    budgets = budgets_by_ids(session, {hold.purse for hold in holds})
    found: dict[UUID, set[UUID]] = {}
    for hold in holds:
        found.setdefault(hold.ref, set()).add(budgets[hold.purse].person_id)
    return found


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
