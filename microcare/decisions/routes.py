"""How I want to be reminded when my answer is still to come."""

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.decisions.forms import RemindersForm
from microcare.decisions.queries import reminder_format
from microcare.decisions.services import choose_reminders
from microcare.decisions.values import ReminderFormat
from microcare.people.models import Person
from microcare.people.queries import live_helpers
from microcare.web.current import acting, clock, session
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes

blueprint = Blueprint("decisions", __name__)


@blueprint.get("/my/reminders")
def show_reminders() -> ResponseReturnValue:
    """The way it is, to be changed."""
    chosen = reminder_format(session(), acting(Person).id)
    return _page(_form(chosen.value))


@blueprint.post("/my/reminders")
@writes
def save_reminders() -> ResponseReturnValue:
    """Keeps it."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 400
    choose_reminders(session(), acting(Person).id, ReminderFormat(form.format.data))
    flash(_("Saved. That is how we remind you."))
    return redirect("/my/reminders", 303)


def _form(chosen: str | None = None) -> RemindersForm:
    form = RemindersForm(data={"format": chosen} if chosen else None)
    form.offer(has_helper=_has_helper())
    return form


def _has_helper() -> bool:
    return bool(live_helpers(session(), acting(Person).id, on=clock().today()))


def _page(form: RemindersForm) -> str:
    private()
    return page("decisions/reminders.html", form=form, has_helper=_has_helper())
