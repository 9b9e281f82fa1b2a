"""Accounts and roles, for the admin. Nothing here shows money, groups or messages."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.kernel.words import without_hidden
from microcare.people.current import note_looks
from microcare.people.forms import PressForm, RoleForm
from microcare.people.models import Person, RoleGrant
from microcare.people.queries import accounts, second_factor
from microcare.people.routes.blueprint import blueprint
from microcare.people.services import end_role, forget_app, grant_role
from microcare.people.values.seen import Seen
from microcare.places.queries import patches
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.page import page
from microcare.web.paging import Paging, page_number
from microcare.web.transaction import writes

A_PAGE = 25


@blueprint.get("/admin/people")
def show_accounts() -> ResponseReturnValue:
    """Accounts by name, with their roles."""
    words = without_hidden(request.args.get("q", "")).strip()[:100]
    number = page_number()
    found, total = accounts(session(), words=words, offset=(number - 1) * A_PAGE, size=A_PAGE)

    note_looks([one.id for one in found], Seen.ACCOUNT_LIST)

    def _url(n: int) -> str:
        return url_for("people.show_accounts", q=words or None, page=n)

    paging = Paging(number=number, size=A_PAGE, total=total)
    rows = [(_account_url(one.id), one.name, _under(one)) for one in found]
    return page("people/accounts.html", rows=rows, paging=paging, words=words, url_of=_url)


def _account_url(person_id: UUID) -> str:
    return url_for("people.show_account", person_id=person_id)


def _under(person: Person) -> str:
    roles = (
        (person.is_admin, _("admin")),
        (person.is_catalyst, _("catalyst")),
        (person.is_provider, _("has a page")),
        (person.died_at is not None, _("has died")),
    )
    return ", ".join([person.email, *(words for holds, words in roles if holds)])


@blueprint.get("/admin/people/<uuid:person_id>")
def show_account(person_id: UUID) -> ResponseReturnValue:
    """One account and its roles."""
    note_looks([person_id], Seen.ACCOUNT)
    return page("people/account.html", **_account(RoleForm()))


def _account(form: RoleForm) -> dict[str, Any]:
    found = loaded(Person)
    known = patches(session())
    names: dict[UUID | None, str] = {patch.id: patch.name for patch in known}
    form.offer_patches([(patch.id, patch.name) for patch in known])
    return {
        "form": form,
        "account": found,
        "roles": [(grant, names.get(grant.patch_id)) for grant in found.live_grants],
        "has_app": second_factor(session(), found.id) is not None,
    }


@blueprint.post("/admin/people/<uuid:person_id>/roles")
@writes
def give_role(person_id: UUID) -> ResponseReturnValue:
    """Gives a role; the person's next sign-in asks for the second step."""
    form = RoleForm()
    shown = _account(form)
    if not form.validate_on_submit():
        return page("people/account.html", **shown), 400
    role, patch_id = form.value()
    grant_role(
        session(),
        loaded(Person),
        role=role,
        patch_id=patch_id,
        granted_by=acting(Person),
        clock=clock(),
    )
    flash(_("The role is given."))
    return redirect(_account_url(person_id), 303)


@blueprint.post("/admin/roles/<uuid:grant_id>/end")
@writes
def take_role(grant_id: UUID) -> ResponseReturnValue:
    """Takes a role back."""
    grant = loaded(RoleGrant)
    back = redirect(_account_url(grant.person_id), 303)
    form = PressForm()
    if attempt(form, lambda: end_role(session(), grant, by=acting(Person), clock=clock())):
        flash(_("The role is taken back."))
    else:
        flash(form.form_errors[0])
    # An admin who gives up their own role may not see the page that they came from.
    return back if acting(Person).is_admin else redirect("/my", 303)


@blueprint.post("/admin/people/<uuid:person_id>/lost-phone")
@writes
def reset_app(person_id: UUID) -> ResponseReturnValue:
    """Takes a lost code app out of use; the next sign-in sets up a new one."""
    forget_app(session(), loaded(Person).id, by=acting(Person), clock=clock())
    flash(_("Their next sign-in sets up a new code app."))
    return redirect(_account_url(person_id), 303)
