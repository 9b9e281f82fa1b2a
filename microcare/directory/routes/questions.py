"""One question a page, saved as they go."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.directory.current import current_rules
from microcare.directory.forms import HelpForm, WhereForm
from microcare.directory.models import Listing
from microcare.directory.policies import PARTS
from microcare.directory.queries import answers_of, help_terms, listing_by_id, private_postcode
from microcare.directory.routes.blueprint import blueprint, me
from microcare.directory.routes.journey import QUESTIONS, Question, after, asked_in, first_of
from microcare.directory.services import answer, place_listing, tell_room
from microcare.directory.values import Act, Answers, RoomNow, State, Where, may_step
from microcare.places.current import current_gazetteer
from microcare.web.current import clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes

_SHOWN = (State.PUBLIC, State.PAUSED)


@blueprint.get("/my/listings/<uuid:listing_id>/questions/<string:question>")
def show_question(listing_id: UUID, question: str) -> ResponseReturnValue:
    """One question with the answer given so far."""
    listing, asked = loaded(Listing), _question(question)
    if not _may_answer(listing, asked):
        return redirect(url_for("directory.show_my_listing", listing_id=listing.id), 303)
    answers = answers_of(listing)
    if not asked.is_asked(answers):
        where = first_of(asked.part).slug
        return redirect(
            url_for("directory.show_question", listing_id=listing.id, question=where), 303
        )
    return _page(listing, asked, _form(asked, listing, answers), answers)


@blueprint.post("/my/listings/<uuid:listing_id>/questions/<string:question>")
@writes
def save_answer(listing_id: UUID, question: str) -> ResponseReturnValue:
    """Saves the answer and goes on to the next question of the part, or back to the list."""
    listing, asked = loaded(Listing), _question(question)
    answers = answers_of(listing)
    if not asked.is_asked(answers):
        return _where_first(listing, asked, answers), 400
    form = _form(asked, listing, answers)
    if not form.validate_on_submit() or not attempt(form, lambda: _save(listing, form.value())):
        fresh = listing_by_id(session(), listing_id)
        return _page(fresh or listing, asked, form, answers), 400
    following = after(asked, answers_of(listing))
    if following is None or (asked.slug == "room" and listing.state in _SHOWN):
        return redirect(url_for("directory.show_my_listing", listing_id=listing.id), 303)
    return redirect(
        url_for("directory.show_question", listing_id=listing.id, question=following.slug), 303
    )


def _question(slug: str) -> Question:
    if slug not in QUESTIONS:
        abort(404)
    return QUESTIONS[slug]


def _where_first(listing: Listing, question: Question, answers: Answers) -> str:
    # An old page of the same browser: since then they said that they visit, or the opposite.
    where = first_of(question.part)
    form = _form(where, listing, answers, formdata=None)
    form.form_errors.append(_("That was not kept. Say first where you help"))
    return _page(listing, where, form, answers)


def _may_answer(listing: Listing, question: Question) -> bool:
    act = Act.ROOM if question.slug == "room" and listing.state in _SHOWN else Act.ANSWER
    return may_step(listing.life, act)


def _form(question: Question, listing: Listing, answers: Answers, **sent: Any) -> Any:
    told = question.form.told(answers)
    if question.form is WhereForm and not told.get("postcode"):
        told |= {"postcode": private_postcode(session(), listing.id)}
    form = question.form(data=told, **sent)
    if isinstance(form, HelpForm):
        form.offer(help_terms(session()))
    return form


def _save(listing: Listing, value: Any) -> None:
    if isinstance(value, Where):
        place_listing(
            session(), listing, value, gazetteer=current_gazetteer(), by=me(), clock=clock()
        )
    elif isinstance(value, RoomNow) and listing.state in _SHOWN:
        tell_room(session(), listing, value, by=me(), clock=clock())
    else:
        rules = current_rules()
        answer(session(), listing, value, by=me(), clock=clock(), rules=rules)


def _page(listing: Listing, question: Question, form: Any, answers: Answers) -> str:
    private()
    asked = asked_in(question.part, answers)
    return page(
        "directory/question.html",
        form=form,
        question=question,
        listing=listing,
        part_name=next(part.name for part in PARTS if part.slug == question.part),
        number=asked.index(question) + 1 if question in asked else 1,
        count=len(asked),
    )
