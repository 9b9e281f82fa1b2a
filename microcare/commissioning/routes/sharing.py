"""The way to share the cost of an offer, and the most that one can pay oneself."""

from uuid import UUID

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.commissioning.forms import MostForm, SharingForm, sharing_form
from microcare.commissioning.models import Offer
from microcare.commissioning.queries import offer_of_group, own_most
from microcare.commissioning.routes.blueprint import blueprint
from microcare.commissioning.routes.group import my_view, settled_first
from microcare.commissioning.services import choose_offer, say_most
from microcare.commissioning.values import GroupView, OfferView, Way
from microcare.groups.models import Group
from microcare.people.models import Person
from microcare.web.current import acting, clock, session
from microcare.web.filters import day
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/groups/<uuid:group_id>/offers/<uuid:offer_id>/share")
def show_ways(group_id: UUID, offer_id: UUID) -> ResponseReturnValue:
    """The ways to share the cost of an offer."""
    private()
    view = my_view()
    return page("commissioning/ways.html", group=view, offer=_offer(view, offer_id))


@blueprint.get("/groups/<uuid:group_id>/offers/<uuid:offer_id>/share/<string:way>")
def show_way(group_id: UUID, offer_id: UUID, way: str) -> ResponseReturnValue:
    """Asks for the numbers of one way."""
    private()
    return _way_page(offer_id, _way(way))


@blueprint.post("/groups/<uuid:group_id>/offers/<uuid:offer_id>/share/<string:way>")
@writes
def choose_way(group_id: UUID, offer_id: UUID, way: str) -> ResponseReturnValue:
    """Puts the offer to everyone, shared so."""
    private()
    chosen = _way(way)
    offer = offer_of_group(session(), group_id, offer_id)
    if offer is None:
        abort(404)
    over = settled_first(group_id)
    if over is not None:
        return over
    view = my_view()
    form = _form(view, _offer(view, offer_id), chosen)
    if not (form.validate_on_submit() and attempt(form, lambda: _choose(form, offer))):
        return _way_page(offer_id, chosen, form), 400
    flash(_("Everyone is asked now. Each of you says yes or no for yourself."))
    return redirect(f"/groups/{group_id}/plan", 303)


@blueprint.get("/groups/<uuid:group_id>/my-most")
def show_most(group_id: UUID) -> ResponseReturnValue:
    """Asks for the most that I can pay."""
    private()
    form = MostForm()
    form.week_pence.data = own_most(session(), group_id, acting(Person).id)
    return page("commissioning/most.html", form=form, group=loaded(Group))


@blueprint.post("/groups/<uuid:group_id>/my-most")
@writes
def save_most(group_id: UUID) -> ResponseReturnValue:
    """Keeps it."""
    private()
    form, me = MostForm(), acting(Person).id

    def save() -> None:
        pence = form.week_pence.data
        say_most(session(), group_id, person_id=me, week_pence=pence, clock=clock())

    if not (form.validate_on_submit() and attempt(form, save)):
        return page("commissioning/most.html", form=form, group=loaded(Group)), 400
    flash(_("Saved. Nobody else can see it."))
    return redirect(f"/groups/{group_id}", 303)


def _way(text: str) -> Way:
    if text not in {way.value for way in Way}:
        abort(404)
    return Way(text)


def _offer(view: GroupView, offer_id: UUID) -> OfferView:
    found = next((offer for offer in view.offers if offer.id == offer_id), None)
    if found is None:
        abort(404)
    return found


def _form(view: GroupView, offer: OfferView, way: Way) -> SharingForm:
    you = _("(you)")
    people = [
        (m.person_id, f"{m.first_name} {you}" if m.is_me else m.first_name) for m in view.sharing
    ]
    return sharing_form(way, people, [(n, day(on)) for n, on in enumerate(offer.terms.days)])


def _choose(form: SharingForm, offer: Offer) -> None:
    choose_offer(
        session(),
        loaded(Group),
        offer,
        person_id=acting(Person).id,
        split=form.split(),
        tied=bool(form.tied.data),
        clock=clock(),
    )


def _way_page(offer_id: UUID, way: Way, form: SharingForm | None = None) -> str:
    view = my_view()
    offer = _offer(view, offer_id)
    form = form or _form(view, offer, way)
    return page("commissioning/way.html", group=view, offer=offer, way=way, form=form)
