"""A group's sessions as one member sees them: what became of each, and their own part."""

from uuid import UUID

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.commissioning.models import CareSession
from microcare.groups.models import Group
from microcare.people.models import Person
from microcare.spending.forms import OutcomeForm, PressForm
from microcare.spending.queries import my_sessions, promised_agreement, session_of_group
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.services import let_my_part_go, mark_it_took_place, say_if_i_came
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/groups/<uuid:group_id>/sessions")
def show_sessions(group_id: UUID) -> ResponseReturnValue:
    """Each session with its day, what became of it, and my part."""
    private()
    return _sessions_page(PressForm())


def _sessions_page(form: PressForm | OutcomeForm) -> str:
    group, me = loaded(Group), acting(Person).id
    agreement = promised_agreement(session(), group.id)
    return page(
        "spending/sessions.html",
        group=group,
        provider=agreement.offer.provider if agreement else "",
        sessions=my_sessions(session(), group.id, me=me, clock=clock()),
        form=form,
    )


def _one(group_id: UUID, session_id: UUID) -> CareSession:
    found = session_of_group(session(), group_id, session_id)
    if found is None:
        abort(404)
    return found


@blueprint.post("/groups/<uuid:group_id>/sessions/<uuid:session_id>/took-place")
@writes
def say_it_took_place(group_id: UUID, session_id: UUID) -> ResponseReturnValue:
    """One who has a part in a session says that it took place."""
    private()
    form, one = PressForm(), _one(group_id, session_id)

    def say_so() -> None:
        me = acting(Person).id
        mark_it_took_place(session(), one, group_id=group_id, person_id=me, clock=clock())

    if not (form.validate_on_submit() and attempt(form, say_so)):
        return _sessions_page(form), 400
    flash(_("Thank you. Now it can be billed."))
    return redirect(f"/groups/{group_id}/sessions", 303)


@blueprint.post("/groups/<uuid:group_id>/sessions/<uuid:session_id>/me")
@writes
def say_i_came(group_id: UUID, session_id: UUID) -> ResponseReturnValue:
    """Whether I came. Only I see it."""
    private()
    form, one = OutcomeForm(), _one(group_id, session_id)
    form.offer(["yes", "no"])

    def say_so() -> None:
        came = form.outcome.data == "yes"
        say_if_i_came(session(), one, person_id=acting(Person).id, came=came, clock=clock())

    if not (form.validate_on_submit() and attempt(form, say_so)):
        return _sessions_page(form), 400
    flash(_("Saved. Only you see this."))
    return redirect(f"/groups/{group_id}/sessions", 303)


@blueprint.post("/groups/<uuid:group_id>/sessions/<uuid:session_id>/let-go")
@writes
def say_it_did_not(group_id: UUID, session_id: UUID) -> ResponseReturnValue:
    """A session did not take place after all; with the provider's word my part is free."""
    private()
    form, one = PressForm(), _one(group_id, session_id)

    def say_so() -> None:
        me = acting(Person).id
        let_my_part_go(session(), one, group_id=group_id, person_id=me, clock=clock())

    if not (form.validate_on_submit() and attempt(form, say_so)):
        return _sessions_page(form), 400
    flash(_("Saved. Your part is free when they say the same."))
    return redirect(f"/groups/{group_id}/sessions", 303)
