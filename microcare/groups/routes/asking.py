"""Questions that a group asks itself: the list, a new one, and each member's own answer."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.decisions.models import Question
from microcare.decisions.queries import question_in
from microcare.decisions.values import Answer
from microcare.decisions.values.classes import VOICE_WORDS
from microcare.extensions import limiter
from microcare.groups.forms import AskForm, QuestionForm
from microcare.groups.models import Group
from microcare.groups.queries import member_names
from microcare.groups.queries.asking import question_view, question_views
from microcare.groups.routes.blueprint import blueprint
from microcare.groups.services import answer_question, ask_group, take_back_question
from microcare.people.models import Person
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/groups/<uuid:group_id>/questions")
def show_questions(group_id: UUID) -> ResponseReturnValue:
    """What we asked, and what most said."""
    private()
    group, me = loaded(Group), acting(Person).id
    views = question_views(session(), group, me=me, now=clock().now())
    return page("groups/questions.html", group=group, questions=views, names=_names())


@blueprint.get("/groups/<uuid:group_id>/questions/new")
def show_new_question(group_id: UUID) -> ResponseReturnValue:
    """Asks what to ask."""
    private()
    return page("groups/new_question.html", group=loaded(Group), form=AskForm())


@blueprint.post("/groups/<uuid:group_id>/questions/new")
@limiter.limit("30 per hour")
@writes
def ask_question(group_id: UUID) -> ResponseReturnValue:
    """Asks the others."""
    private()
    form, group = AskForm(), loaded(Group)

    def ask() -> None:
        words, days = str(form.words.data).strip(), int(form.days.data)
        me = acting(Person).id
        ask_group(session(), group, words=words, days=days, person_id=me, clock=clock())

    if not (form.validate_on_submit() and attempt(form, ask)):
        return page("groups/new_question.html", group=group, form=form), 400
    flash(_("We have asked the others. Answer it yourself too."))
    return redirect(f"/groups/{group_id}/questions", 303)


@blueprint.get("/groups/<uuid:group_id>/questions/<uuid:question_id>")
def show_question(group_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """The question, and my answer to it."""
    return _page(QuestionForm(), question_id)


@blueprint.post("/groups/<uuid:group_id>/questions/<uuid:question_id>")
@writes
def send_answer(group_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """Takes my answer."""
    form = QuestionForm()

    def act(question: Question) -> None:
        me, answer = acting(Person).id, Answer(form.answer.data)
        group = loaded(Group)
        answer_question(session(), group, question, person_id=me, answer=answer, clock=clock())

    words = _("We have your answer. You can change it until the question ends.")
    return _done(form, question_id, act, words)


@blueprint.post("/groups/<uuid:group_id>/questions/<uuid:question_id>/stop")
@writes
def stop_question(group_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """Takes my question back."""

    def act(question: Question) -> None:
        me = acting(Person).id
        take_back_question(session(), loaded(Group), question, person_id=me, clock=clock())

    form = QuestionForm(data={"answer": Answer.ASIDE.value})
    return _done(form, question_id, act, _("Taken back. Nothing is decided."), asks=False)


def _done(
    form: QuestionForm,
    question_id: UUID,
    act: Callable[[Question], None],
    words: str,
    *,
    asks: bool = True,
) -> ResponseReturnValue:
    group = loaded(Group)
    question = question_in(session(), group.id, question_id)
    if question is None:
        abort(404)
    may = form.validate_on_submit() if asks else True
    if not (may and attempt(form, lambda: act(question))):
        return _page(form, question_id), 400
    flash(words)
    return redirect(f"/groups/{group.id}/questions", 303)


def _names() -> dict[UUID, str]:
    """First names of who is in the group, oneself as "You"."""
    found = member_names(session(), loaded(Group), me=acting(Person).id)
    return {name.person_id: _("You") if name.is_me else name.first_name for name in found}


def _page(form: QuestionForm, question_id: UUID) -> str:
    private()
    group, me = loaded(Group), acting(Person).id
    view = question_view(session(), group, question_id, me=me, now=clock().now())
    if view is None:
        abort(404)
    return page(
        "groups/question.html",
        group=group,
        question=view,
        form=form,
        by=_names().get(view.asked_by, ""),
        is_mine=view.asked_by == me,
        voices=VOICE_WORDS,
    )
