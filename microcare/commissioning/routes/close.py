"""That I may pay somebody close to me: what my funder agreed to, for one provider (P14)."""

from uuid import UUID

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.budgets.services import file_agreement
from microcare.commissioning.forms import PaysCloseForm
from microcare.commissioning.models import Agreement
from microcare.commissioning.queries import last_agreement
from microcare.commissioning.routes.blueprint import blueprint
from microcare.people.models import Person
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/groups/<uuid:group_id>/plan/close")
def show_close(group_id: UUID) -> ResponseReturnValue:
    """Asks what they agreed to."""
    private()
    return _close_page(PaysCloseForm(), group_id)


@blueprint.post("/groups/<uuid:group_id>/plan/close")
@writes
def save_close(group_id: UUID) -> ResponseReturnValue:
    """Puts it on file, for who this plan pays."""
    private()
    form, me = PaysCloseForm(), acting(Person).id
    listing_id = _agreement(group_id).offer.request.listing_id

    def put() -> None:
        file_agreement(session(), me, form.value_for(listing_id), by=me, clock=clock())

    if not (form.validate_on_submit() and attempt(form, put)):
        return _close_page(form, group_id), 400
    flash(_("Saved. Now you can answer with this money."))
    return redirect(f"/groups/{group_id}/plan", 303)


def _agreement(group_id: UUID) -> Agreement:
    found = last_agreement(session(), group_id)
    if found is None:
        abort(404)
    return found[0]


def _close_page(form: PaysCloseForm, group_id: UUID) -> str:
    provider = _agreement(group_id).offer.provider
    return page("commissioning/close.html", form=form, group_id=group_id, provider=provider)
