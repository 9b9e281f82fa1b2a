"""We are away: which days, what that calls off, and then one press. Nobody is asked why."""

from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.directory.models import Listing
from microcare.people.models import Person
from microcare.spending.forms import AwayForm, CallOffForm
from microcare.spending.queries import away_view
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.services import call_off_days, check_days_away
from microcare.spending.values import AwayDays, AwayView
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/my/listings/<uuid:listing_id>/away")
def show_away(listing_id: UUID) -> ResponseReturnValue:
    """Asks for the days; with days in the address, what being away in them would call off."""
    private()
    if not request.args:
        return _asks(AwayForm(None))
    form = AwayForm(request.args)

    def look() -> None:
        check_days_away(session(), listing_id, form.value(), clock=clock())

    if not (form.validate() and attempt(form, look)):
        return _asks(form), 400
    days = form.value()
    return _asks(form, days, away_view(session(), listing_id, days, now=clock().now()))


def _asks(
    form: AwayForm | CallOffForm, days: AwayDays | None = None, view: AwayView | None = None
) -> str:
    listing = loaded(Listing)
    return page("spending/away.html", form=form, listing=listing, days=days, view=view)


@blueprint.post("/my/listings/<uuid:listing_id>/away")
@writes
def call_days_off(listing_id: UUID) -> ResponseReturnValue:
    """Calls off what is to come in these days."""
    private()
    form = CallOffForm()

    def call_off() -> None:
        seen, by = int(form.seen.data or 0), acting(Person).id
        call_off_days(session(), listing_id, form.value(), seen=seen, by=by, clock=clock())

    if not (form.validate_on_submit() and attempt(form, call_off)):
        return _asks(form), 400
    flash(_("Done. These days are called off. We have written to everyone who shared them."))
    return redirect(f"/my/listings/{listing_id}/away", 303)
