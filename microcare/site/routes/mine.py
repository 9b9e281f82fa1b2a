"""A person's own first page: where they were, and what waits for them."""

from flask.typing import ResponseReturnValue

from microcare.budgets.queries import agreements_of, frozen_since, money_of, purposes_of
from microcare.budgets.values import ABOUT_WORDS, FUNDING_WORDS
from microcare.commissioning.queries import group_views, promises_of
from microcare.commissioning.values import GroupView
from microcare.groups.queries import groups_of
from microcare.people.models import Person
from microcare.people.queries import supported_by
from microcare.site.routes.blueprint import blueprint
from microcare.site.values import NEXT_STEPS, YOUR_ANSWER
from microcare.spending.queries import bills_of
from microcare.spending.queries.refunds import owed_back
from microcare.web.current import acting, clock, session
from microcare.web.headers import private
from microcare.web.page import page


@blueprint.get("/my")
def show_mine() -> ResponseReturnValue:
    """Ways on, by what this person does here."""
    private()
    person = acting(Person)
    groups = groups_of(session(), person.id)
    bills = bills_of(session(), person.id, on=clock().today())
    views = group_views(session(), groups, me=person.id, clock=clock())
    return page(
        "site/mine.html",
        groups=[(group, next_step(views[group.id])) for group in groups],
        money=money_of(session(), person.id, today=clock().today()),
        promises=promises_of(session(), person.id),
        people_helped=supported_by(session(), person.id, on=clock().today()),
        bills_waiting=sum(bill.waits_for_me for bill in bills),
    )


@blueprint.get("/my/money")
def show_money() -> ResponseReturnValue:
    """In one picture and one sentence: what is left, and by when; then what is promised."""
    private()
    me = acting(Person).id
    return page(
        "site/money.html",
        money=money_of(session(), me, today=clock().today()),
        kinds=FUNDING_WORDS,
        promises=promises_of(session(), me),
        owed_back=owed_back(session(), me),
        today=clock().today(),
        frozen_at=frozen_since(session(), me),
        purposes=purposes_of(session(), me),
        agreements=agreements_of(session(), me),
        about=ABOUT_WORDS,
    )


def next_step(view: GroupView) -> str:
    """What a group waits for, and whether that is this person."""
    plan = view.plan
    if plan and plan.waits_for_me:
        return YOUR_ANSWER
    return NEXT_STEPS[view.stage]
