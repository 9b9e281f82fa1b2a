"""My receipts for a bill: add, look at, replace, remove; and help where one is missing."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.files.current import store
from microcare.files.services import clean_apart
from microcare.files.values import ENDINGS, Clean, FileRefused, Kind
from microcare.kernel.clock import LONDON
from microcare.people.models import Person
from microcare.spending.current import receipt_times
from microcare.spending.forms import ACCEPTED, PressForm, ReceiptForm
from microcare.spending.policies import OwnReceipt, SharedBill
from microcare.spending.queries import my_bill, my_proof
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.services import (
    add_receipt,
    ask_for_receipt_help,
    remove_receipt,
    replace_receipt,
    say_on_statement,
    take_back_on_statement,
    take_back_receipt_help,
)
from microcare.web.current import acting, clock, session
from microcare.web.downloads import download
from microcare.web.forms import attempt, put_error
from microcare.web.guard import loaded, meanwhile
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/my/bills/<uuid:bill_id>/receipts")
def show_receipts(bill_id: UUID) -> ResponseReturnValue:
    """What shows that I paid, and what is missing."""
    return _page(bill_id, ReceiptForm())


def _page(bill_id: UUID, form: ReceiptForm | PressForm) -> str:
    private()
    shared, me = loaded(SharedBill), acting(Person).id
    return page(
        "spending/receipts.html",
        bill=my_bill(shared, me=me, on=clock().today()),
        proof=my_proof(session(), me, bill_id, times=receipt_times(), now=clock().now()),
        form=form if isinstance(form, ReceiptForm) else ReceiptForm(None),
        said=form,
        accepted=ACCEPTED,
    )


def cleaned(form: ReceiptForm) -> Clean | None:
    """The file made anew; None where it is refused, with the reason beside the field.

    It takes a second or more, and nobody else waits for that.
    """
    try:
        return meanwhile(lambda: clean_apart(form.value()))
    except FileRefused as refused:
        put_error(form, refused)
        return None


@blueprint.post("/my/bills/<uuid:bill_id>/receipts")
@writes
def add_one(bill_id: UUID) -> ResponseReturnValue:
    """Adds a receipt."""
    form = ReceiptForm()
    if not form.validate_on_submit() or (made := cleaned(form)) is None:
        return _page(bill_id, form), 400

    def add() -> None:
        shared, me = loaded(SharedBill), acting(Person).id
        add_receipt(session(), shared, person_id=me, made=made, store=store(), clock=clock())

    if not attempt(form, add):
        return _page(bill_id, form), 400
    flash(_("Your receipt is kept. Only you see it."))
    return redirect(f"/my/bills/{bill_id}/receipts", 303)


@blueprint.get("/my/bills/<uuid:bill_id>/receipts/<uuid:receipt_id>")
def show_receipt(bill_id: UUID, receipt_id: UUID) -> ResponseReturnValue:
    """One receipt."""
    return _receipt_page(ReceiptForm())


def _receipt_page(form: ReceiptForm | PressForm) -> str:
    private()
    own = loaded(OwnReceipt)
    return page(
        "spending/receipt.html",
        receipt=own.receipt,
        is_picture=own.file.is_picture,
        bill=my_bill(own.shared, me=own.receipt.person_id, on=clock().today()),
        form=form if isinstance(form, ReceiptForm) else ReceiptForm(None),
        said=form,
        accepted=ACCEPTED,
    )


@blueprint.get("/my/bills/<uuid:bill_id>/receipts/<uuid:receipt_id>/file")
def download_receipt(bill_id: UUID, receipt_id: UUID) -> ResponseReturnValue:
    """The file itself."""
    own = loaded(OwnReceipt)
    data = store().get(own.file.id)
    if data is None:
        abort(404)
    day = own.receipt.added_at.astimezone(LONDON).date()
    ending = ENDINGS[Kind(own.file.kind)]
    return download(data, mimetype=own.file.kind, name=f"receipt-{day}.{ending}")


@blueprint.post("/my/bills/<uuid:bill_id>/receipts/<uuid:receipt_id>/replace")
@writes
def replace_one(bill_id: UUID, receipt_id: UUID) -> ResponseReturnValue:
    """Puts another in its place."""
    form = ReceiptForm()
    if not form.validate_on_submit() or (made := cleaned(form)) is None:
        return _receipt_page(form), 400

    def put() -> None:
        own = loaded(OwnReceipt)
        replace_receipt(session(), own, made=made, store=store(), clock=clock())

    if not attempt(form, put):
        return _receipt_page(form), 400
    flash(_("Replaced. The one before is kept too."))
    return redirect(f"/my/bills/{bill_id}/receipts", 303)


@blueprint.post("/my/bills/<uuid:bill_id>/receipts/<uuid:receipt_id>/remove")
@writes
def remove_one(bill_id: UUID, receipt_id: UUID) -> ResponseReturnValue:
    """Takes it away, with its file."""
    form = PressForm()

    def remove() -> None:
        own, now = loaded(OwnReceipt), clock()
        remove_receipt(session(), own, clock=now, times=receipt_times())

    if not (form.validate_on_submit() and attempt(form, remove)):
        return _receipt_page(form), 400
    flash(_("Removed. The file is deleted within the hour."))
    return redirect(f"/my/bills/{bill_id}/receipts", 303)


def _press(bill_id: UUID, act: Callable[[], object], words: str) -> ResponseReturnValue:
    form = PressForm()
    if not (form.validate_on_submit() and attempt(form, act)):
        return _page(bill_id, form), 400
    flash(words)
    return redirect(f"/my/bills/{bill_id}/receipts", 303)


@blueprint.post("/my/bills/<uuid:bill_id>/receipts/on-statement")
@writes
def say_it_is_on_statement(bill_id: UUID) -> ResponseReturnValue:
    """I found it on my bank statement."""

    def say() -> None:
        me = acting(Person).id
        say_on_statement(session(), loaded(SharedBill), person_id=me, clock=clock())

    return _press(bill_id, say, _("Saved. Your statement says so now."))


@blueprint.post("/my/bills/<uuid:bill_id>/receipts/not-on-statement")
@writes
def say_it_is_not(bill_id: UUID) -> ResponseReturnValue:
    """I did not, after all."""

    def say() -> None:
        me = acting(Person).id
        take_back_on_statement(session(), loaded(SharedBill), person_id=me, clock=clock())

    return _press(bill_id, say, _("Taken back."))


@blueprint.get("/my/bills/<uuid:bill_id>/receipts/help")
def show_receipt_help(bill_id: UUID) -> ResponseReturnValue:
    """What a catalyst would see, before I ask."""
    private()
    me = acting(Person)
    proof = my_proof(session(), me.id, bill_id, times=receipt_times(), now=clock().now())
    return page("spending/receipt_help.html", bill_id=bill_id, me=me, proof=proof)


@blueprint.post("/my/bills/<uuid:bill_id>/receipts/help")
@writes
def ask_for_help_with_it(bill_id: UUID) -> ResponseReturnValue:
    """I ask the catalyst for help with it."""

    def ask() -> None:
        me = acting(Person).id
        ask_for_receipt_help(session(), loaded(SharedBill), person_id=me, clock=clock())

    return _press(bill_id, ask, _("The catalyst can see that you asked. They will be in touch."))


@blueprint.post("/my/bills/<uuid:bill_id>/receipts/help/stop")
@writes
def take_help_back(bill_id: UUID) -> ResponseReturnValue:
    """I take that back."""

    def stop() -> None:
        take_back_receipt_help(
            session(),
            loaded(SharedBill),
            person_id=acting(Person).id,
            clock=clock(),
            times=receipt_times(),
        )

    return _press(bill_id, stop, _("Taken back. The catalyst does not see it any more."))
