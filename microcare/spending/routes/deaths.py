"""An admin records that somebody has died, or that it was a mistake. No sum is on these pages."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.people.current import note_looks
from microcare.people.models import Person
from microcare.people.queries import death_of
from microcare.people.services import open_after_mistake
from microcare.people.values.seen import Seen
from microcare.spending.forms import DeathForm, PressForm
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.services import record_death
from microcare.web.current import acting, clock, session
from microcare.web.forms import Form, attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/admin/people/<uuid:person_id>/died")
def show_death(person_id: UUID) -> ResponseReturnValue:
    """What it does, and the question; or what was recorded."""
    note_looks([person_id], Seen.ACCOUNT)
    return _page(DeathForm())


def _page(form: Form) -> str:
    private()
    account = loaded(Person)
    known = death_of(session(), account.id)
    asked = form if isinstance(form, DeathForm) else DeathForm(formdata=None)
    return page("spending/died.html", form=form, asked=asked, account=account, known=known)


@blueprint.post("/admin/people/<uuid:person_id>/died")
@writes
def record_that_they_died(person_id: UUID) -> ResponseReturnValue:
    """Records it."""
    form = DeathForm()

    def record() -> None:
        person, by = loaded(Person), acting(Person)
        record_death(session(), person, basis=form.value(), by=by, clock=clock())

    if not (form.validate_on_submit() and attempt(form, record)):
        return _page(form), 400
    flash(_("Recorded. Nobody can sign in to this account, or act for them."))
    return redirect(url_for("spending.show_death", person_id=person_id), 303)


@blueprint.post("/admin/people/<uuid:person_id>/died/mistake")
@writes
def say_it_was_a_mistake(person_id: UUID) -> ResponseReturnValue:
    """Opens the account again."""
    form = PressForm()

    def open_again() -> None:
        open_after_mistake(session(), loaded(Person), by=acting(Person), clock=clock())

    if not (form.validate_on_submit() and attempt(form, open_again)):
        return _page(form), 400
    flash(_("The account is open again. Nothing was promised again."))
    return redirect(url_for("people.show_account", person_id=person_id), 303)
