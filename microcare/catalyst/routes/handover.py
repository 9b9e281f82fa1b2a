"""Giving a page to its owner by e-mail, and taking one up."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.catalyst.forms import GiveForm
from microcare.catalyst.models import Handover
from microcare.catalyst.policies import is_open_handover
from microcare.catalyst.queries import open_handovers
from microcare.catalyst.routes.blueprint import blueprint, me
from microcare.catalyst.routes.review import back
from microcare.catalyst.services import offer_listing, take_up_listing
from microcare.directory.forms import PressForm
from microcare.directory.models import Listing
from microcare.directory.queries import keeper_ids, listing_by_id
from microcare.people.queries import person_by_id
from microcare.web.current import clock, session
from microcare.web.forms import Form, attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/catalyst/listings/<uuid:listing_id>/give")
def show_give(listing_id: UUID) -> ResponseReturnValue:
    """Whose it is."""
    return _give_page(GiveForm())


@blueprint.post("/catalyst/listings/<uuid:listing_id>/give")
@writes
def give_now(listing_id: UUID) -> ResponseReturnValue:
    """Sends them the link."""
    form, listing = GiveForm(), loaded(Listing)

    def offer() -> None:
        offer_listing(session(), listing, email=form.value(), by=me(), clock=clock())

    if not form.validate_on_submit() or not attempt(form, offer):
        return _give_page(form), 400
    flash(_("Sent. The link works for 3 weeks."))
    return back(listing_id)


@blueprint.get("/take-up/<string:token>")
def show_take_up(token: str) -> ResponseReturnValue:
    """What the page is, and one button."""
    return _take_up_page(PressForm(), token)


@blueprint.post("/take-up/<string:token>")
@writes
def take_up(token: str) -> ResponseReturnValue:
    """Becomes its keeper."""
    form, handover = PressForm(), loaded(Handover)

    def take() -> None:
        take_up_listing(session(), handover, by=me(), clock=clock())

    if not form.validate_on_submit() or not attempt(form, take):
        return _take_up_page(form, token), 400
    flash(_("It is yours now. Answer the rest and send it."))
    there = url_for("directory.show_my_listing", listing_id=handover.listing_id)
    return redirect(there, 303)


def _give_page(form: GiveForm) -> str:
    private()
    listing = loaded(Listing)
    return page(
        "catalyst/give.html",
        form=form,
        listing=listing,
        handovers=open_handovers(session(), listing.id, now=clock().now()),
        is_kept=bool(keeper_ids(session(), listing.id)),
    )


def _take_up_page(form: Form, token: str) -> str:
    private()
    handover = loaded(Handover)
    listing = listing_by_id(session(), handover.listing_id)
    by = person_by_id(session(), handover.given_by_id)
    is_open = is_open_handover(handover, clock().now()) and listing is not None
    is_mine = handover.taken_by_id == me().id
    # What is behind a link that is over is nobody's business but its owner's.
    shown = listing if is_open or is_mine else None
    return page(
        "catalyst/take_up.html",
        form=form,
        token=token,
        listing=shown,
        is_open=is_open and not (listing and listing.keepers),
        is_mine=is_mine,
        by=by.name if by else "",
    )
