"""A person lets whoever pays their budget read a statement: one of theirs, for a time (P29).

What is shown is the statement of one day. What comes later is not in it, so the person knows when
they make the link what will be read.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.kernel.clock import Clock
from microcare.kernel.ids import new_token, token_hash
from microcare.spending.models import StatementLink
from microcare.spending.queries.showing import links_of
from microcare.spending.values.showing import LINK_LASTS, MOST_LINKS, EnoughLinks
from microcare.spending.values.statement import Period


def show_by_link(
    session: Session,
    budget: Budget,
    *,
    period: Period,
    as_of: date,
    since: date | None,
    clock: Clock,
) -> str:
    """The secret of a new link to this statement; it is told once. Raises EnoughLinks."""
    if len(links_of(session, budget.id, now=clock.now())) >= MOST_LINKS:
        raise EnoughLinks(most=MOST_LINKS)
    token = new_token()
    session.add(
        StatementLink(
            budget_id=budget.id,
            token_hash=token_hash(token),
            closes_on=period.closes_on,
            as_of=as_of,
            since=since,
            made_at=clock.now(),
            ends_at=clock.now() + LINK_LASTS,
        )
    )
    return token


def stop_link(session: Session, budget: Budget, link_id: UUID) -> None:
    """Nobody reads it any more. Twice is once."""
    mine = (StatementLink.id == link_id, StatementLink.budget_id == budget.id)
    session.execute(delete(StatementLink).where(*mine))


def stop_links_of(session: Session, person_id: UUID) -> None:
    """Nobody reads anything of theirs any more: their account goes, or they have died."""
    theirs = select(Budget.id).where(Budget.person_id == person_id)
    session.execute(delete(StatementLink).where(StatementLink.budget_id.in_(theirs)))


def forget_old_links(session: Session, *, clock: Clock) -> None:
    """Removes those whose time is over. Safe late, twice or never: over is over without it."""
    session.execute(delete(StatementLink).where(StatementLink.ends_at <= clock.now()))
