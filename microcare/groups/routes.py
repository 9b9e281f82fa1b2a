"""My groups: the list, a new one, and asking somebody to join."""

from uuid import UUID

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.extensions import limiter
from microcare.groups.forms import GroupForm, InviteForm
from microcare.groups.models import Group
from microcare.groups.queries import groups_of, member_names
from microcare.groups.services import invite, start_group
from microcare.people.models import Person
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes

blueprint = Blueprint("groups", __name__)


@blueprint.get("/groups")
def show_groups() -> ResponseReturnValue:
    """The groups I am in."""
    private()
    me = acting(Person).id
    groups = [(group, member_names(group, me=me)) for group in groups_of(session(), me)]
    return page("groups/list.html", groups=groups)


@blueprint.get("/groups/new")
def show_new_group() -> ResponseReturnValue:
    """Asks for a name."""
    private()
    return page("groups/new.html", form=GroupForm())


@blueprint.post("/groups/new")
@writes
def start_new_group() -> ResponseReturnValue:
    """Starts it."""
    private()
    form = GroupForm()
    if not form.validate_on_submit():
        return page("groups/new.html", form=form), 400
    name = str(form.name.data).strip()
    group = start_group(session(), name=name, person=acting(Person), clock=clock())
    flash(_("Your group is there. Now ask somebody to join."))
    return redirect(f"/groups/{group.id}", 303)


@blueprint.get("/groups/<uuid:group_id>/invite")
def show_invite(group_id: UUID) -> ResponseReturnValue:
    """Asks whom to invite."""
    private()
    return page("groups/invite.html", form=InviteForm(), group=loaded(Group))


@blueprint.post("/groups/<uuid:group_id>/invite")
@limiter.limit("30 per hour")
@writes
def invite_somebody(group_id: UUID) -> ResponseReturnValue:
    """Sends the link."""
    private()
    form, group = InviteForm(), loaded(Group)

    def send() -> None:
        email = str(form.email.data).strip().lower()
        invite(session(), group, email=email, person=acting(Person), clock=clock())

    if not (form.validate_on_submit() and attempt(form, send)):
        return page("groups/invite.html", form=form, group=group), 400
    flash(_("We have written to them. The letter does not say what it is about."))
    return redirect(f"/groups/{group.id}", 303)
