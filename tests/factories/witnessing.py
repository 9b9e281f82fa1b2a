"""A yes before two witnesses, through the services."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.commissioning.models import WitnessedYes
from microcare.commissioning.queries.witnessing import AskedWitness, asked_witness, yes_by_id
from microcare.commissioning.services import record_witnessed, say_witnessed, settle
from microcare.commissioning.values import Named
from microcare.decisions.policies import latest_answers
from microcare.decisions.values import Answer, Outcome
from microcare.kernel.clock import LONDON, Clock, FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.people.models import Authority, Person
from microcare.people.values import AuthorityType, How, Spoken
from tests.factories.budgets import pledge_for
from tests.factories.groups import Story, look_again, make_story, say
from tests.factories.people import make_authority, make_person

RUTH = Named("Ruth Marsh", "ruth@example.org")
OMAR = Named("Omar Else", "omar@example.org")
WORDS = "She put the yes card on the plan, twice."


# Monday 23 November 2026, so the five working days end on Monday 30.
OVER = datetime(2026, 12, 1, tzinfo=LONDON)


def others_said_yes(session: Session, clock: FixedClock, **terms: object) -> Story:
    """A plan to which all but Gwen have said yes."""
    story = make_story(session, clock, closes_on=date(2026, 12, 20), **terms)
    for who in (0, 2):
        say(session, story, who, Answer.YES, clock)
    return story


def make_trusted(session: Session, person: Person, clock: Clock, **more: Any) -> Authority:
    """A trusted supporter, who may pass on answers and agree to no money."""
    told: dict[str, Any] = {"type": AuthorityType.TRUSTED_SUPPORTER, "clock": clock} | more
    return make_authority(session, person, make_person(session, name="Sue Porter"), **told)


def spoken_by(authority: Authority, how: How = How.SYMBOLS) -> Spoken:
    """What the service is handed when this helper writes it down."""
    assert authority.supporter_id is not None
    return Spoken(authority.id, authority.supporter_id, how, WORDS)


def write_down(
    session: Session, story: Story, authority: Authority, clock: Clock, who: int = 1, **more: Any
) -> WitnessedYes:
    """Somebody's yes with their own money, before Ruth and Omar."""
    assert story.agreement is not None
    told: dict[str, Any] = {
        "person": story.people[who],
        "spoken": spoken_by(authority),
        "budgets": [story.budgets[who]],
        "pledge": pledge_for(session, story.budgets[who], clock),
        "witnesses": [RUTH, OMAR],
        "sees_money": False,
        "clock": clock,
    }
    yes = record_witnessed(session, story.agreement, **(told | more))
    session.flush()
    return yes


def asked(session: Session, number: int) -> AskedWitness:
    """The first witness (0) or the second (1), by the link in their letter."""
    session.flush()
    rows = select(OutboxMessage).where(OutboxMessage.kind == "commissioning.witness")
    found = [
        asked_witness(session, row.payload["token"])
        for row in session.scalars(rows.order_by(OutboxMessage.created_at))
        if row.payload
    ]
    return next(one for one in found if one is not None and one.witness.number == number + 1)


def both_confirm(session: Session, clock: Clock) -> None:
    """Ruth and Omar say that it is what happened."""
    for number in (0, 1):
        say_witnessed(session, asked(session, number), is_true=True, by=None, clock=clock)


def letter_goes(session: Session, yes: WitnessedYes, clock: Clock) -> None:
    """The e-mail to the person is sent now."""
    session.flush()
    session.get_one(OutboxMessage, yes.letter_id).sent_at = clock.now()
    session.flush()


def settled(session: Session, story: Story, clock: FixedClock) -> Outcome | None:
    """What settling comes to now, with the story as it is then."""
    assert story.proposal is not None
    outcome = settle(session, story.proposal.id, clock=clock)
    look_again(session, story)
    return outcome


def fresh(session: Session, yes: WitnessedYes) -> WitnessedYes:
    """The same as it is in the database."""
    session.flush()
    found = yes_by_id(session, yes.id)
    assert found is not None
    return found


def answer_of(story: Story, who: int = 1) -> Answer | None:
    """What one of them says now."""
    assert story.proposal is not None
    said = latest_answers(story.proposal).get(story.people[who].id)
    return said.answer if said else None
