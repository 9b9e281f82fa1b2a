"""The job that settles plans may be late, run twice or never."""

import re
from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.queries import money_of
from microcare.commissioning.models import WitnessedYes, YesWitness
from microcare.commissioning.queries import last_agreement
from microcare.extensions import db
from microcare.groups.models import Invitation
from microcare.groups.services import invite
from microcare.kernel.clock import FixedClock
from microcare.ledger.queries import balances_differing
from tests.factories.groups import everyone_says_yes, make_story
from tests.factories.witnessing import (
    OVER,
    both_confirm,
    letter_goes,
    make_trusted,
    others_said_yes,
    write_down,
)


def run(app: Flask) -> list[int]:
    """Plans settled, promises freed and invitations forgotten, of the closing line."""
    result = app.test_cli_runner().invoke(args=["groups", "commit-due"])
    assert result.exit_code == 0, result.output
    return [int(n) for n in re.findall(r"\d+", result.output)][:3]


def test_it_does_what_is_due_once(committed_app: Flask, clock: FixedClock) -> None:
    committed_app.extensions["microcare.clock"] = clock
    session: Session = db.session()
    due, waiting = make_story(session, clock), make_story(session, clock)
    everyone_says_yes(session, due, clock)
    invite(session, due.group, email="ros@example.org", person=due.people[0], clock=clock)
    people, group_id = [person.id for person in due.people], waiting.group.id
    session.commit()
    assert run(committed_app) == [0, 0, 0]
    clock.move(timedelta(days=3))
    assert run(committed_app) == [1, 0, 0]
    assert run(committed_app) == [0, 0, 0]
    today = clock.today()
    assert [money_of(db.session(), p, today=today).promised for p in people] == [21_600] * 3
    # Everything else runs out: the other plan, the invitation, at last the promises themselves.
    clock.move(timedelta(days=30))
    assert run(committed_app) == [1, 0, 1]
    _, plan = last_agreement(db.session(), group_id) or (None, None)
    assert plan is not None
    assert plan.outcome == "expired"
    assert db.session.scalar(select(Invitation.email)) is None
    clock.move(timedelta(days=200))
    assert run(committed_app) == [0, 36, 0]
    assert [money_of(db.session(), p, today=today).promised for p in people] == [0] * 3
    assert balances_differing(db.session()) == []


def test_it_counts_a_yes_before_witnesses_and_forgets_the_addresses(
    committed_app: Flask, clock: FixedClock
) -> None:
    committed_app.extensions["microcare.clock"] = clock
    session: Session = db.session()
    story, waiting = others_said_yes(session, clock), others_said_yes(session, clock)
    for one in (story, waiting):
        yes = write_down(session, one, make_trusted(session, one.people[1], clock), clock)
        if one is story:
            letter_goes(session, yes, clock)
            both_confirm(session, clock)
    session.commit()
    clock.at = OVER
    assert run(committed_app) == [0, 0, 0]
    counted = db.session.scalars(select(WitnessedYes).where(WitnessedYes.answer_id.is_not(None)))
    assert counted.one().told == "email"
    clock.move(timedelta(days=3))
    # One is promised; the other ran out, and the e-mails of its witnesses go.
    assert run(committed_app) == [2, 0, 0]
    assert set(db.session.scalars(select(YesWitness.email))) == {None}
