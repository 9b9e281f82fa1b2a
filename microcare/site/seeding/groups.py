"""Groups at several stages: looking for company, waiting, choosing, deciding, agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.budgets.values import end_of_funding_year
from microcare.commissioning import services
from microcare.commissioning.models import Offer
from microcare.commissioning.values import OfferTerms, Wants
from microcare.decisions.values import Answer
from microcare.directory.models import Listing
from microcare.files.store import Store
from microcare.groups.models import Group, Invitation
from microcare.groups.services import invite, say_what_i_bring, start_group
from microcare.kernel.clock import Clock, FixedClock
from microcare.people.models import Person
from microcare.site.seeding.people_and_money import budget_for, pledge_for
from microcare.site.seeding.sessions import walk
from microcare.site.seeding.sign_ins import PERSON, SECOND, THIRD, Role

TUESDAY, WEDNESDAY, FRIDAY, SATURDAY = 1, 2, 4, 5
COOKS, SUPPERS = "Kitchen Table Cooks", "Halcon Supper Club"
WALKERS, SWIMMERS = "The Slow Walkers", "Staplegrove Swimmers"


@dataclass(frozen=True)
class Neighbours:
    """The people of the groups, their money, where their receipts go, and the time."""

    people: Mapping[Role, Person]
    budgets: Mapping[Role, list[Budget]]
    store: Store
    clock: Clock

    def days_ago(self, days: int) -> FixedClock:
        """A clock that stands so many days before now."""
        return FixedClock(self.clock.now() - timedelta(days=days))


def make_groups(session: Session, all_of: Neighbours) -> int:
    """All the groups; answers how many. Needs the four listings that they ask."""
    stages = (_choosing, _agreed, _deciding, _waiting, _looking)
    for make in stages:
        make(session, all_of)
    return len(stages)


def _choosing(session: Session, all_of: Neighbours) -> None:
    clock = all_of.days_ago(20)
    group = _group(session, all_of, "Tuesday Tea", [PERSON, SECOND, THIRD], clock=clock)
    wants = Wants(
        "Someone to cook with the three of us. Real food. We eat together and wash up together. "
        "Soft food and halal at every meal.",
        "Tuesdays, 5pm to 7pm, for 12 weeks",
        "The kitchen at Rowbarton Hall. It has a ramp",
    )
    services.write_brief(session, group, wants=wants, clock=clock)
    clock.move(timedelta(days=16))
    closes_on = _next(FRIDAY, all_of.clock.today() + timedelta(days=8))
    first_on = _next(TUESDAY, closes_on + timedelta(days=20))
    terms = {"closes_on": closes_on, "first_on": first_on, "sessions": 12}
    cooks = _terms(
        pence=5_400,
        **terms,
        times="5pm to 7pm",
        includes="Both of us, the shopping and all the washing up. You pay for the food.",
        travel="We come by bus. It is in the price.",
        cancelling="Free if you tell us by 6pm on Monday.",
    )
    suppers = _terms(
        pence=4_300,
        **terms,
        times="5pm to 8pm, in our own kitchen in Halcon",
        includes="A worker, a member who volunteers, and the food.",
        travel="You come to us. Your way here is not in the price.",
        cancelling="Free if you tell us two days before.",
    )
    for name, offered in ((COOKS, cooks), (SUPPERS, suppers)):
        _offer(session, group, name, offered, clock=clock)


def _agreed(session: Session, all_of: Neighbours) -> None:
    clock = all_of.days_ago(40)
    group = _group(session, all_of, "Friday Feet", [PERSON, THIRD], clock=clock)
    wants = Wants("A slow walk with a bench in it.", "Friday mornings", "From Tomasz’s door")
    services.write_brief(session, group, wants=wants, clock=clock)
    closes_on = clock.today() + timedelta(days=6)
    first_on = _next(FRIDAY, closes_on + timedelta(days=4))
    # A direct payment is for one of the council's years, so the walks end with it.
    room = (end_of_funding_year(first_on) - first_on).days // 7 + 1
    terms = _terms(
        closes_on=closes_on,
        first_on=first_on,
        sessions=min(16, room),
        pence=1_400,
        times="10am to 11:30am",
        includes="The walk, a flask and a dry coat.",
        travel="I walk to Tomasz’s door. It costs nothing.",
        cancelling="Free if it rains.",
    )
    offer = _offer(session, group, WALKERS, terms, clock=clock)
    plan = services.choose_offer(
        session, group, offer, person_id=all_of.people[PERSON].id, clock=clock
    )
    for role in (PERSON, THIRD):
        clock.move(timedelta(hours=2))
        services.answer_plan(
            session,
            plan,
            person_id=all_of.people[role].id,
            answer=Answer.YES,
            budgets=[budget := budget_for(all_of.budgets[role], first_on)],
            pledge=pledge_for(session, budget),
            sooner=True,
            clock=clock,
        )
    session.flush()
    both = [all_of.people[role].id for role in (PERSON, THIRD)]
    walk(session, plan, people=both, store=all_of.store, clock=all_of.clock)


def _deciding(session: Session, all_of: Neighbours) -> None:
    clock = all_of.days_ago(5)
    group = _group(session, all_of, "Early Swimmers", [SECOND, PERSON], clock=clock)
    wants = Wants("Somebody in the water beside us.", "Saturday mornings", "The warm pool")
    services.write_brief(session, group, wants=wants, clock=clock)
    closes_on = all_of.clock.today() + timedelta(days=9)
    terms = _terms(
        closes_on=closes_on,
        first_on=_next(SATURDAY, closes_on + timedelta(days=5)),
        sessions=8,
        pence=2_000,
        times="8:30am to 10am",
        includes="My time and my own ticket. You pay for yours.",
        travel="We meet at the pool. Each pays their own bus.",
        cancelling="Free if you tell me the day before.",
    )
    offer = _offer(session, group, SWIMMERS, terms, clock=clock)
    clock.move(timedelta(days=2))
    plan = services.choose_offer(
        session, group, offer, person_id=all_of.people[SECOND].id, clock=clock
    )
    clock.move(timedelta(hours=5))
    services.answer_plan(
        session,
        plan,
        person_id=all_of.people[SECOND].id,
        answer=Answer.YES,
        budgets=all_of.budgets[SECOND][:1],
        pledge=pledge_for(session, all_of.budgets[SECOND][0]),
        clock=clock,
    )


def _waiting(session: Session, all_of: Neighbours) -> None:
    clock = all_of.days_ago(2)
    group = _group(session, all_of, "Bread and Butter", [THIRD, SECOND], clock=clock)
    wants = Wants(
        "To bake bread for the week and take it home.", "Wednesdays, any time", "Gwen’s kitchen"
    )
    services.write_brief(session, group, wants=wants, clock=clock)
    services.ask_for_offer(session, group, listing_id=_listing_id(session, COOKS), clock=clock)


def _looking(session: Session, all_of: Neighbours) -> None:
    clock = all_of.days_ago(3)
    group = _group(session, all_of, "Sunday Songs", [PERSON], clock=clock)
    person = all_of.people[PERSON]
    invite(session, group, email="a.friend@example.com", person=person, clock=clock)


def _group(
    session: Session, all_of: Neighbours, name: str, roles: list[Role], *, clock: FixedClock
) -> Group:
    first, *others = (all_of.people[role] for role in roles)
    group = start_group(session, name=name, person=first, clock=clock)
    say_what_i_bring(group, person_id=first.id, brings="A big table and a good radio")
    for place, other in enumerate(others):
        invite(session, group, email=other.email, person=first, clock=clock)
        # Flushed because it is read back: nobody here opens the letter with the link.
        session.flush()
        clock.move(timedelta(hours=4))
        open_one = select(Invitation).where(
            Invitation.group_id == group.id, Invitation.answered_at.is_(None)
        )
        services.join(
            session,
            session.scalars(open_one).one(),
            person=other,
            brings=("I make tea, and I know songs", "Strong arms and a trolley")[place],
            clock=clock,
        )
    return group


def _offer(session: Session, group: Group, name: str, terms: OfferTerms, *, clock: Clock) -> Offer:
    listing_id = _listing_id(session, name)
    request = services.ask_for_offer(session, group, listing_id=listing_id, clock=clock)
    return services.make_offer(
        session, request, terms=terms, member_ids=group.member_ids, clock=clock
    )


def _listing_id(session: Session, name: str) -> UUID:
    return session.scalars(select(Listing.id).where(Listing.name == name)).one()


def _terms(*, pence: int, **terms: Any) -> OfferTerms:
    return OfferTerms(
        session_pence=pence, every_weeks=1, notice_weeks=2, leaving="By word or letter.", **terms
    )


def _next(weekday: int, day: date) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)
