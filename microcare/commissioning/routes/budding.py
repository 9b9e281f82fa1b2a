"""A group becomes two: who would go, and each one's own yes."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.commissioning.forms import BudForm, EmptyForm
from microcare.commissioning.queries.budding import budding_view, is_busy
from microcare.commissioning.routes.blueprint import blueprint
from microcare.commissioning.services import (
    agree_to_move,
    propose_budding,
    refuse_to_move,
    stop_budding,
)
from microcare.commissioning.values import FEWEST_TO_GO, FEWEST_TO_STAY
from microcare.groups.models import Group
from microcare.groups.queries import member_names
from microcare.people.models import Person
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/groups/<uuid:group_id>/bud")
def show_bud(group_id: UUID) -> ResponseReturnValue:
    """What is proposed, or the questions."""
    return _page(_form())


@blueprint.post("/groups/<uuid:group_id>/bud")
@writes
def propose_bud(group_id: UUID) -> ResponseReturnValue:
    """Proposes it."""
    form, group = _form(), loaded(Group)

    def propose() -> None:
        propose_budding(
            session(),
            group,
            name=str(form.name.data).strip(),
            movers=[UUID(who) for who in form.movers.data or ()],
            person_id=acting(Person).id,
            clock=clock(),
        )

    if not (form.validate_on_submit() and attempt(form, propose)):
        return _page(form), 400
    flash(_("Each of them is asked. Nobody moves unless they all say yes."))
    return redirect(f"/groups/{group_id}/bud", 303)


@blueprint.post("/groups/<uuid:group_id>/bud/yes")
@writes
def move_over(group_id: UUID) -> ResponseReturnValue:
    """Yes, I would go."""
    begun: list[Group | None] = []

    def agree() -> None:
        me, group = acting(Person).id, loaded(Group)
        begun.append(agree_to_move(session(), group, person_id=me, clock=clock()))

    refused = _pressed(agree)
    if refused is not None:
        return refused
    if begun[0] is None:
        flash(_("Saved. You move when all of you have said yes."))
        return redirect(f"/groups/{group_id}", 303)
    flash(_("Your new group is there. Your money is still yours alone."))
    return redirect(f"/groups/{begun[0].id}", 303)


@blueprint.post("/groups/<uuid:group_id>/bud/no")
@writes
def stay_here(group_id: UUID) -> ResponseReturnValue:
    """No, I stay; so nobody goes."""

    def refuse() -> None:
        refuse_to_move(session(), loaded(Group), person_id=acting(Person).id, clock=clock())

    return _pressed(refuse) or _back(group_id, _("You stay. Nobody moves."))


@blueprint.post("/groups/<uuid:group_id>/bud/stop")
@writes
def stop_bud(group_id: UUID) -> ResponseReturnValue:
    """Takes it back."""

    def stop() -> None:
        stop_budding(session(), loaded(Group), person_id=acting(Person).id)

    return _pressed(stop) or _back(group_id, _("Taken back. Nobody moves."))


def _pressed(act: Callable[[], None]) -> ResponseReturnValue | None:
    form = _form()
    # What is in the way is said above the questions, whichever button was pressed.
    if EmptyForm().validate_on_submit() and attempt(form, act):
        return None
    return _page(form), 400


def _back(group_id: UUID, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(f"/groups/{group_id}", 303)


def _form() -> BudForm:
    form = BudForm()
    names = member_names(session(), loaded(Group), me=acting(Person).id)
    form.offer([(str(n.person_id), _("You") if n.is_me else n.first_name) for n in names])
    return form


def _page(form: BudForm) -> str:
    private()
    group, now = loaded(Group), clock()
    return page(
        "commissioning/bud.html",
        form=form,
        group=group,
        bud=budding_view(session(), group, me=acting(Person).id, today=now.today()),
        is_busy=is_busy(session(), group.id, today=now.today(), now=now.now()),
        is_small=len(group.members) < FEWEST_TO_GO + FEWEST_TO_STAY,
    )
