"""A person's own first page: where they were, and what waits for them."""

from flask.typing import ResponseReturnValue

from microcare.budgets.queries import money_of
from microcare.commissioning.queries import group_view, promises_of
from microcare.groups.models import Group
from microcare.groups.queries import groups_of
from microcare.people.models import Person
from microcare.site.routes.blueprint import blueprint
from microcare.site.values import NEXT_STEPS, YOUR_ANSWER
from microcare.web.current import acting, clock, session
from microcare.web.headers import private
from microcare.web.page import page


@blueprint.get("/my")
def show_mine() -> ResponseReturnValue:
    """Ways on, by what this person does here."""
    private()
    person = acting(Person)
    groups = groups_of(session(), person.id)
    return page(
        "site/mine.html",
        groups=[(group, _next(group, person)) for group in groups],
        money=money_of(session(), person.id, today=clock().today()),
        promises=promises_of(session(), person.id),
    )


def _next(group: Group, me: Person) -> str:
    """What a group waits for, and whether that is this person."""
    view = group_view(session(), group, me=me.id, clock=clock())
    plan = view.plan
    if plan and plan.may_answer and not plan.my_answer:
        return YOUR_ANSWER
    return NEXT_STEPS[view.stage]
