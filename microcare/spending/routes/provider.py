"""What a provider does with a group that said yes: sessions, bills, money back. No names."""

from uuid import UUID

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.commissioning.models import Agreement, CareSession
from microcare.commissioning.policies import KeptRequest
from microcare.kernel.ids import new_id
from microcare.kernel.money import pounds
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
    provider_bill,
    provider_bills,
    provider_sessions,
    session_of_request,
)
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.services import (
    make_refund,
    mark_session,
    send_bill,
    waive_session,
    withdraw_bill,
)
from microcare.spending.values import Outcome
from microcare.web.current import acting, clock, session, setting
from microcare.web.filters import day
from microcare.web.forms import Form, attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


def _agreements() -> list[Agreement]:
    """What the group of the loaded request promised on offers to it, oldest first; else 404."""
    request = loaded(KeptRequest).request
    found = promised_agreements(session(), request.group_id, request_id=request.id)
    if not found:
        abort(404)
    return found


def _sessions_page(form: PressForm | OutcomeForm) -> str:
    agreements = _agreements()
    request = loaded(KeptRequest).request
    request_id = request.id
    return page(
        "spending/work.html",
        request_id=request_id,
        listing_id=request.listing_id,
        sessions=provider_sessions(session(), request_id, now=clock().now()),
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


@blueprint.post("/my/requests/<uuid:request_id>/sessions/<uuid:session_id>/waive")
@writes
def waive_one(request_id: UUID, session_id: UUID) -> ResponseReturnValue:
    """Nothing is to pay for a session after all."""
    private()
    form, one = PressForm(), session_of_request(session(), request_id, session_id)
    if one is None:
        abort(404)
    group_id = loaded(KeptRequest).request.group_id

    def waive() -> None:
        waive_session(session(), one, group_id=group_id, by=acting(Person).id, clock=clock())

    if not (form.validate_on_submit() and attempt(form, waive)):
        return _sessions_page(form), 400
    flash(_("Saved. Each of them says the same, and then theirs is free."))
    return redirect(f"/my/requests/{request_id}/sessions", 303)


def _bill_form(prices: dict[UUID, int]) -> BillForm:
    """The sessions to pick from, each with its price where prices differ."""
    form = BillForm()
    rows = billable_sessions(session(), loaded(KeptRequest).request.id, now=clock().now())
    differ = len({prices[one.agreement_id] for one in rows}) > 1
    form.offer([(str(one.id), _day_and_price(one, prices if differ else {})) for one in rows])
    return form


def _day_and_price(one: CareSession, prices: dict[UUID, int]) -> str:
    most = prices.get(one.agreement_id)
    if most is None:
        return day(one.day)
    return str(_("%(day)s, %(sum)s at most", day=day(one.day), sum=f"£{pounds(most):,.2f}"))


def _prices(agreements: list[Agreement]) -> dict[UUID, int]:
    return {agreement.id: agreement.offer.session_pence for agreement in agreements}


def _bill_page(form: BillForm, prices: dict[UUID, int]) -> str:
    return page(
        "spending/new_bill.html",
        form=form,
        request_id=loaded(KeptRequest).request.id,
        most=max(prices.values()),
        differ=len(set(prices.values())) > 1,
    )


@blueprint.get("/my/requests/<uuid:request_id>/bill")
def show_new_bill(request_id: UUID) -> ResponseReturnValue:
    """Asks which sessions, and for how much."""
    private()
    agreements = _agreements()
    form = _bill_form(_prices(agreements))
    form.key.data = str(new_id())
    form.session_pence.data = agreements[-1].offer.session_pence
    return _bill_page(form, _prices(agreements))


@blueprint.post("/my/requests/<uuid:request_id>/bill")
@writes
def send_new_bill(request_id: UUID) -> ResponseReturnValue:
    """Sends it."""
    private()
    agreements = _agreements()
    form = _bill_form(_prices(agreements))

    def send() -> None:
        send_bill(
            session(),
            agreements[-1],
            pence=form.value(),
            reference=(form.reference.data or "").strip(),
            by=acting(Person).id,
            key=UUID(str(form.key.data)),
            clock=clock(),
        )

    if not (form.validate_on_submit() and attempt(form, send)):
        return _bill_page(form, _prices(agreements)), 400
    flash(_("Sent. Two of them look at it, then each pays you their own part."))
    return redirect(f"/my/requests/{request_id}/sessions", 303)


@blueprint.post("/my/requests/<uuid:request_id>/bills/<uuid:bill_id>/withdraw")
@writes
def take_bill_back(request_id: UUID, bill_id: UUID) -> ResponseReturnValue:
    """Takes a bill back before two have found it right."""
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
            days=setting("REFUND_DAYS"),
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
    return page(
        "spending/sent_bill.html",
        request_id=request_id,
        bill=provider_bill(loaded(SharedBill)),
        form=form,
        said=said or form,
        file_form=said if isinstance(said, ReceiptForm) else ReceiptForm(None),
        has_file=has_bill_file(session(), loaded(SharedBill).bill.id),
        accepted=ACCEPTED,
    )
