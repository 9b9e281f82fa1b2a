"""Two who may meet: yes, not this time, and from there to a group."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.extensions import limiter
from microcare.groups.forms import EmptyForm
from microcare.groups.models import Introduction
from microcare.groups.routes.blueprint import blueprint
from microcare.groups.routes.finding import done, finding_page
from microcare.groups.services import (
    look_at_their_group,
    say_not_this_time,
    say_yes_to_meeting,
    start_with_them,
)
from microcare.people.models import Person
from microcare.web.current import acting, clock, session, setting
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.transaction import writes


def _pressed(act: Callable[[], None]) -> ResponseReturnValue | None:
    """Does it; or answers the page with what is in the way."""
    form = EmptyForm()
    if form.validate_on_submit() and attempt(form, act):
        return None
    return finding_page(form), 400


@blueprint.post("/groups/meet/<uuid:introduction_id>/yes")
@limiter.limit("30 per hour")
@writes
def say_yes(introduction_id: UUID) -> ResponseReturnValue:
    """Yes, tell them my first name, if they say yes too."""
    met: list[bool] = []

    def say() -> None:
        me, found = acting(Person).id, loaded(Introduction)
        met.append(say_yes_to_meeting(session(), found, person_id=me, clock=clock()))

    refused = _pressed(say)
    if refused is not None:
        return refused
    return done(_("You have both said yes.") if met[0] else _("Saved. You said yes."))


@blueprint.post("/groups/meet/<uuid:introduction_id>/no")
@writes
def say_no(introduction_id: UUID) -> ResponseReturnValue:
    """Not this time; nobody is told."""

    def say() -> None:
        me = acting(Person).id
        say_not_this_time(session(), loaded(Introduction), person_id=me, clock=clock())

    return _pressed(say) or done(_("Not this time, then. Nobody is told."))


@blueprint.post("/groups/meet/<uuid:introduction_id>/group")
@limiter.limit("30 per hour")
@writes
def start_together(introduction_id: UUID) -> ResponseReturnValue:
    """Starts a group and asks them to join it."""
    made: list[Introduction] = []

    def start() -> None:
        found = start_with_them(
            session(),
            loaded(Introduction),
            person=acting(Person),
            name=_("Our group"),
            limit=setting("GROUP_LIMIT"),
            clock=clock(),
        )
        made.append(found)

    refused = _pressed(start)
    if refused is not None:
        return refused
    if made[0].started_by_id != acting(Person).id:
        return done(_("They were first. Look at their group."))
    flash(_("We have asked them to join. You can change what you want here."))
    return redirect(f"/groups/{made[0].group_id}", 303)


@blueprint.post("/groups/meet/<uuid:introduction_id>/join")
@limiter.limit("30 per hour")
@writes
def look_at_group(introduction_id: UUID) -> ResponseReturnValue:
    """Leads to the invitation, which says what joining means."""
    token: list[str] = []

    def look() -> None:
        me, found = acting(Person).id, loaded(Introduction)
        token.append(look_at_their_group(session(), found, person_id=me, clock=clock()))

    return _pressed(look) or redirect(f"/groups/invitations/{token[0]}", 303)
