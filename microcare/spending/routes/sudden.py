"""I have to stop now: what comes free and what stays to be paid, and then one press (P37)."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.budgets.values import FUNDING_WORDS
from microcare.people.current import spoken_for
from microcare.people.models import Person
from microcare.spending.forms import StopAtOnceForm
from microcare.spending.queries import sudden_view
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.services import stop_at_once
from microcare.spending.values import FundedMoney, SuddenView
from microcare.web.current import acting, clock, session
from microcare.web.filters import pounds_full
from microcare.web.forms import attempt
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes
from microcare.web.words import say


@blueprint.get("/my/money/stop-at-once")
def show_stop_at_once() -> ResponseReturnValue:
    """What it would do, to the penny."""
    private()
    view = _view()
    return page("spending/stop_at_once.html", form=_form(view), view=view)


def _view() -> SuddenView:
    return sudden_view(session(), acting(Person).id, clock=clock())


def _form(view: SuddenView) -> StopAtOnceForm:
    form = StopAtOnceForm()
    form.offer((money.id, _words(money)) for money in view.budgets)
    return form


def _words(money: FundedMoney) -> str:
    name = money.plan.funder or say(FUNDING_WORDS[money.plan.funding])
    return str(_("%(name)s: %(sum)s goes back to them", name=name, sum=pounds_full(money.pence)))


@blueprint.post("/my/money/stop-at-once")
@writes
def stop_everything_now() -> ResponseReturnValue:
    """Stops."""
    private()
    view, me = _view(), acting(Person).id
    form = _form(view)

    def stop() -> None:
        stop_at_once(session(), me, clock=clock(), returned=form.value(), spoken=spoken_for())

    if not (form.validate_on_submit() and attempt(form, stop)):
        return page("spending/stop_at_once.html", form=form, view=view), 400
    flash(_("Done. Your promises of days to come are over. You gave no notice."))
    return redirect("/my/money", 303)
