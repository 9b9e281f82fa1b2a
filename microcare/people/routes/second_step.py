"""The second step of signing in, for catalysts and admins."""

from collections.abc import Iterator
from contextlib import contextmanager

import segno
from flask import redirect, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from microcare.people.forms import CodeForm
from microcare.people.models import LinkToken, Person, SecondFactor
from microcare.people.policies import is_live_link
from microcare.people.queries import link as link_of
from microcare.people.queries import recovery_codes_left, second_factor
from microcare.people.routes.blueprint import blueprint, few
from microcare.people.routes.browser import SECOND_STEP, log_in
from microcare.people.services import (
    app_address,
    check_code,
    confirm_app,
    note_wrong_code,
    renew_recovery_codes,
    start_sign_in,
    use_link,
)
from microcare.people.values import Purpose, WrongCode, safe_path
from microcare.web.current import acting, clock, session, setting
from microcare.web.forms import attempt
from microcare.web.observe import observe
from microcare.web.page import page
from microcare.web.transaction import writes


def _begun() -> tuple[LinkToken, Person, SecondFactor] | None:
    """The second step that this browser has begun, if it still may go on."""
    token = str(cookie.get(SECOND_STEP, ""))
    link = link_of(session(), token=token, purpose=Purpose.SECOND_STEP)
    if link is None or link.person is None or not is_live_link(link, clock().now()):
        return None
    factor = second_factor(session(), link.person.id)
    return None if factor is None else (link, link.person, factor)


def _start_again() -> ResponseReturnValue:
    return redirect(url_for("people.show_sign_in"), 303)


@blueprint.get("/sign-in/code")
def show_second_step() -> ResponseReturnValue:
    """Asks for the code that the app shows now."""
    begun = _begun()
    if begun is None:
        return _start_again()
    if begun[2].confirmed_at is None:
        return redirect(url_for("people.show_app"), 303)
    return page("people/second_step.html", form=CodeForm())


@blueprint.post("/sign-in/code")
@few
@writes
def check_second_step() -> ResponseReturnValue:
    """Signs in whoever has the right code."""
    begun = _begun()
    if begun is None or begun[2].confirmed_at is None:
        return _start_again()
    link, person, _factor = begun
    form = CodeForm()

    def check() -> None:
        with _counting(person):
            check_code(session(), link, code=str(form.code.data), clock=clock())

    if not form.validate_on_submit() or not attempt(form, check):
        return page("people/second_step.html", form=form), 400
    _come_in(link, person)
    return redirect(safe_path(link.details.get("way_on")), 303)


@blueprint.get("/sign-in/set-up")
def show_app() -> ResponseReturnValue:
    """Shows the picture that a code app reads."""
    begun = _begun()
    if begun is None:
        return _start_again()
    if begun[2].confirmed_at is not None:
        return redirect(url_for("people.show_second_step"), 303)
    return _app_page(CodeForm(), begun[1], begun[2])


@blueprint.post("/sign-in/set-up")
@few
@writes
def save_app() -> ResponseReturnValue:
    """Takes the app into use, shows the recovery codes, and signs the person in."""
    begun = _begun()
    if begun is None or begun[2].confirmed_at is not None:
        return _start_again()
    link, person, factor = begun
    form = CodeForm()
    codes: list[str] = []

    def confirm() -> None:
        with _counting(person):
            codes.extend(confirm_app(session(), link, code=str(form.code.data), clock=clock()))

    if not form.validate_on_submit() or not attempt(form, confirm):
        return _app_page(form, person, factor), 400
    _come_in(link, person)
    # Shown in the answer itself: the codes are kept nowhere that a redirect could find them.
    way_on = safe_path(link.details.get("way_on"))
    return page("people/recovery_codes.html", codes=codes, way_on=way_on)


@blueprint.get("/my/recovery-codes")
def show_codes() -> ResponseReturnValue:
    """How many recovery codes are left, and a way to new ones."""
    return _codes_page(CodeForm())


@blueprint.post("/my/recovery-codes")
@few
@writes
def renew_codes() -> ResponseReturnValue:
    """Shows new ones to whoever has a right code; the old ones no longer work."""
    form, person = CodeForm(), acting(Person)
    codes: list[str] = []

    def renew() -> None:
        code = str(form.code.data)
        with _counting(person):
            codes.extend(renew_recovery_codes(session(), person, code=code, clock=clock()))

    if not form.validate_on_submit() or not attempt(form, renew):
        return _codes_page(form), 400
    return page("people/recovery_codes.html", codes=codes, way_on=url_for("people.show_my_data"))


def _codes_page(form: CodeForm) -> str:
    person_id = acting(Person).id
    return page(
        "people/codes.html",
        form=form,
        has_app=second_factor(session(), person_id) is not None,
        left=recovery_codes_left(session(), person_id),
    )


def _come_in(link: LinkToken, person: Person) -> None:
    use_link(session(), link, clock=clock())
    log_in(start_sign_in(session(), person, clock=clock()))


@contextmanager
def _counting(person: Person) -> Iterator[None]:
    person_id, at = person.id, clock()
    try:
        yield
    except WrongCode:
        # Counted after the answer: what this refusal wrote is taken back with it.
        observe(lambda own_session: note_wrong_code(own_session, person_id, clock=at))
        raise


def _app_page(form: CodeForm, person: Person, factor: SecondFactor) -> str:
    address = app_address(factor, person=person, site_name=setting("SITE_NAME"))
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#1c2925")
    # Drawn here from our own secret; nothing in it was typed by anybody.
    picture = Markup(drawn)  # noqa: S704
    return page(
        "people/app.html", form=form, picture=picture, address=address, secret=factor.secret
    )
