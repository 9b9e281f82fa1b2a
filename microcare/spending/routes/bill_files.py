"""The provider's own bill as a file: added by who sent it, read by everyone who shares it."""

from uuid import UUID

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.files.current import store
from microcare.files.values import ENDINGS, Kind
from microcare.kernel.clock import LONDON
from microcare.spending.forms import PressForm, ReceiptForm
from microcare.spending.policies import SentFile, SharedBill
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.routes.provider import refund_form, sent_page
from microcare.spending.routes.receipts import cleaned
from microcare.spending.services import add_bill_file, remove_bill_file
from microcare.web.current import clock, session
from microcare.web.downloads import download
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.transaction import writes


@blueprint.post("/my/requests/<uuid:request_id>/bills/<uuid:bill_id>/file")
@writes
def add_file_to_bill(request_id: UUID, bill_id: UUID) -> ResponseReturnValue:
    """Adds my own bill as a file, or puts another in its place."""
    private()
    form = ReceiptForm()
    if not form.validate_on_submit() or (made := cleaned(form)) is None:
        return sent_page(request_id, refund_form(), said=form), 400

    def add() -> None:
        add_bill_file(session(), loaded(SharedBill), made=made, store=store(), clock=clock())

    if not attempt(form, add):
        return sent_page(request_id, refund_form(), said=form), 400
    flash(_("Saved. Everyone who shares this bill can open it."))
    return redirect(f"/my/requests/{request_id}/bills/{bill_id}", 303)


@blueprint.post("/my/requests/<uuid:request_id>/bills/<uuid:bill_id>/file/remove")
@writes
def remove_file_of_bill(request_id: UUID, bill_id: UUID) -> ResponseReturnValue:
    """Takes it away."""
    private()
    form = PressForm()

    def remove() -> None:
        remove_bill_file(session(), loaded(SharedBill))

    if not (form.validate_on_submit() and attempt(form, remove)):
        return sent_page(request_id, refund_form(), said=form), 400
    flash(_("Removed."))
    return redirect(f"/my/requests/{request_id}/bills/{bill_id}", 303)


@blueprint.get("/my/requests/<uuid:request_id>/bills/<uuid:bill_id>/file")
def download_my_bill_file(request_id: UUID, bill_id: UUID) -> ResponseReturnValue:
    """The file, for whoever sent it."""
    return _file()


@blueprint.get("/my/bills/<uuid:bill_id>/file")
def download_bill_file(bill_id: UUID) -> ResponseReturnValue:
    """The file, for whoever shares the bill."""
    return _file()


def _file() -> ResponseReturnValue:
    sent = loaded(SentFile)
    data = store().get(sent.file.id)
    if data is None:
        abort(404)
    day = sent.shared.bill.sent_at.astimezone(LONDON).date()
    ending = ENDINGS[Kind(sent.file.kind)]
    return download(data, mimetype=sent.file.kind, name=f"bill-{day}.{ending}")
