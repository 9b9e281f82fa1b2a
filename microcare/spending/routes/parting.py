"""Asking a member to leave: the reasons, their reply, and what the others decide."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.decisions.values import Answer
from microcare.extensions import limiter
from microcare.groups.models import Group, Parting
from microcare.groups.queries import member_names
from microcare.groups.queries.parting import open_parting, parting_by_id, parting_view
from microcare.groups.services import answer_parting, ask_to_leave, reply_to
from microcare.groups.values.parting import FEWEST_TO_PART, PartingView
from microcare.people.models import Person
from microcare.places.queries import patches
from microcare.spending.forms import AskToLeaveForm, PartingForm, ReplyForm
from microcare.spending.routes.blueprint import blueprint
from microcare.spending.services import settle_parting, take_back_parting
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/groups/<uuid:group_id>/ask-to-leave")
def show_asking(group_id: UUID) -> ResponseReturnValue:
    """What it means to ask, and whom and why."""
    return _asking_page(_asking_form())


@blueprint.post("/groups/<uuid:group_id>/ask-to-leave")
@limiter.limit("10 per hour")
@writes
def ask_now(group_id: UUID) -> ResponseReturnValue:
    """Asks it; the person is told."""
    form, group = _asking_form(), loaded(Group)

    def ask() -> None:
        about, reason = UUID(str(form.who.data)), str(form.reason.data).strip()
        me = acting(Person).id
        ask_to_leave(session(), group, about=about, reason=reason, person_id=me, clock=clock())

    if not (form.validate_on_submit() and attempt(form, ask)):
        return _asking_page(form), 400
    flash(_("They have a week to reply. Then the rest of you decide."))
    return redirect(f"/groups/{group_id}", 303)


@blueprint.get("/groups/<uuid:group_id>/asked-to-leave/<uuid:parting_id>")
def show_parting(group_id: UUID, parting_id: UUID) -> ResponseReturnValue:
    """The reasons, the reply, and my answer; for the person themself, their own page."""
    parting = _parting(parting_id)
    if parting.person_id == acting(Person).id:
        return redirect(f"/my/asked-to-leave/{parting_id}", 303)
    return _members_page(PartingForm(), parting)


@blueprint.post("/groups/<uuid:group_id>/asked-to-leave/<uuid:parting_id>")
@writes
def decide_parting(group_id: UUID, parting_id: UUID) -> ResponseReturnValue:
    """Takes my answer."""
    form = PartingForm()

    def answer(parting: Parting) -> None:
        me, said = acting(Person).id, Answer(form.answer.data)
        answer_parting(session(), parting, person_id=me, answer=said, clock=clock())

    return _pressed(form, parting_id, answer, _("We have your answer. You can change it."))


@blueprint.post("/groups/<uuid:group_id>/asked-to-leave/<uuid:parting_id>/stop")
@writes
def stop_asking(group_id: UUID, parting_id: UUID) -> ResponseReturnValue:
    """Takes it back."""

    def stop(parting: Parting) -> None:
        take_back_parting(session(), parting, person_id=acting(Person).id, clock=clock())

    form = PartingForm(data={"answer": Answer.ASIDE.value})
    return _pressed(form, parting_id, stop, _("Taken back. They stay."), asks=False)


@blueprint.get("/my/asked-to-leave/<uuid:parting_id>")
def show_my_parting(parting_id: UUID) -> ResponseReturnValue:
    """What is asked of me, and my reply."""
    return _my_page(ReplyForm())


@blueprint.post("/my/asked-to-leave/<uuid:parting_id>")
@writes
def reply_now(parting_id: UUID) -> ResponseReturnValue:
    """Keeps my reply; then the others decide."""
    form = ReplyForm()

    def reply() -> None:
        settle_parting(session(), parting_id, clock=clock())
        reply_to(session(), loaded(Parting), words=str(form.words.data).strip(), clock=clock())

    if not (form.validate_on_submit() and attempt(form, reply)):
        return _my_page(form), 400
    flash(_("The others read it before they decide."))
    return redirect(f"/my/asked-to-leave/{parting_id}", 303)


def _parting(parting_id: UUID) -> Parting:
    """One of this group's."""
    found = parting_by_id(session(), parting_id)
    if found is None or found.group_id != loaded(Group).id:
        abort(404)
    return found


def _pressed(
    form: PartingForm,
    parting_id: UUID,
    act: Callable[[Parting], None],
    words: str,
    *,
    asks: bool = True,
) -> ResponseReturnValue:
    """One press of a member; what is due by then is done first, and what is due by it after."""
    parting = _parting(parting_id)
    if parting.person_id == acting(Person).id:
        abort(404)

    def press() -> None:
        settle_parting(session(), parting_id, clock=clock())
        act(parting)
        settle_parting(session(), parting_id, clock=clock())

    may = form.validate_on_submit() if asks else True
    if not (may and attempt(form, press)):
        return _members_page(form, _parting(parting_id)), 400
    flash(words)
    return redirect(f"/groups/{parting.group_id}", 303)


def _asking_form() -> AskToLeaveForm:
    form = AskToLeaveForm()
    names = member_names(session(), loaded(Group), me=acting(Person).id)
    form.offer([(str(n.person_id), n.first_name) for n in names if not n.is_me])
    return form


def _asking_page(form: AskToLeaveForm) -> str:
    private()
    group = loaded(Group)
    found = open_parting(session(), group.id)
    is_small = len(group.members) < FEWEST_TO_PART
    return page("spending/ask_to_leave.html", form=form, group=group, open=found, small=is_small)


def _view(parting: Parting) -> PartingView:
    return parting_view(session(), parting, me=acting(Person).id, now=clock().now())


def _members_page(form: PartingForm, parting: Parting) -> str:
    private()
    return page("spending/parting.html", form=form, group=loaded(Group), parting=_view(parting))


def _my_page(form: ReplyForm) -> str:
    private()
    view = _view(loaded(Parting))
    return page("spending/my_parting.html", form=form, parting=view, patches=patches(session()))
