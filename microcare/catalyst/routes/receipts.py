"""People who ask for help with a receipt: a first name and an e-mail, and nothing of money."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.catalyst.routes.blueprint import blueprint, me
from microcare.people.current import note_looks
from microcare.people.services import record_access
from microcare.people.values.seen import Seen
from microcare.spending.current import receipt_times
from microcare.spending.models import MissingReceipt
from microcare.spending.queries import receipt_help
from microcare.spending.services import end_receipt_help
from microcare.web.current import clock, session
from microcare.web.forms import Form, attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/catalyst/receipts")
def show_receipt_help() -> ResponseReturnValue:
    """Who asks, the longest first."""
    return _page(Form())


@blueprint.post("/catalyst/receipts/<uuid:help_id>")
@writes
def end_help(help_id: UUID) -> ResponseReturnValue:
    """Takes somebody off the list who has been helped."""
    form = Form()

    def end() -> None:
        asked, now = loaded(MissingReceipt), clock()
        end_receipt_help(session(), asked, clock=now, times=receipt_times())
        what = Seen.RECEIPT_HELPED
        record_access(session(), asked.person_id, by=me(), what=what, clock=now)

    if not (form.validate_on_submit() and attempt(form, end)):
        return _page(form), 400
    flash(_("Taken off your list. They get a letter to look again."))
    return redirect(url_for("catalyst.show_receipt_help"), 303)


def _page(form: Form) -> str:
    private()
    asking = receipt_help(session(), me().patch_ids)
    note_looks((one.person_id for one in asking), Seen.RECEIPT_HELP)
    return page("catalyst/receipts.html", asking=asking, form=form)
