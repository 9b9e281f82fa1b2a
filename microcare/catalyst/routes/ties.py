"""A catalyst who is too close to a listing stands aside; another may say that it was a mistake."""

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.catalyst.forms import MistakeForm, TieForm
from microcare.catalyst.routes.blueprint import blueprint, me
from microcare.catalyst.routes.review import back
from microcare.directory.models import Listing
from microcare.directory.services import declare_interest, take_back_interest
from microcare.people.queries import catalysts_of, people_by_ids
from microcare.web.current import clock, session
from microcare.web.forms import Form, attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/catalyst/listings/<uuid:listing_id>/tie")
def show_tie(listing_id: UUID) -> ResponseReturnValue:
    """How they are too close, and who decides then."""
    return _page(TieForm())


@blueprint.post("/catalyst/listings/<uuid:listing_id>/tie")
@writes
def declare_tie(listing_id: UUID) -> ResponseReturnValue:
    """Stands aside."""
    form, listing = TieForm(), loaded(Listing)

    def declare() -> None:
        declare_interest(session(), listing, tie=form.value(), by=me(), clock=clock())

    if not form.validate_on_submit() or not attempt(form, declare):
        return _page(form), 400
    flash(_("Noted. Another catalyst decides."))
    return back(listing_id)


@blueprint.get("/catalyst/listings/<uuid:listing_id>/ties/<uuid:person_id>")
def show_mistake(listing_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """Who stood aside, and why that may be wrong."""
    return _mistake_page(MistakeForm(), person_id)


@blueprint.post("/catalyst/listings/<uuid:listing_id>/ties/<uuid:person_id>")
@writes
def take_back_tie(listing_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """Lets them decide again."""
    form, listing = MistakeForm(), loaded(Listing)

    def take_back() -> None:
        take_back_interest(
            session(), listing, of_id=person_id, words=form.value(), by=me(), clock=clock()
        )

    if not form.validate_on_submit() or not attempt(form, take_back):
        return _mistake_page(form, person_id), 400
    flash(_("Noted. They can decide again."))
    return back(listing_id)


def _mistake_page(form: Form, person_id: UUID) -> str:
    private()
    name = people_by_ids(session(), [person_id])[person_id].name
    return page("catalyst/mistake.html", form=form, listing=loaded(Listing), name=name)


def _page(form: Form) -> str:
    private()
    listing = loaded(Listing)
    known = catalysts_of(session(), listing.desk_id) if listing.desk_id else []
    others = [person.name for person in known if person.id != me().id]
    return page("catalyst/tie.html", form=form, listing=listing, others=others)
