"""What the three people of the demonstration set aside, and who helps one of them."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.budgets.queries import purposes_of
from microcare.budgets.services import add_purpose, record_budget, save_funder
from microcare.budgets.values import (
    BudgetPlan,
    FunderKind,
    FunderTold,
    Funding,
    Pledge,
    PurposeTold,
    Told,
    end_of_funding_year,
)
from microcare.kernel.clock import Clock, FixedClock
from microcare.people.models import LinkToken, Person
from microcare.people.services import agree_to_support, ask_to_support
from microcare.people.values import Act, AuthorityType, Invitation, Purpose
from microcare.site.seeding.sign_ins import PERSON, SECOND, SUPPORTER, THIRD, Role

# The groups' plans lie between these days before and after today.
BEFORE = timedelta(days=45)
AFTER = timedelta(days=150)
EVERY_FOUR_WEEKS = {PERSON: (32_000, "Somerset Council"), THIRD: (24_000, "Somerset Council")}
PURPOSES = (
    "To cook my own meals, with others where I can",
    "To get out of the house twice a week",
)
FUNDERS: tuple[tuple[str, str, Told], ...] = (
    ("Somerset Council", "01632 960150", {"evidence_months": 3, "surplus_weeks": 8}),
    ("Trafford Council", "01632 960151", {"evidence_months": 6}),
)
OWN_A_WEEK = {SECOND: 2_500, THIRD: 1_000}


def set_money_aside(
    session: Session, people: Mapping[Role, Person], *, clock: Clock
) -> dict[Role, list[Budget]]:
    """Direct payments by the council's year for two of them, own money for two."""
    past = FixedClock(clock.now() - BEFORE)
    made: dict[Role, list[Budget]] = {role: [] for role in (PERSON, SECOND, THIRD)}
    for role, (pence, funder) in EVERY_FOUR_WEEKS.items():
        for starts_on, ends_on in funding_years(past.today(), clock.today() + AFTER):
            plan = BudgetPlan(Funding.DIRECT_PAYMENT, funder, pence, 4, starts_on, ends_on)
            made[role].append(_record(session, people[role], plan, clock=past))
        for words in PURPOSES:
            told = PurposeTold(Funding.DIRECT_PAYMENT, words)
            add_purpose(session, people[role].id, told, clock=past)
    for role, pence in OWN_A_WEEK.items():
        first, last = past.today(), clock.today() + AFTER * 2
        plan = BudgetPlan(Funding.OWN, "", pence, 1, first, last)
        made[role].append(_record(session, people[role], plan, clock=past))
    return made


def keep_funders(session: Session, *, clock: Clock) -> None:
    """The two councils of the demonstration, with what each asks where the other does not."""
    for name, phone, figures in FUNDERS:
        ask = f"the direct payments team, {phone}"
        told = FunderTold(name, FunderKind.COUNCIL, ask, figures)
        save_funder(session, None, told, clock=clock)


def pledge_for(session: Session, budget: Budget) -> Pledge:
    """What a yes with this money says that it is for: their own, or the first of their plan."""
    if budget.funding == Funding.OWN:
        return Pledge()
    mine = purposes_of(session, budget.person_id)
    return Pledge(next(p.id for p in mine if p.funding == budget.funding))


def funding_years(first: date, last: date) -> list[tuple[date, date]]:
    """The council's years, 1 April to 31 March, that touch `first` to `last`."""
    years = []
    while True:
        ends_on = end_of_funding_year(first)
        years.append((date(ends_on.year - 1, 4, 1), ends_on))
        if ends_on >= last:
            return years
        first = ends_on + timedelta(days=1)


def _record(session: Session, person: Person, plan: BudgetPlan, *, clock: Clock) -> Budget:
    return record_budget(
        session, person_id=person.id, plan=plan, key=str(uuid.uuid4()), clock=clock
    )


def budget_for(budgets: list[Budget], day: date) -> Budget:
    """The one that has money for `day`."""
    return next(b for b in budgets if b.starts_on <= day <= b.ends_on)


def let_ian_help_gwen(session: Session, people: Mapping[Role, Person], *, clock: Clock) -> None:
    """The supporter may look and pass on what she says, for a year; never a yes with her money."""
    past = FixedClock(clock.now() - BEFORE)
    invitation = Invitation(
        name=SUPPORTER.name,
        email=SUPPORTER.email,
        type=AuthorityType.TRUSTED_SUPPORTER,
        scope=frozenset({Act.SEE, Act.ANSWER}),
        ends_on=clock.today() + timedelta(days=365),
    )
    authority = ask_to_support(session, people[SECOND], invitation, clock=past)
    newest = select(LinkToken).where(LinkToken.purpose == Purpose.SUPPORT)
    link = session.scalars(newest.order_by(LinkToken.created_at.desc())).one()
    past.move(timedelta(hours=3))
    agree_to_support(session, link, authority=authority, supporter=people[SUPPORTER], clock=past)
