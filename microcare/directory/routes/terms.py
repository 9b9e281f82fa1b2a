"""The kinds of help, for the admin: add one, say one better, stop offering one."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from microcare.directory.forms import TermForm
from microcare.directory.models import TaxonomyTerm
from microcare.directory.queries import term_rows, term_words
from microcare.directory.routes.blueprint import blueprint, me
from microcare.directory.services import add_term, change_term, offer_term
from microcare.directory.values import HelpGroup
from microcare.web.current import clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/admin/help-terms")
def show_terms() -> ResponseReturnValue:
    """Every kind of help under its starting kind, with how many pages name it."""
    rows = term_rows(session())
    groups = [(group, [row for row in rows if row.words.group is group]) for group in HelpGroup]
    return page("directory/terms.html", groups=groups)


@blueprint.get("/admin/new-help-term")
def show_new_term() -> ResponseReturnValue:
    """Asks for a new one."""
    return page("directory/term.html", form=TermForm(), term=None)


@blueprint.post("/admin/new-help-term")
@writes
def save_new_term() -> ResponseReturnValue:
    """Offers it."""
    form = TermForm()
    if not form.validate_on_submit() or not attempt(
        form, lambda: add_term(session(), form.value())
    ):
        return page("directory/term.html", form=form, term=None), 400
    flash(_("Saved. People can pick it now."))
    return redirect(url_for("directory.show_terms"), 303)


@blueprint.get("/admin/help-terms/<string:slug>")
def edit_term(slug: str) -> ResponseReturnValue:
    """Its words, to say them better."""
    form = TermForm()
    form.fill(term_words(loaded(TaxonomyTerm)))
    return page("directory/term.html", form=form, term=loaded(TaxonomyTerm))


@blueprint.post("/admin/help-terms/<string:slug>")
@writes
def save_term(slug: str) -> ResponseReturnValue:
    """Says it in the new words, on every page that names it."""
    term, form = loaded(TaxonomyTerm), TermForm()
    pages = 0

    def change() -> None:
        nonlocal pages
        pages = change_term(session(), term, form.value(), by=me(), clock=clock())

    if not form.validate_on_submit() or not attempt(form, change):
        return page("directory/term.html", form=form, term=term), 400
    if pages:
        flash(ngettext("Saved, on %(num)d page too.", "Saved, on %(num)d pages too.", pages))
    else:
        flash(_("Saved."))
    return redirect(url_for("directory.show_terms"), 303)


@blueprint.post("/admin/help-terms/<string:slug>/stop")
@writes
def stop_term(slug: str) -> ResponseReturnValue:
    """Offers it no longer."""
    offer_term(loaded(TaxonomyTerm), is_current=False)
    flash(_("Nobody can pick it now. Pages that name it keep it."))
    return redirect(url_for("directory.show_terms"), 303)


@blueprint.post("/admin/help-terms/<string:slug>/offer")
@writes
def offer_again(slug: str) -> ResponseReturnValue:
    """Offers it again."""
    offer_term(loaded(TaxonomyTerm), is_current=True)
    flash(_("People can pick it again."))
    return redirect(url_for("directory.show_terms"), 303)
