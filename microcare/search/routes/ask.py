"""Tells the catalyst what is wanted: the only thing here that keeps somebody's words."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from microcare.directory.queries import help_terms
from microcare.extensions import limiter
from microcare.places.current import current_geocoder
from microcare.search.forms import AskForm
from microcare.search.routes import blueprint
from microcare.search.routes.results import search_url
from microcare.search.routes.saying import gettext as _
from microcare.search.services import ask_catalyst
from microcare.search.values import Asked, Wish
from microcare.web.current import clock, session
from microcare.web.forms import attempt
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.post("/search/ask")
@limiter.limit("20 per hour")
@writes
def ask_for_help() -> ResponseReturnValue:
    """Sends what was looked for, and where, to the catalyst of the place; who, to nobody."""
    form = AskForm(request.form, helps=[term.slug for term in help_terms(session())])
    asked = Asked(q=form.q.data or "", near=form.near.data or "", helps=tuple(form.help.data or ()))
    thanked: list[str] = []

    def send() -> None:
        place = current_geocoder().find(asked.near)
        wish = Wish(asked.q, asked.helps, place, email=form.email.data or None)
        thanked.append(ask_catalyst(session(), wish, clock=clock()))

    if not form.validate() or not attempt(form, send):
        return page("search/ask.html", form=form, asked=asked), 400
    flash(_("%(name)s has been told that this is wanted here.", name=thanked[0]))
    return redirect(search_url(asked), 303)
