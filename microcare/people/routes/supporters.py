"""Who helps me here: ask, see, stop. And the page on which somebody asked says yes."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.people.forms import PressForm, SupporterForm
from microcare.people.models import Authority, LinkToken, Person
from microcare.people.policies import is_live_link
from microcare.people.queries import (
    authority_of_link,
    deeds_for,
    supported_by,
    supporters_of,
)
from microcare.people.routes.blueprint import blueprint, few
from microcare.people.services import agree_to_support, ask_to_support, stop_support
from microcare.web.acting import deed_words
from microcare.web.current import acting, actor, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/my/supporters")
def show_supporters() -> ResponseReturnValue:
    """Who helps me, and whom I help."""
    person, today = acting(Person), clock().today()
    return page(
        "people/supporters.html",
        helping=supporters_of(session(), person.id),
        helped=supported_by(session(), person.id, on=today),
        deeds=[(line, deed_words(line.what)) for line in deeds_for(session(), person.id)],
        today=today,
    )


@blueprint.get("/my/supporters/new")
def choose_supporter() -> ResponseReturnValue:
    """The page to ask somebody on."""
    return page("people/supporter_new.html", form=SupporterForm())


@blueprint.post("/my/supporters/new")
@few
@writes
def ask_supporter() -> ResponseReturnValue:
    """Asks somebody by e-mail."""
    form = SupporterForm()
    if not form.validate_on_submit() or not attempt(
        form, lambda: ask_to_support(session(), acting(Person), form.value(), clock=clock())
    ):
        return page("people/supporter_new.html", form=form), 400
    flash(_("We have asked them. Nothing changes until they say yes."))
    return redirect(url_for("people.show_supporters"), 303)


@blueprint.get("/my/supporters/<uuid:authority_id>/stop")
def confirm_stop(authority_id: UUID) -> ResponseReturnValue:
    """Stop this? The second of two presses."""
    authority = loaded(Authority)
    me = acting(Person).id
    return page(
        "people/supporter_stop.html",
        form=PressForm(),
        authority=authority,
        is_mine=authority.person_id == me,
        is_admin=me not in {authority.person_id, authority.supporter_id},
    )


@blueprint.post("/my/supporters/<uuid:authority_id>/stop")
@writes
def stop_supporter(authority_id: UUID) -> ResponseReturnValue:
    """Ends it at once."""
    stop_support(session(), loaded(Authority), clock=clock())
    flash(_("That has stopped."))
    return redirect(url_for("people.show_supporters"), 303)


@blueprint.get("/support/<string:token>")
def show_support_request(token: str) -> ResponseReturnValue:
    """What somebody who was asked sees: who asks, what for, and a button."""
    link = loaded(LinkToken)
    authority = authority_of_link(session(), link)
    if authority is None or not is_live_link(link, clock().now()):
        return page("people/link_over.html", again=url_for("people.show_supporters")), 410
    return page(
        "people/support_request.html",
        form=PressForm(),
        authority=authority,
        is_signed_in=actor() is not None,
        here=request.path,
    )


@blueprint.post("/support/<string:token>")
@few
@writes
def answer_support_request(token: str) -> ResponseReturnValue:
    """Takes up the authority."""
    link, form = loaded(LinkToken), PressForm()
    authority = authority_of_link(session(), link)
    if actor() is None:
        return redirect(url_for("people.show_sign_in", next=request.path), 303)
    if authority is None or not attempt(
        form,
        lambda: agree_to_support(
            session(), link, authority=authority, supporter=acting(Person), clock=clock()
        ),
    ):
        return page("people/link_over.html", again=url_for("people.show_supporters")), 410
    flash(_("Thank you. You now help %(name)s.", name=authority.person.name))
    return redirect(url_for("people.show_supporters"), 303)
