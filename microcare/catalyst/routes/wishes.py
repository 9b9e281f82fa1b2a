"""What is missing: what people asked for, and what they looked for and did not find."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.catalyst.forms import SettleForm
from microcare.catalyst.queries import lacks, open_wishes, since, wish_settled
from microcare.catalyst.routes.blueprint import blueprint, me, my_patches
from microcare.catalyst.services import settle_wish
from microcare.directory.queries import help_terms
from microcare.search.models import SearchRequest
from microcare.web.current import clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.paging import Paging, page_number
from microcare.web.transaction import writes

A_PAGE = 20
LACKS = 20


@blueprint.get("/catalyst/wishes")
def show_wishes() -> ResponseReturnValue:
    """All that was asked for and is not dealt with, the newest first; then what was not found."""
    private()
    number, now = page_number(), clock()
    wishes, total = open_wishes(
        session(), me().patch_ids, offset=(number - 1) * A_PAGE, size=A_PAGE
    )
    missing, _count = lacks(session(), my_patches(), limit=LACKS, clock=now)
    return page(
        "catalyst/wishes.html",
        wishes=wishes,
        lacks=missing,
        since=since(now.today()),
        help_names={term.slug: term.name for term in help_terms(session())},
        paging=Paging(number=number, size=A_PAGE, total=total),
        url_of=lambda n: url_for("catalyst.show_wishes", page=n),
    )


@blueprint.get("/catalyst/wishes/<uuid:wish_id>")
def show_wish(wish_id: UUID) -> ResponseReturnValue:
    """One wish, with a box for words to whoever wants to hear back."""
    return _page(_form())


@blueprint.post("/catalyst/wishes/<uuid:wish_id>")
@writes
def settle_one(wish_id: UUID) -> ResponseReturnValue:
    """Takes it off the desk, and writes back where that is wanted."""
    form, wish = _form(), loaded(SearchRequest)

    def settle() -> None:
        settle_wish(session(), wish, words=form.value(), by=me(), clock=clock())

    if not form.validate_on_submit() or not attempt(form, settle):
        return _page(form), 400
    has_written = "words" in form
    flash(_("Settled. We have written to them.") if has_written else _("Taken off your desk."))
    is_from_list = request.form.get("from") == "wishes"
    there = "catalyst.show_wishes" if is_from_list else "catalyst.show_desk"
    return redirect(url_for(there), 303)


def _form() -> SettleForm:
    wish, form = loaded(SearchRequest), SettleForm()
    is_open = wish_settled(session(), wish.id) is None
    form.offer(has_address=bool(wish.email), is_open=is_open)
    return form


def _page(form: SettleForm) -> str:
    private()
    wish = loaded(SearchRequest)
    names = {term.slug: term.name for term in help_terms(session())}
    return page(
        "catalyst/wish.html",
        form=form,
        wish=wish,
        helps=[names[slug] for slug in wish.help_slugs if slug in names],
        settled=wish_settled(session(), wish.id),
    )
