"""Stopping a page that is public, and letting it go on: what it does, why, and the question."""

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.catalyst.forms import StopForm
from microcare.catalyst.routes.blueprint import blueprint, me
from microcare.catalyst.routes.review import back
from microcare.catalyst.services import let_page_go_on, stop_page
from microcare.directory.models import Listing
from microcare.directory.queries import is_stopped
from microcare.web.current import clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/catalyst/listings/<uuid:listing_id>/stop")
def show_stop(listing_id: UUID) -> ResponseReturnValue:
    """What stopping, or letting it go on, does for whom."""
    return _page(StopForm())


@blueprint.post("/catalyst/listings/<uuid:listing_id>/stop")
@writes
def stop_now(listing_id: UUID) -> ResponseReturnValue:
    """Stops it."""
    form = StopForm()

    def stop() -> None:
        stop_page(session(), loaded(Listing), words=form.value(), by=me(), clock=clock())

    if not form.validate_on_submit() or not attempt(form, stop):
        return _page(form), 400
    flash(_("Stopped. They can read why. Nothing new is promised to them."))
    return back(listing_id)


@blueprint.post("/catalyst/listings/<uuid:listing_id>/go-on")
@writes
def go_on_now(listing_id: UUID) -> ResponseReturnValue:
    """Lets it go on."""
    form = StopForm()

    def go_on() -> None:
        let_page_go_on(session(), loaded(Listing), words=form.value(), by=me(), clock=clock())

    if not form.validate_on_submit() or not attempt(form, go_on):
        return _page(form), 400
    flash(_("Their page is open again. They can read your words."))
    return back(listing_id)


def _page(form: StopForm) -> str:
    private()
    listing = loaded(Listing)
    stopped = is_stopped(session(), listing.id)
    return page("catalyst/stop.html", form=form, listing=listing, stopped=stopped)
