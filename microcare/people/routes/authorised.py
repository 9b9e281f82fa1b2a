"""The admin writes down whom a council or a court named for somebody (Care Act 2014 s.32)."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.people.current import note_looks
from microcare.people.forms import AuthorisedForm
from microcare.people.models import Person
from microcare.people.queries import authorised_for
from microcare.people.routes.blueprint import blueprint, few
from microcare.people.services import ask_to_support
from microcare.people.values.seen import Seen
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/admin/people/<uuid:person_id>/authorised")
def show_authorised(person_id: UUID) -> ResponseReturnValue:
    """Who is named, and a form for one more."""
    return _page(AuthorisedForm())


@blueprint.post("/admin/people/<uuid:person_id>/authorised")
@few
@writes
def name_authorised(person_id: UUID) -> ResponseReturnValue:
    """Asks whoever was named; the person is told."""
    form, person = AuthorisedForm(), loaded(Person)

    def name() -> None:
        ask_to_support(session(), person, form.value(), clock=clock(), by=acting(Person))

    if not (form.validate_on_submit() and attempt(form, name)):
        return _page(form), 400
    flash(_("We have asked them, and told the person. Nothing changes until they say yes."))
    return redirect(url_for("people.show_authorised", person_id=person_id), 303)


def _page(form: AuthorisedForm) -> str:
    account = loaded(Person)
    note_looks([account.id], Seen.ACCOUNT)
    named = authorised_for(session(), account.id)
    return page("people/authorised.html", form=form, account=account, named=named)
