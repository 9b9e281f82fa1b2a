"""What a provider does with a group that said yes: sessions, bills, money back. No names."""

from uuid import UUID

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.commissioning.models import Agreement
from microcare.commissioning.policies import KeptRequest
from microcare.kernel.ids import new_id
from microcare.people.models import Person
from microcare.spending.forms import (
    ACCEPTED,
    BillForm,
    OutcomeForm,
    PressForm,
    ReceiptForm,
    RefundForm,
)
from microcare.spending.policies import SharedBill
from microcare.spending.queries import (
    billable_sessions,
    has_bill_file,
    promised_agreements,
    provider_bills,
    provider_sessions,
    session_of_request,
)
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.services import make_refund, mark_session, send_bill, withdraw_bill
from microcare.spending.values import Outcome
from microcare.web.current import acting, clock, session
from microcare.web.filters import day
from microcare.web.forms import Form, attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


def _agreements() -> list[Agreement]:
    """All that the group of the loaded request promised on offers to it; 404 where nothing."""
    request = loaded(KeptRequest).request
    found = promised_agreements(session(), request.group_id, request_id=request.id)
    if not found:
        abort(404)
    return found


def _agreement() -> Agreement:
    """The first of them with something to bill, else the newest. A bill is of one agreement."""
    found = _agreements()
    return next((a for a in found if billable_sessions(session(), a.id)), found[-1])


def _sessions_page(form: PressForm | OutcomeForm) -> str:
    agreements = _agreements()
    return page(
        "spending/work.html",
        request_id=agreements[-1].offer.request_id,
        terms=agreements[-1].offer.terms,
        sessions=provider_sessions(session(), agreements),
        bills=provider_bills(session(), [agreement.id for agreement in agreements]),
        today=clock().today(),
        form=form,
    )


@blueprint.get("/my/requests/<uuid:request_id>/sessions")
def show_work(request_id: UUID) -> ResponseReturnValue:
    """The sessions, what became of each, and the bills."""
    private()
    return _sessions_page(PressForm())


@blueprint.post("/my/requests/<uuid:request_id>/sessions/<uuid:session_id>")
@writes
def mark_one(request_id: UUID, session_id: UUID) -> ResponseReturnValue:
    """Says what became of a session."""
    private()
    one = session_of_request(session(), request_id, session_id)
    if one is None:
        abort(404)
    form = OutcomeForm()
    form.offer([outcome.value for outcome in Outcome])

    def mark() -> None:
        mark_session(
            session(),
            one,
            group_id=loaded(KeptRequest).request.group_id,
            outcome=Outcome(form.outcome.data),
            by=acting(Person).id,
            clock=clock(),
        )

    if not (form.validate_on_submit() and attempt(form, mark)):
        return _sessions_page(form), 400
    flash(_("Saved. The group sees it too."))
    return redirect(f"/my/requests/{request_id}/sessions", 303)


def _bill_form(agreement: Agreement) -> BillForm:
    form = BillForm()
    rows = billable_sessions(session(), agreement.id)
    form.offer([(str(one.id), day(one.day)) for one in rows])
    return form


def _bill_page(form: BillForm) -> str:
    agreement = _agreement()
    return page(
        "spending/new_bill.html",
        form=form,
        request_id=agreement.offer.request_id,
        terms=agreement.offer.terms,
    )


@blueprint.get("/my/requests/<uuid:request_id>/bill")
def show_new_bill(request_id: UUID) -> ResponseReturnValue:
    """Asks which sessions, and for how much."""
    private()
    agreement = _agreement()
    form = _bill_form(agreement)
    form.key.data = str(new_id())
    form.session_pence.data = agreement.offer.session_pence
    return _bill_page(form)


@blueprint.post("/my/requests/<uuid:request_id>/bill")
@writes
def send_new_bill(request_id: UUID) -> ResponseReturnValue:
    """Sends it."""
    private()
    agreement = _agreement()
    form = _bill_form(agreement)

    def send() -> None:
        send_bill(
            session(),
            agreement,
            pence=form.value(),
            reference=(form.reference.data or "").strip(),
            by=acting(Person).id,
            key=UUID(str(form.key.data)),
            clock=clock(),
        )

    if not (form.validate_on_submit() and attempt(form, send)):
        return _bill_page(form), 400
    flash(_("Sent. Two of them look at it, then each pays you their own part."))
    return redirect(f"/my/requests/{request_id}/sessions", 303)


@blueprint.post("/my/requests/<uuid:request_id>/bills/<uuid:bill_id>/withdraw")
@writes
def take_bill_back(request_id: UUID, bill_id: UUID) -> ResponseReturnValue:
    """Takes a bill back before anybody paid it."""
    private()
    form = PressForm()

    def take() -> None:
        withdraw_bill(session(), loaded(SharedBill), clock=clock())

    if not (form.validate_on_submit() and attempt(form, take)):
        return sent_page(request_id, refund_form(), said=form), 400
    flash(_("That bill is taken back. You can send another."))
    return redirect(f"/my/requests/{request_id}/sessions", 303)


@blueprint.get("/my/requests/<uuid:request_id>/bills/<uuid:bill_id>")
def show_sent_bill(request_id: UUID, bill_id: UUID) -> ResponseReturnValue:
    """A bill that was sent, and money back on it."""
    private()
    form = refund_form()
    form.key.data = str(new_id())
    return sent_page(request_id, form)


@blueprint.post("/my/requests/<uuid:request_id>/bills/<uuid:bill_id>/refund")
@writes
def give_back(request_id: UUID, bill_id: UUID) -> ResponseReturnValue:
    """Gives some of one session back."""
    private()
    form = refund_form()

    def give() -> None:
        make_refund(
            session(),
            loaded(SharedBill),
            back=form.value(),
            by=acting(Person).id,
            clock=clock(),
        )

    if not (form.validate_on_submit() and attempt(form, give)):
        return sent_page(request_id, form), 400
    flash(_("Saved. Each of them is told what comes back to them."))
    return redirect(f"/my/requests/{request_id}/bills/{bill_id}", 303)


def refund_form() -> RefundForm:
    """What is asked to give some back."""
    form = RefundForm()
    form.offer([(str(one.id), day(one.day)) for one in loaded(SharedBill).bill.lines])
    return form


def sent_page(request_id: UUID, form: RefundForm, *, said: Form | None = None) -> str:
    """A bill that was sent. `said` is the form whose errors are shown, where not the refund's."""
    bill = loaded(SharedBill).bill
    views = provider_bills(session(), [bill.agreement_id])
    return page(
        "spending/sent_bill.html",
        request_id=request_id,
        bill=next(view for view in views if view.id == bill.id),
        form=form,
        said=said or form,
        file_form=said if isinstance(said, ReceiptForm) else ReceiptForm(None),
        has_file=has_bill_file(session(), bill.id),
        accepted=ACCEPTED,
    )
