"""All the papers that end soon, and all that is said to be wrong: what the desk begins."""

from flask import url_for
from flask.typing import ResponseReturnValue

from microcare.catalyst.queries import ends_soon
from microcare.catalyst.routes.blueprint import blueprint, me
from microcare.catalyst.values import REPORT_WITHIN
from microcare.directory.queries import reports_open
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
        "catalyst/papers.html",
        ends=ends,
        paging=Paging(number=number, size=A_PAGE, total=total),
        url_of=lambda n: url_for("catalyst.show_papers", page=n),
    )


@blueprint.get("/catalyst/reports")
def show_reports() -> ResponseReturnValue:
    """All that somebody says is wrong and nobody has settled, the oldest first."""
    private()
    number, reports = page_number(), reports_open(session(), me().patch_ids)
    begin = (number - 1) * A_PAGE
    return page(
        "catalyst/reports.html",
        reports=reports[begin : begin + A_PAGE],
        report_within=REPORT_WITHIN,
        now=clock().now(),
        paging=Paging(number=number, size=A_PAGE, total=len(reports)),
        url_of=lambda n: url_for("catalyst.show_reports", page=n),
    )
