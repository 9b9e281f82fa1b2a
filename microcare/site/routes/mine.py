"""A person's own first page: where they were, and what waits for them."""

from flask.typing import ResponseReturnValue

from microcare.budgets.queries import money_of
from microcare.commissioning.queries import promises_of
from microcare.groups.queries import groups_of
from microcare.people.models import Person
from microcare.site.routes.blueprint import blueprint
from microcare.web.current import acting, clock, session
from microcare.web.headers import private
from microcare.web.page import page


@blueprint.get("/my")
def show_mine() -> ResponseReturnValue:
    """Ways on, by what this person does here."""
    private()
    person = acting(Person)
    return page(
        "site/mine.html",
        groups=groups_of(session(), person.id),
        money=money_of(session(), person.id, today=clock().today()),
        promises=promises_of(session(), person.id),
    )
