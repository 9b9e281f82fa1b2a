"""Noting an idea: something that might become a page one day."""

from uuid import UUID

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.catalyst.forms import IdeaForm
from microcare.catalyst.queries import wish_by_id
from microcare.catalyst.routes.blueprint import blueprint, me, my_patches
from microcare.catalyst.routes.review import back
from microcare.directory.queries import help_terms
from microcare.directory.services import note_idea
from microcare.places.gazetteer.tables import outcodes
from microcare.web.current import clock, session
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/catalyst/ideas/new")
def show_new_idea() -> ResponseReturnValue:
    """The questions; from a wish, or from what was not found, with its words filled in."""
    return _page(_form({"words": _wished() or _looked_for()}))


@blueprint.post("/catalyst/ideas/new")
@writes
def save_idea() -> ResponseReturnValue:
    """Notes it."""
    held = my_patches()
    form = _form({})
    if not form.validate_on_submit():
        return _page(form), 400
    named, words, patch_id = form.value(held[0].id if len(held) == 1 else None)
    listing = note_idea(session(), named, words=words, patch_id=patch_id, by=me(), clock=clock())
    flash(_("Noted. Give it to someone when you know who."))
    return back(listing.id)


def _form(told: dict[str, str]) -> IdeaForm:
    form = IdeaForm(data=told)
    form.offer_patches([(patch.id, patch.name) for patch in my_patches()])
    return form


def _wished() -> str:
    asked = request.args.get("wish", type=UUID)
    wish = wish_by_id(session(), asked) if asked else None
    if wish is None or wish.patch_id not in me().patch_ids:
        return ""
    asked_for = _("Someone asked for “%(words)s” in %(place)s.", words=wish.words, place=wish.place)
    return str(asked_for)


def _looked_for() -> str:
    names = {term.slug: term.name for term in help_terms(session())}
    name = names.get(request.args.get("help", ""))
    outcode = outcodes().get(request.args.get("outcode", ""))
    if name is None or outcode is None:
        return ""
    told = {"help": name, "place": outcode.nearest_place}
    return str(_("People look for “%(help)s” near %(place)s and do not find it.", **told))


def _page(form: IdeaForm) -> str:
    private()
    return page("catalyst/idea.html", form=form)
