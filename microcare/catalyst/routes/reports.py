"""What somebody says is wrong on a page: read it, put it right, settle it."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.catalyst.policies import ReportOn
from microcare.catalyst.routes.blueprint import blueprint, me
from microcare.directory.forms import PressForm
from microcare.directory.queries import public_listing_by_id
from microcare.directory.services import settle_report
from microcare.people.queries import people_by_ids
from microcare.web.current import clock, session
from microcare.web.forms import Form
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/catalyst/reports/<uuid:report_id>")
def show_report(report_id: UUID) -> ResponseReturnValue:
    """What they say, and where."""
    return _page(PressForm())


@blueprint.post("/catalyst/reports/<uuid:report_id>")
@writes
def settle_now(report_id: UUID) -> ResponseReturnValue:
    """It has been dealt with."""
    form = PressForm()
    if not form.validate_on_submit():
        return _page(form), 400
    settle_report(loaded(ReportOn).report, by=me(), clock=clock())
    flash(_("Settled. Thank you."))
    return redirect(url_for("catalyst.show_desk"), 303)


def _page(form: Form) -> str:
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
