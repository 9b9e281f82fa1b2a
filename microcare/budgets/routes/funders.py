"""The funders of the area and what each asks, kept by the admin. No person's money is here."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.budgets.forms import FunderForm
from microcare.budgets.models import Funder
from microcare.budgets.queries import funders
from microcare.budgets.routes.blueprint import blueprint
from microcare.budgets.services import remove_funder, save_funder
from microcare.budgets.values import FUNDER_WORDS, SETTINGS
from microcare.web.current import clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.page import page
from microcare.web.transaction import writes

FUNDERS = "/admin/funders"


@blueprint.get("/admin/funders")
def show_funders() -> ResponseReturnValue:
    """Each funder, with what it is."""
    return page("budgets/funders.html", funders=funders(session()), kinds=FUNDER_WORDS)


@blueprint.get("/admin/new-funder")
def show_new_funder() -> ResponseReturnValue:
    """Asks for a new one."""
    return _funder_page(FunderForm(), None)


@blueprint.post("/admin/new-funder")
@writes
def save_new_funder() -> ResponseReturnValue:
    """Adds it."""
    return _saved(None)


@blueprint.get("/admin/funders/<uuid:funder_id>")
def show_funder(funder_id: UUID) -> ResponseReturnValue:
    """Its figures, to put them right."""
    form, funder = FunderForm(), loaded(Funder)
    form.name.data, form.kind.data, form.ask.data = funder.name, funder.kind, funder.ask
    form.fill(funder.figures)
    return _funder_page(form, funder)


@blueprint.post("/admin/funders/<uuid:funder_id>")
@writes
def save_one_funder(funder_id: UUID) -> ResponseReturnValue:
    """Takes the new figures; they count for everybody who named it, from now on."""
    return _saved(loaded(Funder))


def _saved(funder: Funder | None) -> ResponseReturnValue:
    form = FunderForm()

    def save() -> None:
        save_funder(session(), funder, form.value(), clock=clock())

    if not (form.validate_on_submit() and attempt(form, save)):
        return _funder_page(form, funder), 400
    flash(_("Saved."))
    return redirect(FUNDERS, 303)


@blueprint.post("/admin/funders/<uuid:funder_id>/remove")
@writes
def remove_one_funder(funder_id: UUID) -> ResponseReturnValue:
    """Takes it off the list."""
    remove_funder(session(), loaded(Funder))
    flash(_("It is off the list. The examples stand again for who named it."))
    return redirect(FUNDERS, 303)


def _funder_page(form: FunderForm, funder: Funder | None) -> str:
    return page("budgets/funder.html", form=form, funder=funder, settings=SETTINGS)
