"""Leaving a group, with what it costs before anything is pressed; and bringing one to an end."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.decisions.queries import open_proposal_id
from microcare.groups.models import Group
from microcare.people.current import spoken_for
from microcare.people.models import Person
from microcare.people.values import acts_as
from microcare.spending.forms import PressForm
from microcare.spending.queries import leaving_view
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.services import leave, wind_down
from microcare.spending.values import LeavingView
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/groups/<uuid:group_id>/leave")
def confirm_leave(group_id: UUID) -> ResponseReturnValue:
    """What leaving means for my money, and the question."""
    private()
    return _leave_page(PressForm())


def _costs() -> LeavingView | None:
    """What leaving means for my money; None where nothing of mine is promised."""
    costs = leaving_view(session(), loaded(Group).id, me=acting(Person).id, clock=clock())
    return costs if costs.owed_pence or costs.freed_pence else None


def _leave_page(form: PressForm) -> str:
    group = loaded(Group)
    deciding = open_proposal_id(session(), group.id) is not None
    return page("spending/leave.html", form=form, group=group, costs=_costs(), deciding=deciding)


@blueprint.post("/groups/<uuid:group_id>/leave")
@writes
def leave_now(group_id: UUID) -> ResponseReturnValue:
    """Leaves."""
    private()
    form, costs = PressForm(), _costs()

    def go() -> None:
        me = acting(Person).id
        leave(
            session(), loaded(Group), person_id=me, actor=acts_as(me, spoken_for()), clock=clock()
        )

    if not (form.validate_on_submit() and attempt(form, go)):
        return _leave_page(form), 400
    owes = costs is not None and costs.owed_pence > 0
    owing, free = (
        _("You have left. Your bills come to you here."),
        _("You have left. You owe nothing."),
    )
    flash(owing if owes else free)
    return redirect("/groups", 303)


@blueprint.get("/groups/<uuid:group_id>/end")
def confirm_end(group_id: UUID) -> ResponseReturnValue:
    """What an end means, and the question."""
    private()
    return page("spending/end.html", form=PressForm(), group=loaded(Group))


@blueprint.post("/groups/<uuid:group_id>/end")
@writes
def end_now(group_id: UUID) -> ResponseReturnValue:
    """Begins the end."""
    private()
    form, group = PressForm(), loaded(Group)

    def end() -> None:
        wind_down(session(), group, clock=clock())

    if not (form.validate_on_submit() and attempt(form, end)):
        return page("spending/end.html", form=form, group=group), 400
    flash(_("Nothing new begins in this group. It closes when all is paid."))
    return redirect(f"/groups/{group_id}", 303)
