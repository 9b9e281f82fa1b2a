"""My bills: look at the total with somebody else, then pay my own part."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.people.current import spoken_for
from microcare.people.models import Person
from microcare.spending.current import receipt_times
from microcare.spending.forms import DidForm, PaidForm, PressForm
from microcare.spending.policies import SharedBill
from microcare.spending.queries import (
    bills_of,
    has_bill_file,
    missing_of,
    my_bill,
    my_proof,
    outcomes_of,
)
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.services import (
    ask_to_look,
    confirm_bill,
    declare_tie,
    pay_share,
    refund_came,
    stop_asking_to_look,
    take_back_payment,
    tell_outcome,
    times_taken_back,
    undo_tie,
)
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes

# What was said in this very moment counts as said.
A_MOMENT = timedelta(seconds=1)


@blueprint.get("/my/bills")
def show_bills() -> ResponseReturnValue:
    """Every bill that asks something of me."""
    private()
    me = acting(Person).id
    missing = missing_of(session(), me, times=receipt_times(), now=clock().now())
    bills = bills_of(session(), me, on=clock().today())
    return page("spending/bills.html", bills=bills, missing=missing)


@blueprint.get("/my/bills/<uuid:bill_id>")
def show_bill(bill_id: UUID) -> ResponseReturnValue:
    """The total, my own part, and what comes next."""
    private()
    return _bill_page(PressForm())


def _bill_page(form: PressForm, did: DidForm | None = None) -> str:
    shared, me, now = loaded(SharedBill), acting(Person).id, clock().now()
    bill = my_bill(shared, me=me, on=clock().today())
    told = outcomes_of(session(), me, [bill.id], before=now + A_MOMENT)
    return page(
        "spending/bill.html",
        bill=bill,
        form=form,
        said=did or form,
        did=did or DidForm(),
        did_words=told.get(bill.id, ""),
        proof=my_proof(session(), me, bill.id, times=receipt_times(), now=now),
        has_file=bill.is_mine and has_bill_file(session(), bill.id),
        turn=times_taken_back(session(), bill.id, me),
    )


def _press(
    bill_id: UUID, act: Callable[[], object], words: str, form: PressForm | None = None
) -> ResponseReturnValue:
    form = form or PressForm()
    if not (form.validate_on_submit() and attempt(form, act)):
        return _bill_page(form), 400
    flash(words)
    return redirect(f"/my/bills/{bill_id}", 303)


@blueprint.post("/my/bills/<uuid:bill_id>/right")
@writes
def say_total_is_right(bill_id: UUID) -> ResponseReturnValue:
    """I looked, and the total is right."""
    private()

    def confirm() -> None:
        confirm_bill(session(), loaded(SharedBill), person_id=acting(Person).id, clock=clock())

    return _press(bill_id, confirm, _("Thank you. Two of you must look."))


@blueprint.post("/my/bills/<uuid:bill_id>/tie")
@writes
def say_i_am_paid(bill_id: UUID) -> ResponseReturnValue:
    """I am paid by them, or close to them, so others look."""
    private()

    def tell() -> None:
        declare_tie(session(), loaded(SharedBill), person_id=acting(Person).id, clock=clock())

    return _press(bill_id, tell, _("Thank you for saying so. The others will look."))


@blueprint.post("/my/bills/<uuid:bill_id>/no-tie")
@writes
def say_i_am_not_paid(bill_id: UUID) -> ResponseReturnValue:
    """I am not paid by them after all, nor close to them."""
    private()

    def untie() -> None:
        undo_tie(session(), loaded(SharedBill), person_id=acting(Person).id)

    return _press(bill_id, untie, _("Saved. You can look at the total again."))


@blueprint.post("/my/bills/<uuid:bill_id>/looks/<uuid:authority_id>")
@writes
def ask_one_to_look(bill_id: UUID, authority_id: UUID) -> ResponseReturnValue:
    """Somebody whom I trust may look at totals, some days from now."""
    private()

    def ask() -> None:
        shared, me = loaded(SharedBill), acting(Person).id
        ask_to_look(session(), shared, authority_id, person_id=me, clock=clock())

    return _press(bill_id, ask, _("Asked. All of your group are told."))


@blueprint.post("/my/bills/<uuid:bill_id>/looks/<uuid:authority_id>/stop")
@writes
def ask_one_no_more(bill_id: UUID, authority_id: UUID) -> ResponseReturnValue:
    """They shall not look after all."""
    private()

    def stop() -> None:
        shared, me = loaded(SharedBill), acting(Person).id
        stop_asking_to_look(session(), shared, authority_id, person_id=me, clock=clock())

    return _press(bill_id, stop, _("Saved. They are not asked any more."))


@blueprint.post("/my/bills/<uuid:bill_id>/paid")
@writes
def say_i_paid(bill_id: UUID) -> ResponseReturnValue:
    """I paid my part, with my own money."""
    private()
    form = PaidForm()

    def pay() -> None:
        shared, me = loaded(SharedBill), acting(Person).id
        pay_share(
            session(),
            shared,
            person_id=me,
            clock=clock(),
            spoken=spoken_for(),
            times=receipt_times(),
            turn=form.number,
        )

    return _press(bill_id, pay, _("Saved. Your part is spent now, and no longer promised."), form)


@blueprint.post("/my/bills/<uuid:bill_id>/not-paid")
@writes
def say_i_did_not_pay(bill_id: UUID) -> ResponseReturnValue:
    """I had not paid my part after all."""
    private()
    form = PaidForm()

    def take_back() -> None:
        take_back_payment(
            session(),
            loaded(SharedBill),
            person_id=acting(Person).id,
            clock=clock(),
            spoken=spoken_for(),
            turn=form.number,
        )

    return _press(bill_id, take_back, _("Saved. Your part is promised again, and not spent."), form)


@blueprint.post("/my/bills/<uuid:bill_id>/back/<uuid:refund_id>")
@writes
def say_it_came_back(bill_id: UUID, refund_id: UUID) -> ResponseReturnValue:
    """My money came back."""
    private()

    def came() -> None:
        refund_came(
            session(),
            loaded(SharedBill),
            refund_id=refund_id,
            person_id=acting(Person).id,
            clock=clock(),
            spoken=spoken_for(),
        )

    return _press(bill_id, came, _("Saved. It is yours to plan with again."))


@blueprint.post("/my/bills/<uuid:bill_id>/did")
@writes
def say_what_it_did(bill_id: UUID) -> ResponseReturnValue:
    """What it did for me, in a line for my statement."""
    private()
    did, me = DidForm(), acting(Person).id

    def tell() -> None:
        words = str(did.words.data)
        tell_outcome(session(), loaded(SharedBill), words, person_id=me, clock=clock())

    if not (did.validate_on_submit() and attempt(did, tell)):
        return _bill_page(PressForm(), did), 400
    flash(_("Saved. Your statement says it from today."))
    return redirect(f"/my/bills/{bill_id}", 303)
