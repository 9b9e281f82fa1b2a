"""Is this still right? The page behind a letter's link: one button, no sign-in."""

from collections.abc import Callable
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from microcare.directory.forms import PressForm
from microcare.directory.models import Listing, ListingLink
from microcare.directory.queries import listing_by_id, public_listing_by_id
from microcare.directory.routes.blueprint import blueprint, few
from microcare.directory.services import say_still_right, say_stopped
from microcare.people.queries import person_by_id
from microcare.web.current import clock, session
from microcare.web.forms import Form, attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/still-right/<string:token>")
def show_still_right(token: str) -> ResponseReturnValue:
    """What people see, and one button."""
    return _page("directory/still_right.html", token)


@blueprint.post("/still-right/<string:token>")
@few
@writes
def say_right(token: str) -> ResponseReturnValue:
    """All still right."""
    return _press("directory/still_right.html", token, say_still_right)


@blueprint.get("/still-right/<string:token>/stopped")
def show_stopped(token: str) -> ResponseReturnValue:
    """Sure? The second of two presses."""
    return _page("directory/stopped.html", token)


@blueprint.post("/still-right/<string:token>/stopped")
@few
@writes
def say_stop(token: str) -> ResponseReturnValue:
    """They have stopped: the page is closed."""
    return _press("directory/stopped.html", token, say_stopped)


def _press(template: str, token: str, act: Callable[..., Any]) -> ResponseReturnValue:
    link, form = loaded(ListingLink), PressForm()
    listing = listing_by_id(session(), link.listing_id)
    if (
        listing is None
        or not form.validate_on_submit()
        or not attempt(form, lambda: act(session(), link, listing, clock=clock()))
    ):
        return _page(template, token, form=form, status=409)
    return redirect(url_for("directory.show_still_right", token=token), 303)


def _page(
    template: str, token: str, *, form: Form | None = None, status: int = 200
) -> ResponseReturnValue:
    private()
    link = loaded(ListingLink)
    listing: Listing | None = listing_by_id(session(), link.listing_id)
    shown = public_listing_by_id(session(), link.listing_id)
    person = person_by_id(session(), link.person_id)
    if person is None or listing is None:
        return page("directory/link_over.html", listing=None), 410
    if link.used_at is not None or link.expires_at <= clock().now() or shown is None:
        over = 200 if link.used_at is not None else 410
        return page("directory/link_over.html", listing=shown, link=link, person=person), over
    context = {"listing": shown, "link": link, "person": person, "token": token}
    return page(template, form=form or PressForm(), **context), status
