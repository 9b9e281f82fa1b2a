"""Setting money aside, taking it back, and stopping new promises of it. For its owner alone."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.budgets.forms import BudgetForm, TakeBackForm
from microcare.budgets.models import Budget
from microcare.budgets.queries import money_of, purposes_of
from microcare.budgets.routes.blueprint import MONEY, blueprint
from microcare.budgets.services import (
    add_purpose,
    freeze_money,
    record_budget,
    stop_budget,
    take_back_budget,
    thaw_money,
)
from microcare.budgets.values import FUNDING_WORDS
from microcare.kernel.ids import new_id
from microcare.people.current import spoken_for
from microcare.people.models import Person
from microcare.web.current import acting, clock, session
from microcare.web.filters import pounds_full
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes
from microcare.web.words import say


def _budget_form() -> BudgetForm:
    form = BudgetForm()
    kinds = [(kind.value, say(words)) for kind, words in FUNDING_WORDS.items()]
    planned = {purpose.funding for purpose in purposes_of(session(), acting(Person).id)}
    form.offer(kinds, planned=planned)
    return form


@blueprint.get("/my/money/new")
def show_new_budget() -> ResponseReturnValue:
    """Asks what to set aside."""
    private()
    form = _budget_form()
    form.key.data = str(new_id())
    return page("budgets/new.html", form=form)


@blueprint.post("/my/money/new")
@writes
def record_new_budget() -> ResponseReturnValue:
    """Sets it aside."""
    private()
    form = _budget_form()

    me = acting(Person).id

    def record() -> None:
        key = str(form.key.data)
        plan, spoken = form.value(), spoken_for()
        record_budget(session(), person_id=me, plan=plan, key=key, clock=clock(), spoken=spoken)
        purpose = form.told_purpose()
        if purpose is not None:
            add_purpose(session(), me, purpose, clock=clock())

    if not (form.validate_on_submit() and attempt(form, record)):
        return page("budgets/new.html", form=form), 400
    flash(_("Saved. No money has moved."))
    return redirect(MONEY, 303)


@blueprint.get("/my/money/<uuid:budget_id>/take-back")
def show_take_back(budget_id: UUID) -> ResponseReturnValue:
    """Asks how much to take back."""
    private()
    form = TakeBackForm()
    form.key.data = str(new_id())
    return _take_back_page(form)


@blueprint.post("/my/money/<uuid:budget_id>/take-back")
@writes
def take_back_some(budget_id: UUID) -> ResponseReturnValue:
    """Takes some back that is not promised."""
    private()
    form, budget = TakeBackForm(), loaded(Budget)

    def take() -> None:
        take_back_budget(
            session(),
            budget,
            pence=form.pence.data,
            key=str(form.key.data),
            clock=clock(),
            spoken=spoken_for(),
        )

    if not (form.validate_on_submit() and attempt(form, take)):
        return _take_back_page(form), 400
    flash(_("%(sum)s is no longer set aside here.", sum=pounds_full(form.pence.data)))
    return redirect(MONEY, 303)


def _take_back_page(form: TakeBackForm) -> str:
    money = money_of(session(), acting(Person).id, today=clock().today())
    line = next(line for line in money.budgets if line.id == loaded(Budget).id)
    return page("budgets/take_back.html", form=form, line=line, kinds=FUNDING_WORDS)


@blueprint.post("/my/money/<uuid:budget_id>/stop")
@writes
def stop_using(budget_id: UUID) -> ResponseReturnValue:
    """Takes back all that is not promised."""
    stop_budget(session(), loaded(Budget), clock=clock(), spoken=spoken_for())
    flash(_("This money is no longer used here. What you promised stays promised."))
    return redirect(MONEY, 303)


@blueprint.post("/my/money/freeze")
@writes
def freeze_all() -> ResponseReturnValue:
    """Stops new promises of all my money, in one step and without a reason (pooling P33)."""
    freeze_money(session(), acting(Person).id, clock=clock())
    flash(_("Done. Nothing new is promised from your money."))
    return redirect(MONEY, 303)


@blueprint.post("/my/money/thaw")
@writes
def thaw_all() -> ResponseReturnValue:
    """Lets my money be promised again."""
    thaw_money(session(), acting(Person).id)
    flash(_("You can promise your money again."))
    return redirect(MONEY, 303)
