"""Which statements a person lets be read, and which one a secret opens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.kernel.ids import token_hash
from microcare.spending.models import StatementLink


def budget_of_link(session: Session, budget_id: UUID, **_rest: UUID) -> Budget | None:
    """The budget whose statements are shown, or None; the rest of an address matters not."""
    return session.get(Budget, budget_id)


def links_of(session: Session, budget_id: UUID, *, now: datetime) -> list[StatementLink]:
    """The links to statements of one budget that can be read, the newest first."""
    rows = select(StatementLink).where(StatementLink.budget_id == budget_id)
    live = rows.where(StatementLink.ends_at > now)
    return list(session.scalars(live.order_by(StatementLink.made_at.desc(), StatementLink.id)))


def link_opened_by(session: Session, token: str, *, now: datetime) -> StatementLink | None:
    """What a secret opens, or None: never made, stopped, or over."""
    rows = select(StatementLink).where(StatementLink.token_hash == token_hash(token))
    return session.scalar(rows.where(StatementLink.ends_at > now))


def links_of_person(session: Session, person_id: UUID) -> list[tuple[StatementLink, str]]:
    """Every link of a person that is kept, with who pays the budget."""
    rows = (
        select(StatementLink, Budget.funder)
        .join(Budget, Budget.id == StatementLink.budget_id)
        .where(Budget.person_id == person_id)
        .order_by(StatementLink.made_at, StatementLink.id)
    )
    return [(link, funder) for link, funder in session.execute(rows)]
