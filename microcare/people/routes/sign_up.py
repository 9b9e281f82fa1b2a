"""Making an account: ask, press the link, come in."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from microcare.people.forms import AgreeForm, SignUpForm
from microcare.people.models import LinkToken, Person
from microcare.people.policies import is_live_link
from microcare.people.routes.blueprint import blueprint, few
from microcare.people.routes.browser import come_in, own_secret
from microcare.people.services import ask_to_sign_up, confirm_sign_up
from microcare.people.values import safe_path
from microcare.web.current import actor, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/sign-up")
def show_sign_up() -> ResponseReturnValue:
    """The page that asks for a name and an e-mail."""
    way_on = safe_path(request.args.get("next"))
    if actor() is not None:
        return redirect(way_on, 303)
    return page("people/sign_up.html", form=SignUpForm(data={"next": way_on}))


@blueprint.post("/sign-up")
@few
@writes
def send_sign_up() -> ResponseReturnValue:
    """Sends a letter, and says so in the same words to everybody."""
    form = SignUpForm()
    if not form.validate_on_submit() or not attempt(
        form,
        lambda: ask_to_sign_up(
            session(), form.value(), browser=own_secret(), way_on=form.way_on, clock=clock()
        ),
    ):
        return page("people/sign_up.html", form=form), 400
    return redirect(url_for("people.show_letter_sent"), 303)


@blueprint.get("/sign-up/<string:token>")
def show_sign_up_link(token: str) -> ResponseReturnValue:
    """What the link opens: what they agree to, and a button."""
    if not is_live_link(loaded(LinkToken), clock().now()):
        return page("people/link_over.html", again=url_for("people.show_sign_up")), 410
    return page("people/agree.html", form=AgreeForm())


@blueprint.post("/sign-up/<string:token>")
@few
@writes
def use_sign_up_link(token: str) -> ResponseReturnValue:
    """Makes the account of somebody who agrees, and signs them in."""
    link, form = loaded(LinkToken), AgreeForm()
    if not is_live_link(link, clock().now()):
        return page("people/link_over.html", again=url_for("people.show_sign_in")), 410
    if not form.validate_on_submit():
        return page("people/agree.html", form=form), 400
    way_on = safe_path(link.details.get("way_on"))
    made: list[Person] = []
    if not attempt(
        form,
        lambda: made.append(confirm_sign_up(session(), link, browser=own_secret(), clock=clock())),
    ):
        return page("people/link_over.html", again=url_for("people.show_sign_in")), 410
    return come_in(made[0], way_on=way_on)
