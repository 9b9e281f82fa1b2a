"""The late job: makes the promises that are due and ends what has run out.

Each plan is settled in a transaction of its own, so that one that fails stops no other.
"""

from uuid import UUID

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from microcare.commissioning.queries.witnessing import plans_with_witnesses
from microcare.commissioning.services import (
    ask_reviews,
    forget_addresses,
    forget_old_buddings,
    remind_about_plans,
    settle,
    watch_providers,
)
from microcare.decisions.policies import standing
from microcare.decisions.queries import open_proposals, proposal_by_id
from microcare.decisions.values import Outcome, Standing
from microcare.groups.services import forget_old_invitations
from microcare.ledger.services import expire_holds
from microcare.web.current import clock, session
from microcare.web.transaction import writing

group = AppGroup("groups", help="Groups and what they decide.")


@group.command("commit-due")
def commit_due() -> None:
    """Settles every plan whose time has come, and frees promises that have run out."""
    click.echo(chore())


def chore() -> str:
    """Does what is due, and says how much of it there was."""
    ended = [outcome for plan in _due() if (outcome := _settled(plan)) is not None]
    with writing() as now:
        freed = expire_holds(now, clock=clock())
        forgotten = forget_old_invitations(now, clock=clock())
        forget_old_buddings(now, clock=clock())
        ask_reviews(now, clock=clock())
        forget_addresses(now)
        reminded = remind_about_plans(now, clock=clock())
        told = watch_providers(now, clock=clock())
    done = f"Plans settled: {len(ended)}. Promises freed: {freed}. Old invitations: {forgotten}."
    return f"{done} Reminders: {reminded}. Groups told of a provider: {told}."


def _due() -> list[UUID]:
    reading = session()
    # A yes before witnesses may have come to count, though nothing else is due.
    witnessed = plans_with_witnesses(reading)
    found = [p for p in open_proposals(reading) if p in witnessed or _is_due(reading, p)]
    reading.rollback()
    return found


def _is_due(reading: Session, plan: UUID) -> bool:
    proposal = proposal_by_id(reading, plan)
    where = standing(proposal, clock().now()) if proposal else None
    reading.expunge_all()
    return where in (Standing.DUE, Standing.EXPIRED)


def _settled(plan: UUID) -> Outcome | None:
    with writing() as now:
        return settle(now, plan, clock=clock())
