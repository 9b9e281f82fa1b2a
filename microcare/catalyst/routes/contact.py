"""Whom to ring in an area."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.catalyst.forms import ContactForm
from microcare.catalyst.queries import last_contact_change
from microcare.catalyst.routes.blueprint import blueprint, me
from microcare.catalyst.services import set_contact
from microcare.places.models import Patch
from microcare.places.policies import has_safeguarding_contact
from microcare.web.current import clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/catalyst/areas/<string:slug>/contact")
def edit_contact(slug: str) -> ResponseReturnValue:
    """Who answers now, and who last changed it."""
    return _page(ContactForm(data=ContactForm.told(loaded(Patch))))


@blueprint.post("/catalyst/areas/<string:slug>/contact")
@writes
def save_contact(slug: str) -> ResponseReturnValue:
    """Sets who answers."""
    form, patch = ContactForm(), loaded(Patch)

    def save() -> None:
        set_contact(session(), patch, form.value(), by=me(), clock=clock())

    if not form.validate_on_submit() or not attempt(form, save):
        return _page(form), 400
    flash(_("Saved. Every page in your area shows it now."))
    if me().is_catalyst:
        return redirect(url_for("catalyst.show_desk"), 303)
    return redirect(url_for("catalyst.edit_contact", slug=slug), 303)


def _page(form: ContactForm) -> str:
    private()
    patch = loaded(Patch)
    change = last_contact_change(session(), patch.id)
    return page(
        "catalyst/contact.html",
        form=form,
        patch=patch,
        is_set=has_safeguarding_contact(patch),
        changed_by=change[1].name if change else "",
        changed_at=change[0].changed_at if change else None,
        is_mine=patch.id in me().patch_ids,
    )
