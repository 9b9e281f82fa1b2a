"""The late job: forgets what ran out, writes to those no longer alone, and ends questions."""

import click
from flask.cli import AppGroup

from microcare.groups.services import (
    end_due_questions,
    forget_what_ran_out,
    remind_about_questions,
    tell_who_is_not_alone,
)
from microcare.groups.values import FindingRules
from microcare.web.current import clock, setting
from microcare.web.transaction import writing

group = AppGroup("finding", help="Finding people to share with.")


@group.command("tidy")
def tidy() -> None:
    """Forgets what ran out, ends questions, owes letters (docs/data-protection.md says when)."""
    click.echo(chore())


def chore() -> str:
    """Does all of it, and says how much of it there was."""
    rules = FindingRules(setting("FINDING_MILES"), setting("FINDING_WEEKS"), setting("GROUP_LIMIT"))
    with writing() as session:
        gone = forget_what_ran_out(session, clock=clock())
        told = tell_who_is_not_alone(session, rules=rules, clock=clock())
        ended = end_due_questions(session, clock=clock())
        reminded = remind_about_questions(session, clock=clock())
    found = f"Interests forgotten: {gone}. Letters that someone is near: {told}."
    return f"{found} Questions ended: {ended}. Reminders: {reminded}."
