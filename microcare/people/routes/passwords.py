"""Choosing a new password: with a link, or with the one they have."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.people.forms import NewPasswordForm, PasswordChangeForm, ResetForm
from microcare.people.models import LinkToken, Person
from microcare.people.policies import is_live_link
from microcare.people.routes.blueprint import blueprint, few
from microcare.people.routes.browser import come_in, log_in
from microcare.people.services import (
    change_password,
    note_wrong_password,
    reset_password,
    send_reset_link,
    start_sign_in,
)
from microcare.people.values import WrongPassword
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.observe import observe
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/reset")
def show_reset() -> ResponseReturnValue:
    """The page for a forgotten password."""
    return page("people/reset.html", form=ResetForm())


@blueprint.post("/reset")
@few
@writes
def send_reset() -> ResponseReturnValue:
    """Sends a link, and says so in the same words to everybody."""
    form = ResetForm()
    if not form.validate_on_submit():
        return page("people/reset.html", form=form), 400
    send_reset_link(session(), email=str(form.email.data), clock=clock())
    return redirect(url_for("people.show_letter_sent"), 303)


@blueprint.get("/reset/<string:token>")
def show_reset_link(token: str) -> ResponseReturnValue:
    """What the link opens: a box for a new password."""
    link = loaded(LinkToken)
    if not is_live_link(link, clock().now()):
        return page("people/link_over.html", again=url_for("people.show_reset")), 410
    return page("people/new_password.html", form=NewPasswordForm(), email=_address(link))


@blueprint.post("/reset/<string:token>")
@few
@writes
def use_reset_link(token: str) -> ResponseReturnValue:
    """Sets the password and signs the person in."""
    link = loaded(LinkToken)
    if not is_live_link(link, clock().now()):
        return page("people/link_over.html", again=url_for("people.show_reset")), 410
    form = NewPasswordForm()
    found: list[Person] = []
    if not form.validate_on_submit() or not attempt(
        form,
        lambda: found.append(
            reset_password(session(), link, password=str(form.password.data), clock=clock())
        ),
    ):
        return page("people/new_password.html", form=form, email=_address(link)), 400
    flash(_("Your new password is set."))
    return come_in(found[0], way_on="/my")


def _address(link: LinkToken) -> str:
    return link.person.email if link.person else ""


@blueprint.get("/my/password")
def edit_password() -> ResponseReturnValue:
    """The page to choose a password on, for somebody signed in."""
    return _password_page(_form())


def _password_page(form: NewPasswordForm) -> str:
    has_one = isinstance(form, PasswordChangeForm)
    return page("people/password.html", form=form, has_one=has_one, email=acting(Person).email)


def _form() -> NewPasswordForm:
    # Nobody is asked for a password that they never had.
    return PasswordChangeForm() if acting(Person).password_hash is not None else NewPasswordForm()


@blueprint.post("/my/password")
@few
@writes
def save_password() -> ResponseReturnValue:
    """Sets the password; only this browser stays signed in."""
    person, form = acting(Person), _form()
    current = str(form.current_password.data or "") if isinstance(form, PasswordChangeForm) else ""

    def change() -> None:
        try:
            change_password(
                session(),
                person,
                current=current,
                password=str(form.password.data),
                clock=clock(),
            )
        except WrongPassword:
            _note_wrong(person.email)
            raise

    if not form.validate_on_submit() or not attempt(form, change):
        return _password_page(form), 400
    log_in(start_sign_in(session(), person, clock=clock()))
    flash(_("Your new password is set."))
    return redirect(url_for("people.show_my_data"), 303)


def _note_wrong(email: str) -> None:
    at = clock()
    observe(lambda own_session: note_wrong_password(own_session, email, clock=at))
