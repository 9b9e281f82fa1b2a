"""The money and the purposes that whoever answers can name, in words."""

from flask_babel import gettext as _

from microcare.budgets.models import Budget
from microcare.budgets.queries import budgets_of, purposes_of
from microcare.budgets.values import FUNDING_WORDS, Funding
from microcare.people.models import Person
from microcare.web.current import acting, clock, session
from microcare.web.filters import pounds_full, short_day
from microcare.web.words import say


def my_budgets() -> list[Budget]:
    """The money that this person can still name."""
    found, today = budgets_of(session(), acting(Person).id), clock().today()
    return [b for b in found if b.stopped_at is None and b.ends_on >= today]


def my_purposes(mine: list[Budget]) -> list[tuple[str, str]]:
    """What my plans say, of the kinds of money that I could name here."""
    kinds = {budget.funding for budget in mine}
    return [
        (str(p.id), f"{p.words} ({say(FUNDING_WORDS[Funding(p.funding)])})")
        for p in purposes_of(session(), acting(Person).id)
        if p.funding in kinds
    ]


def budget_words(budget: Budget) -> str:
    """A budget as an answer to pick: its kind, how much each time, until when."""
    kind = say(FUNDING_WORDS[Funding(budget.funding)])
    words = _(
        "%(kind)s, %(sum)s each time, until %(day)s",
        kind=kind,
        sum=pounds_full(budget.pence),
        day=short_day(budget.ends_on),
    )
    return str(words)
