"""People who look for others, through the services."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from microcare.groups.models import Interest, Introduction
from microcare.groups.queries.finding import open_introductions_of
from microcare.groups.services import ask_to_meet, say_interest, say_yes_to_meeting
from microcare.groups.values import FindingRules, PartOfWeek, Wanted
from microcare.kernel.clock import Clock
from microcare.people.models import Person
from tests.factories.people import make_person

RULES = FindingRules()
MORNING, EVENING = PartOfWeek.WEEKDAY_MORNING, PartOfWeek.WEEKDAY_EVENING


def wanted(**changes: Any) -> Wanted:
    """Walks and singing near Taunton, on weekday mornings."""
    facts: dict[str, Any] = {"helps": ("walks", "singing"), "outcode": "TA1", "times": (MORNING,)}
    return Wanted(**(facts | changes))


def make_interest(session: Session, person: Person, clock: Clock, **changes: Any) -> Interest:
    """What a person wants, said and flushed."""
    interest = say_interest(
        session, wanted(**changes), person_id=person.id, rules=RULES, clock=clock
    )
    session.flush()
    return interest


def somebody(
    session: Session, clock: Clock, name: str = "Joan Hill", **changes: Any
) -> tuple[Person, Interest]:
    """Somebody new who wants it."""
    person = make_person(session, name=name)
    return person, make_interest(session, person, clock, **changes)


def mark(session: Session, interest: Interest, clock: Clock) -> None:
    """Its owner would like to meet them."""
    ask_to_meet(session, interest, rules=RULES, clock=clock)
    session.flush()


def introduction_of(session: Session, person_id: UUID, clock: Clock) -> Introduction:
    """The one open introduction of a person."""
    session.flush()
    [found] = open_introductions_of(session, person_id, today=clock.today())
    return found


def make_introduced(session: Session, clock: Clock) -> tuple[Person, Person, Introduction]:
    """Amara and Gwen, both of whom would like to meet somebody."""
    amara, first = somebody(session, clock, "Amara Obi")
    gwen, second = somebody(session, clock, "Gwen Parry")
    mark(session, first, clock)
    mark(session, second, clock)
    return amara, gwen, introduction_of(session, amara.id, clock)


def make_met(session: Session, clock: Clock) -> tuple[Person, Person, Introduction]:
    """The same two, when both have said yes."""
    amara, gwen, found = make_introduced(session, clock)
    for who in (amara, gwen):
        say_yes_to_meeting(session, found, person_id=who.id, clock=clock)
    session.flush()
    return amara, gwen, found
