"""A group that is a co-operative, or may become one: who is in it as what, and what each counts."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.decisions.values.classes import VOICE_WORDS
from microcare.extensions import limiter
from microcare.groups.forms import CoopForm, StakeForm
from microcare.groups.models import Group
from microcare.groups.queries import member_names
from microcare.groups.queries.coops import coop_view
from microcare.groups.routes.blueprint import blueprint
from microcare.groups.services import ask_to_be_coop, say_stake
from microcare.groups.values.coops import BALANCES, STAKE_OF_ONE, Stake
from microcare.people.models import Person
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes
from microcare.web.words import say


@blueprint.get("/groups/<uuid:group_id>/co-op")
def show_coop(group_id: UUID) -> ResponseReturnValue:
    """Who is in it as what, or what it would be."""
    return _page(CoopForm(), StakeForm())


@blueprint.post("/groups/<uuid:group_id>/co-op")
@limiter.limit("30 per hour")
@writes
def ask_coop(group_id: UUID) -> ResponseReturnValue:
    """Asks all whether to be one, or to count otherwise."""
    form = CoopForm()

    def ask() -> None:
        words, weights = BALANCES[str(form.balance.data)]
        ask_to_be_coop(
            session(),
            loaded(Group),
            weights=weights,
            words=_("Shall we be a co-operative of users and workers? %(how)s.", how=say(words)),
            days=int(form.days.data),
            person_id=acting(Person).id,
            clock=clock(),
        )

    if not (form.validate_on_submit() and attempt(form, ask)):
        return _page(form, StakeForm(formdata=None)), 400
    if len(loaded(Group).members) == 1:
        flash(_("Your group is a co-operative now."))
        return redirect(f"/groups/{group_id}/co-op", 303)
    flash(_("We have asked the others. Answer it yourself too."))
    return redirect(f"/groups/{group_id}/questions", 303)


@blueprint.post("/groups/<uuid:group_id>/co-op/me")
@writes
def save_stake(group_id: UUID) -> ResponseReturnValue:
    """Why I am in it."""
    form = StakeForm()

    def keep() -> None:
        me, stake = acting(Person).id, Stake(form.stake.data)
        say_stake(session(), loaded(Group), stake, person_id=me, clock=clock())

    if not (form.validate_on_submit() and attempt(form, keep)):
        return _page(CoopForm(formdata=None), form), 400
    flash(_("Saved. The others can read it."))
    return redirect(f"/groups/{group_id}/co-op", 303)


def _page(form: CoopForm, mine: StakeForm) -> str:
    private()
    group, me = loaded(Group), acting(Person).id
    view = coop_view(group, me=me, names=member_names(session(), group, me=me))
    if view is not None and not mine.errors:
        mine.stake.data = view.mine.value
    return page(
        "groups/coop.html",
        group=group,
        coop=view,
        form=form,
        mine=mine,
        said=mine,
        of_one=STAKE_OF_ONE,
        voices=VOICE_WORDS,
    )
