"""Tell us what is wrong on a page."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.directory.forms import ReportForm
from microcare.directory.routes.blueprint import blueprint, few
from microcare.directory.services import report_listing
from microcare.directory.values import PublicListing
from microcare.web.current import clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/listings/<string:slug>/report")
def show_report(slug: str) -> ResponseReturnValue:
    """The page to say it on."""
    return page("directory/report.html", form=ReportForm(), listing=loaded(PublicListing))


@blueprint.post("/listings/<string:slug>/report")
@few
@writes
def send_report(slug: str) -> ResponseReturnValue:
    """Tells the catalysts."""
    listing, form = loaded(PublicListing), ReportForm()
    if not form.validate_on_submit() or not attempt(
        form, lambda: report_listing(session(), listing.id, form.value(), clock=clock())
    ):
        return page("directory/report.html", form=form, listing=listing), 400
    flash(_("Thank you. A person looks within two days."))
    return redirect(f"/listings/{slug}", 303)
