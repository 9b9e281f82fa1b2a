"""People around Taunton who look for others: so that a newcomer there reads "someone near you"."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from microcare.groups import services
from microcare.groups.models import Interest
from microcare.groups.queries.finding import open_introductions_of
from microcare.groups.values import FindingRules, PartOfWeek, Wanted
from microcare.kernel.clock import Clock, FixedClock
from microcare.people.models import Person
from microcare.people.services import register
from microcare.site.seeding.sign_ins import NEIGHBOUR, PERSON, SECOND, THIRD, Role

# Somebody in the demonstration who does not sign in.
BILL = Role("bill@example.com", "Bill Stone")
RULES = FindingRules()
MORNINGS, AFTERNOONS = PartOfWeek.WEEKDAY_MORNING, PartOfWeek.WEEKDAY_AFTERNOON
EVENINGS = PartOfWeek.WEEKDAY_EVENING
WALKS = Wanted(("walks", "gardening"), "TA1", (MORNINGS, AFTERNOONS))
SINGING = Wanted(("singing", "music"), "TA2", (EVENINGS,))
GAMES = Wanted(("games",), "TA1", (AFTERNOONS,))


def let_people_look(session: Session, people: Mapping[Role, Person], *, clock: Clock) -> None:
    """Five who look: one with somebody near, one asked for a first name, two who have met."""
    ago = FixedClock(clock.now() - timedelta(days=9))
    bill = register(session, email=BILL.email, name=BILL.name, is_demonstration=True, clock=ago)
    joan = people[NEIGHBOUR]
    walks = _says(session, joan, WALKS, clock=ago)
    sings = _says(session, bill, SINGING, clock=ago)
    games = _says(session, joan, GAMES, clock=ago)
    ago.move(timedelta(days=2))
    _says(session, people[PERSON], Wanted(("walks", "swimming"), "TA1", (MORNINGS,)), clock=ago)
    music = _says(session, people[THIRD], Wanted(("music",), "TA1", (EVENINGS,)), clock=ago)
    chess = _says(session, people[SECOND], GAMES, clock=ago)
    for interest in (walks, sings):
        services.ask_for_a_hand(session, interest, clock=ago)
    ago.move(timedelta(days=3))
    for interest in (sings, music, games, chess):
        services.ask_to_meet(session, interest, rules=RULES, clock=ago)
        session.flush()  # the next one looks for this one
    _both_say_yes(session, joan, people[SECOND], clock=ago)


def _says(session: Session, person: Person, wanted: Wanted, *, clock: Clock) -> Interest:
    said = services.say_interest(session, wanted, person_id=person.id, rules=RULES, clock=clock)
    session.flush()  # the next one is told whether this one is near
    return said


def _both_say_yes(session: Session, one: Person, other: Person, *, clock: Clock) -> None:
    session.expire_all()
    [found] = open_introductions_of(session, other.id, today=clock.today())
    for person in (one, other):
        services.say_yes_to_meeting(session, found, person_id=person.id, clock=clock)
