"""A group's own page: what comes next, what we want, who we are, joining and leaving."""

from dataclasses import replace
from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.commissioning.forms import BriefForm, EmptyForm, JoinForm
from microcare.commissioning.queries import brief_of, group_view, stopped_promises
from microcare.commissioning.queries.budding import budding_view
from microcare.commissioning.routes.blueprint import blueprint
from microcare.commissioning.services import (
    ask_for_offer,
    join,
    settle_group,
    write_brief,
)
from microcare.commissioning.values import GroupView
from microcare.extensions import limiter
from microcare.groups.models import Group, Invitation
from microcare.groups.policies import is_open_invitation
from microcare.groups.queries import group_by_id, member_names
from microcare.groups.queries.asking import question_views
from microcare.groups.queries.parting import open_parting
from microcare.groups.services import decline_invitation
from microcare.people.current import acting_for
from microcare.people.models import Person
from microcare.people.policies import scope_of
from microcare.people.queries import supported_by
from microcare.people.values import Act
from microcare.web.current import acting, clock, session, setting
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


def my_view() -> GroupView:
    """The loaded group as the acting member sees it."""
    me, limit = acting(Person).id, setting("GROUP_LIMIT")
    view = group_view(session(), loaded(Group), me=me, clock=clock(), limit=limit)
    held = acting_for()
    return replace(view, is_left_shown=held is None or Act.SEE_MONEY in held.scope)


def settled_first(group_id: UUID) -> ResponseReturnValue | None:
    """Settles a plan whose time has come, before anything else is done; then shows what came of it.

    Whoever looks first does it (pooling P23), but by a press: no page that is only read writes.
    """
    if settle_group(session(), group_id, clock=clock()) is None:
        return None
    flash(_("The time to think was over. Here is how it stands now."))
    return redirect(f"/groups/{group_id}", 303)


@blueprint.get("/groups/<uuid:group_id>")
def show_group(group_id: UUID) -> ResponseReturnValue:
    """What comes next, and everything else about the group."""
    private()
    me, now = acting(Person).id, clock()
    bud = budding_view(session(), loaded(Group), me=me, today=now.today())
    questions = question_views(session(), loaded(Group), me=me, now=now.now())
    asked = any(question.waits_for_me for question in questions)
    parting = open_parting(session(), group_id)
    about_me = parting is not None and parting.person_id == me
    return page(
        "commissioning/group.html",
        group=my_view(),
        bud=bud,
        asked=asked,
        parting=parting,
        about_me=about_me,
        stopped=stopped_promises(session(), me, clock=now, group_id=group_id),
    )


@blueprint.get("/groups/<uuid:group_id>/want")
def show_brief(group_id: UUID) -> ResponseReturnValue:
    """Asks what the group wants."""
    private()
    brief = brief_of(session(), group_id)
    return page("commissioning/brief.html", form=BriefForm(obj=brief), group=loaded(Group))


@blueprint.post("/groups/<uuid:group_id>/want")
@writes
def save_brief(group_id: UUID) -> ResponseReturnValue:
    """Keeps it."""
    private()
    form, group = BriefForm(), loaded(Group)
    if not form.validate_on_submit():
        return page("commissioning/brief.html", form=form, group=group), 400
    write_brief(session(), group, wants=form.value(), clock=clock())
    flash(_("Saved. Everyone in the group can read it."))
    return redirect(f"/groups/{group_id}", 303)


@blueprint.post("/groups/<uuid:group_id>/ask/<uuid:listing_id>")
@limiter.limit("30 per hour")
@writes
def ask_listing(group_id: UUID, listing_id: UUID) -> ResponseReturnValue:
    """Asks a listing for an offer."""
    private()
    form, group = EmptyForm(), loaded(Group)

    def ask() -> None:
        ask_for_offer(session(), group, listing_id=listing_id, clock=clock())

    if not (form.validate_on_submit() and attempt(form, ask)):
        return page("commissioning/group.html", group=my_view(), form=form), 400
    flash(_("We have asked them. They see what you want, and no names."))
    return redirect(f"/groups/{group_id}", 303)


@blueprint.get("/groups/invitations/<string:token>")
def show_invitation(token: str) -> ResponseReturnValue:
    """Who asks, and what joining means."""
    private()
    return _invitation_page(JoinForm(), token)


@blueprint.post("/groups/invitations/<string:token>")
@writes
def accept_invitation(token: str) -> ResponseReturnValue:
    """Joins."""
    private()
    form, invitation = JoinForm(), loaded(Invitation)

    def take_up() -> None:
        brings = (form.brings.data or "").strip()
        limit = setting("GROUP_LIMIT")
        me, now = acting(Person), clock()
        join(session(), invitation, person=me, brings=brings, clock=now, limit=limit)

    if not (form.validate_on_submit() and attempt(form, take_up)):
        return _invitation_page(form, token), 400
    flash(_("You are in."))
    return redirect(f"/groups/{invitation.group_id}", 303)


@blueprint.post("/groups/invitations/<string:token>/no")
@writes
def refuse_invitation(token: str) -> ResponseReturnValue:
    """Says no."""
    private()
    form = JoinForm()

    def refuse() -> None:
        decline_invitation(loaded(Invitation), clock=clock())

    if not (form.validate_on_submit() and attempt(form, refuse)):
        return _invitation_page(form, token), 400
    flash(_("You said no. Nobody is told why."))
    return redirect("/groups", 303)


def _invitation_page(form: JoinForm, token: str) -> str:
    invitation = loaded(Invitation)
    group = group_by_id(session(), invitation.group_id)
    names = member_names(session(), group, me=acting(Person).id) if group else ()
    by = [name.first_name for name in names if name.person_id == invitation.invited_by]
    return page(
        "commissioning/invitation.html",
        form=form,
        token=token,
        by=by[0] if by else "",
        count=len(names),
        others=_could_join(token),
        is_mine=any(name.is_me for name in names),
        is_open=is_open_invitation(invitation, clock().now()) and bool(names),
    )


def _could_join(token: str) -> list[tuple[str, str]]:
    """Whom else the reader could answer this for: where to, and their name."""
    if acting_for() is not None:
        return []
    helped = supported_by(session(), acting(Person).id, on=clock().today())
    return [
        (f"/for/{one.id}/groups/invitations/{token}", one.person.name)
        for one in helped
        if Act.BELONG in scope_of(one)
    ]
