"""My groups: the list, a new one, and asking somebody to join."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.extensions import limiter
from microcare.groups.forms import BringForm, GroupForm, InviteForm
from microcare.groups.models import Group
from microcare.groups.queries import groups_of, names_by_group
from microcare.groups.routes.blueprint import blueprint
from microcare.groups.services import invite, say_what_i_bring, start_group
from microcare.people.models import Person
from microcare.web.current import acting, clock, session, setting
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/groups")
def show_groups() -> ResponseReturnValue:
    """The groups I am in."""
    private()
    me = acting(Person).id
    groups = groups_of(session(), me)
    names = names_by_group(session(), groups, me=me)
    return page("groups/list.html", groups=[(group, names[group.id]) for group in groups])


@blueprint.get("/groups/new")
def show_new_group() -> ResponseReturnValue:
    """Asks for a name."""
    private()
    return page("groups/new.html", form=GroupForm(), limit=setting("GROUP_LIMIT"))


@blueprint.post("/groups/new")
@limiter.limit("30 per hour")
@writes
def start_new_group() -> ResponseReturnValue:
    """Starts it."""
    private()
    form = GroupForm()
    if not form.validate_on_submit():
        return page("groups/new.html", form=form, limit=setting("GROUP_LIMIT")), 400
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
        limit = setting("GROUP_LIMIT")
        invite(session(), group, email=email, person=acting(Person), clock=clock(), limit=limit)

    if not (form.validate_on_submit() and attempt(form, send)):
        return page("groups/invite.html", form=form, group=group), 400
    flash(_("We have written to them. The letter does not say what it is about."))
    return redirect(f"/groups/{group.id}", 303)


@blueprint.get("/groups/<uuid:group_id>/bring")
def show_bring(group_id: UUID) -> ResponseReturnValue:
    """Asks what I could bring."""
    private()
    group, me = loaded(Group), acting(Person).id
    said = [m.brings for m in group.members if m.person_id == me]
    return page("groups/bring.html", form=BringForm(data={"brings": said[0]}), group=group)


@blueprint.post("/groups/<uuid:group_id>/bring")
@writes
def save_bring(group_id: UUID) -> ResponseReturnValue:
    """Keeps it."""
    private()
    form, group = BringForm(), loaded(Group)
    if not form.validate_on_submit():
        return page("groups/bring.html", form=form, group=group), 400
    brings = (form.brings.data or "").strip()
    say_what_i_bring(group, person_id=acting(Person).id, brings=brings)
    flash(_("Saved. Everyone in the group can read it."))
    return redirect(f"/groups/{group_id}", 303)
