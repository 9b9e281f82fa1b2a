"""Writing down what was seen of one check."""

from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.catalyst.forms import SeenForm, check_form
from microcare.catalyst.routes.blueprint import blueprint, me
from microcare.catalyst.services import note_check
from microcare.catalyst.values import check_slug
from microcare.directory.current import current_rules
from microcare.directory.models import Listing
from microcare.directory.queries import answers_of, checks_needed
from microcare.directory.values import DBS_WORDS, CheckKind, RequiredCheck
from microcare.places.queries import patch_by_id
from microcare.web.current import clock, session
from microcare.web.forms import Form, attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/catalyst/listings/<uuid:listing_id>/checks/<string:check>")
def show_check(listing_id: UUID, check: str) -> ResponseReturnValue:
    """What to look at and why, and what was seen."""
    needed = _needed(check)
    return _page(_form(needed), needed)


@blueprint.post("/catalyst/listings/<uuid:listing_id>/checks/<string:check>")
@writes
def save_check(listing_id: UUID, check: str) -> ResponseReturnValue:
    """Notes what was seen."""
    listing, needed = loaded(Listing), _needed(check)
    form = _form(needed)

    def save() -> None:
        seen = form.value(needed)
        note_check(session(), listing, needed, seen, by=me(), clock=clock())

    if not form.validate_on_submit() or not attempt(form, save):
        return _page(form, needed), 400
    flash(_("Saved. You saw it."))
    there = url_for("catalyst.show_review", listing_id=listing_id, _anchor="checks")
    return redirect(there, 303)


def _form(needed: RequiredCheck) -> SeenForm:
    desk_id = loaded(Listing).desk_id
    patch = patch_by_id(session(), desk_id) if desk_id else None
    return check_form(needed, today=clock().today(), dbs_years=patch.dbs_years if patch else None)


def _needed(slug: str) -> RequiredCheck:
    listing = loaded(Listing)
    needed = checks_needed(listing, answers_of(listing), rules=current_rules())
    found = next((check for check in needed if check_slug(check) == slug), None)
    if found is None:
        # The answers have changed since, and with them the checks that they call for.
        abort(404)
    return found


def _page(form: Form, needed: RequiredCheck) -> str:
    private()
    return page(
        "catalyst/check.html",
        form=form,
        listing=loaded(Listing),
        needed=needed,
        claims=answers_of(loaded(Listing)).checks,
        dbs_words=DBS_WORDS,
        is_dbs=needed.kind == CheckKind.DBS,
    )
