"""What somebody says is wrong on a page: all of it, then read it, put it right, settle it."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.catalyst.forms import SettleForm
from microcare.catalyst.policies import ReportOn
from microcare.catalyst.routes.blueprint import blueprint, me
from microcare.catalyst.values import REPORT_WITHIN
from microcare.directory.queries import public_listing_by_id, reports_open
from microcare.directory.services import settle_report
from microcare.people.queries import people_by_ids
from microcare.web.current import clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.paging import Paging, page_number
from microcare.web.transaction import writes

A_PAGE = 25


@blueprint.get("/catalyst/reports")
def show_reports() -> ResponseReturnValue:
    """All that somebody says is wrong and nobody has settled, the oldest first."""
    private()
    number = page_number()
    reports, total = reports_open(
        session(), me().patch_ids, offset=(number - 1) * A_PAGE, limit=A_PAGE
    )
    return page(
        "catalyst/all_of_desk.html",
        reports=reports,
        report_within=REPORT_WITHIN,
        now=clock().now(),
        paging=Paging(number=number, size=A_PAGE, total=total),
        url_of=lambda n: url_for("catalyst.show_reports", page=n),
    )


@blueprint.get("/catalyst/reports/<uuid:report_id>")
def show_report(report_id: UUID) -> ResponseReturnValue:
    """What they say, and where."""
    return _page(_form())


@blueprint.post("/catalyst/reports/<uuid:report_id>")
@writes
def settle_now(report_id: UUID) -> ResponseReturnValue:
    """It has been dealt with."""
    form, report = _form(), loaded(ReportOn).report

    def settle() -> None:
        settle_report(session(), report, words=form.value(), by=me(), clock=clock())

    if not form.validate_on_submit() or not attempt(form, settle):
        return _page(form), 400
    flash(_("Settled. We have written to them.") if report.email else _("Settled. Thank you."))
    return redirect(url_for("catalyst.show_desk"), 303)


def _form() -> SettleForm:
    report, form = loaded(ReportOn).report, SettleForm()
    form.offer(has_address=bool(report.email), is_open=report.settled_at is None)
    return form


def _page(form: SettleForm) -> str:
    private()
    found = loaded(ReportOn)
    by = found.report.settled_by_id
    return page(
        "catalyst/report.html",
        form=form,
        report=found.report,
        listing=found.listing,
        public=public_listing_by_id(session(), found.listing.id),
        settled_by=people_by_ids(session(), [by])[by].name if by else "",
    )
