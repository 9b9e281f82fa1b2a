"""Asking a listing a question, answering it, reading the answer: nobody sees an address."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.directory.forms import AnswerForm, AskForm
from microcare.directory.models import ListingQuestion
from microcare.directory.queries import public_listing_by_id, question_by_id
from microcare.directory.routes.blueprint import blueprint, few
from microcare.directory.services import answer_question, ask_question
from microcare.directory.values import PublicListing
from microcare.web.current import actor, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/listings/<string:slug>/ask")
def show_ask(slug: str) -> ResponseReturnValue:
    """The page to ask on."""
    person = actor()
    told = {"name": person.first_name, "email": person.email} if person else {}
    return page("directory/ask.html", form=AskForm(data=told), listing=loaded(PublicListing))


@blueprint.post("/listings/<string:slug>/ask")
@few
@writes
def send_question(slug: str) -> ResponseReturnValue:
    """Passes the question on."""
    listing, form = loaded(PublicListing), AskForm()
    if not form.validate_on_submit() or not attempt(
        form,
        lambda: ask_question(session(), listing.id, form.value(), by=actor(), clock=clock()),
    ):
        return page("directory/ask.html", form=form, listing=listing), 400
    return redirect(url_for("directory.show_asked", slug=slug), 303)


@blueprint.get("/listings/<string:slug>/asked")
def show_asked(slug: str) -> ResponseReturnValue:
    """It has gone; what happens now."""
    return page("directory/asked.html", listing=loaded(PublicListing))


@blueprint.get("/answers/<string:token>")
def show_question_to_answer(token: str) -> ResponseReturnValue:
    """The question behind a keeper's link, and a box for the answer."""
    return _answer_page(loaded(ListingQuestion), AnswerForm())


@blueprint.post("/answers/<string:token>")
@few
@writes
def send_answer(token: str) -> ResponseReturnValue:
    """Passes the answer back."""
    question, form = loaded(ListingQuestion), AnswerForm()
    if not _answered(question, form):
        return _answer_page(question, form), 400
    return redirect(url_for("directory.show_question_to_answer", token=token), 303)


@blueprint.get("/my/listings/<uuid:listing_id>/asked/<uuid:question_id>")
def show_asked_question(listing_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """The same question for a keeper who is signed in, without the letter."""
    return _answer_page(_asked(question_id), AnswerForm(), listing_id)


@blueprint.post("/my/listings/<uuid:listing_id>/asked/<uuid:question_id>")
@few
@writes
def answer_asked_question(listing_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """Passes the answer back."""
    question, form = _asked(question_id), AnswerForm()
    if not _answered(question, form):
        return _answer_page(question, form, listing_id), 400
    return redirect(url_for("directory.show_my_listing", listing_id=listing_id), 303)


def _asked(question_id: UUID) -> ListingQuestion:
    question = question_by_id(session(), question_id)
    if question is None:
        raise LookupError("the access table has just seen this question")
    return question


@blueprint.get("/replies/<string:token>")
def show_reply(token: str) -> ResponseReturnValue:
    """The answer behind an asker's link."""
    private()
    question = loaded(ListingQuestion)
    listing = public_listing_by_id(session(), question.listing_id)
    return page("directory/reply.html", question=question, listing=listing)


def _answered(question: ListingQuestion, form: AnswerForm) -> bool:
    """Whether the answer is sound and has gone."""
    if not form.validate_on_submit() or not attempt(
        form, lambda: answer_question(session(), question, form.value(), clock=clock())
    ):
        return False
    flash(_("Sent. They get an e-mail now."))
    return True


def _answer_page(question: ListingQuestion, form: Any, kept: UUID | None = None) -> str:
    """`kept` is the listing's id for a keeper who is signed in."""
    private()
    listing = public_listing_by_id(session(), question.listing_id)
    return page("directory/answer.html", form=form, question=question, listing=listing, kept=kept)
