"""What is missing: what people asked for, and what they looked for and did not find."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.catalyst.queries import lacks, open_wishes, since
from microcare.catalyst.routes.blueprint import blueprint, me, my_patches, page_number
from microcare.catalyst.services import settle_wish
from microcare.directory.queries import help_terms
from microcare.search.models import SearchRequest
from microcare.web.current import clock, session
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.paging import Paging
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


@blueprint.post("/catalyst/wishes/<uuid:wish_id>")
@writes
def settle_one(wish_id: UUID) -> ResponseReturnValue:
    """Takes it off the desk."""
    settle_wish(session(), loaded(SearchRequest), by=me(), clock=clock())
    flash(_("Taken off your desk."))
    is_from_list = request.form.get("from") == "wishes"
    there = "catalyst.show_wishes" if is_from_list else "catalyst.show_desk"
    return redirect(url_for(there), 303)
