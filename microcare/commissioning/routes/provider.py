"""What groups ask of me, and my offer. No names of people come this way."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.commissioning.forms import EmptyForm, OfferForm
from microcare.commissioning.models import OfferRequest
from microcare.commissioning.policies import KeptRequest
from microcare.commissioning.queries import request_views, requests_for
from microcare.commissioning.routes.blueprint import blueprint
from microcare.commissioning.services import decline_request, make_offer
from microcare.commissioning.values import FEWEST_MEMBERS
from microcare.directory.queries import public_listings_by_ids
from microcare.groups.queries import group_by_id
from microcare.people.models import Person
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/my/requests")
def show_requests() -> ResponseReturnValue:
    """What was asked of my listings."""
    private()
    rows = requests_for(session(), acting(Person).id, today=clock().today())
    return page("commissioning/requests.html", rows=rows)


@blueprint.get("/my/requests/<uuid:request_id>")
def show_request(request_id: UUID) -> ResponseReturnValue:
    """What one group wants, and the questions an offer answers."""
    private()
    return _request_page(_new_form())


@blueprint.post("/my/requests/<uuid:request_id>")
@writes
def send_offer(request_id: UUID) -> ResponseReturnValue:
    """Offers."""
    private()
    form, request = OfferForm(), loaded(KeptRequest).request

    def offer() -> None:
        make_offer(
            session(), request, terms=form.value(), member_ids=_members(request), clock=clock()
        )

    if not (form.validate_on_submit() and attempt(form, offer)):
        return _request_page(form), 400
    flash(_("Your offer is with the group."))
    return redirect("/my/requests", 303)


@blueprint.post("/my/requests/<uuid:request_id>/no")
@writes
def decline_offer(request_id: UUID) -> ResponseReturnValue:
    """Says that it is not for me."""
    private()
    form, request = EmptyForm(), loaded(KeptRequest).request

    def say_no() -> None:
        decline_request(session(), request, member_ids=_members(request), clock=clock())

    if not (form.validate_on_submit() and attempt(form, say_no)):
        return _request_page(_new_form(), form), 400
    flash(_("We have told the group."))
    return redirect("/my/requests", 303)


def _members(request: OfferRequest) -> list[UUID]:
    group = group_by_id(session(), request.group_id)
    return group.member_ids if group else []


def _new_form() -> OfferForm:
    people = len(_members(loaded(KeptRequest).request))
    return OfferForm(
        data={
            "every_weeks": 1,
            "notice_weeks": 2,
            "most_people": max(FEWEST_MEMBERS, people),
            "fewest_people": FEWEST_MEMBERS,
        }
    )


def _request_page(form: OfferForm, said: EmptyForm | None = None) -> str:
    """`said` is the form whose errors are shown, where it is not the offer's."""
    request = loaded(KeptRequest).request
    listings = public_listings_by_ids(session(), [request.listing_id])
    names = {id_: listing.name for id_, listing in listings.items()}
    [view] = request_views(session(), [request], names=names, today=clock().today())
    return page("commissioning/request.html", form=form, said=said or form, asked=view)
