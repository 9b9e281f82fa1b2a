"""All the papers that end soon: the list that the desk begins."""

from flask import url_for
from flask.typing import ResponseReturnValue

from microcare.catalyst.queries import ends_soon
from microcare.catalyst.routes.blueprint import blueprint, me
from microcare.web.current import clock, session
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.paging import Paging, page_number

A_PAGE = 25


@blueprint.get("/catalyst/papers")
def show_papers() -> ResponseReturnValue:
    """The papers of the area's pages that end soon or have ended, the soonest first."""
    private()
    number = page_number()
    ends, total = ends_soon(
        session(), me().patch_ids, offset=(number - 1) * A_PAGE, limit=A_PAGE, clock=clock()
    )
    return page(
        "catalyst/all_of_desk.html",
        papers=ends,
        paging=Paging(number=number, size=A_PAGE, total=total),
        url_of=lambda n: url_for("catalyst.show_papers", page=n),
    )
