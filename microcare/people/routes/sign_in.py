"""Signing in, by password or by a link; and out, here or everywhere."""

from flask import flash, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.people.forms import PressForm, SignInForm
from microcare.people.models import LinkToken, Person
from microcare.people.policies import is_live_link
from microcare.people.routes.blueprint import blueprint, few
from microcare.people.routes.browser import USER_ID, come_in, forget
from microcare.people.services import (
    end_every_sign_in,
    end_sign_in,
    note_wrong_password,
    person_with_link,
    person_with_password,
    send_sign_in_link,
)
from microcare.people.values import WrongSignIn, safe_path
from microcare.web.current import actor, clock, session, setting
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.observe import observe
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/sign-in")
def show_sign_in() -> ResponseReturnValue:
    """The sign-in page; whoever is signed in goes straight on."""
    way_on = safe_path(request.args.get("next"))
    if actor() is not None:
        return redirect(way_on, 303)
    return page("people/sign_in.html", form=SignInForm(data={"next": way_on}))


@blueprint.post("/sign-in")
@few
@writes
def send_sign_in() -> ResponseReturnValue:
    """Signs in by password, or sends a link."""
    form = SignInForm()
    if not form.validate_on_submit():
        return page("people/sign_in.html", form=form), 400
    email = str(form.email.data)
    if form.wants_link:
        send_sign_in_link(session(), email=email, way_on=form.way_on, clock=clock())
        return redirect(url_for("people.show_letter_sent"), 303)
    person = _person(form, email)
    if person is None:
        return page("people/sign_in.html", form=form), 400
    return come_in(person, way_on=form.way_on)


def _person(form: SignInForm, email: str) -> Person | None:
    found: list[Person] = []

    def look() -> None:
        try:
            found.append(
                person_with_password(
                    session(), email=email, password=str(form.password.data), clock=clock()
                )
            )
        except WrongSignIn:
            # Counted after the answer: what this refusal wrote is taken back with it.
            at = clock()
            observe(lambda own_session: note_wrong_password(own_session, email, clock=at))
            raise

    attempt(form, look)
    return found[0] if found else None


@blueprint.get("/letter-sent")
def show_letter_sent() -> ResponseReturnValue:
    """Look in your e-mail: the same page for every address."""
    folder = setting("IS_LOOPBACK") and setting("MAIL_URL").startswith("file:")
    return page("people/letter_sent.html", is_in_folder=folder)


@blueprint.get("/sign-in/link/<string:token>")
def show_sign_in_link(token: str) -> ResponseReturnValue:
    """What a sign-in link opens: a button, so that a mail scanner signs nobody in."""
    if not is_live_link(loaded(LinkToken), clock().now()):
        return page("people/link_over.html", again=url_for("people.show_sign_in")), 410
    return page("people/press.html", form=PressForm(), title=_("Sign in"), button=_("Sign in"))


@blueprint.post("/sign-in/link/<string:token>")
@few
@writes
def use_sign_in_link(token: str) -> ResponseReturnValue:
    """Signs in whoever the link was sent to."""
    link = loaded(LinkToken)
    form = PressForm()
    found: list[Person] = []
    if not attempt(form, lambda: found.append(person_with_link(session(), link, clock=clock()))):
        return page("people/link_over.html", again=url_for("people.show_sign_in")), 410
    return come_in(found[0], way_on=safe_path(link.details.get("way_on")))


@blueprint.post("/sign-out")
@writes
def sign_out() -> ResponseReturnValue:
    """Signs this browser out."""
    token = cookie.get(USER_ID)
    if token:
        end_sign_in(session(), str(token), clock=clock())
    forget()
    flash(_("You are signed out."))
    return redirect("/", 303)


@blueprint.post("/sign-out-everywhere")
@writes
def sign_out_everywhere() -> ResponseReturnValue:
    """Signs the person out of every browser, this one too."""
    person = actor()
    if isinstance(person, Person):
        end_every_sign_in(session(), person.id, clock=clock())
    forget()
    flash(_("You are signed out on every phone and computer."))
    return redirect(url_for("people.show_sign_in"), 303)
