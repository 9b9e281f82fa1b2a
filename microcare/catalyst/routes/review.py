"""One listing on one page: the answers, the checks they call for, the catalyst's answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.catalyst.forms import AnswerForm, NoteForm
from microcare.catalyst.policies import check_rows
from microcare.catalyst.queries import asked_lately, open_handovers, told
from microcare.catalyst.routes.blueprint import blueprint, me
from microcare.catalyst.services import add_note, ask_keepers, decide, let_go
from microcare.catalyst.values import Decision, check_slug
from microcare.directory.current import current_rules
from microcare.directory.forms import PressForm
from microcare.directory.models import Listing
from microcare.directory.policies import PARTS, may_decide, may_keep
from microcare.directory.queries import Review, interested_ids, is_stopped, listing_for_review
from microcare.directory.services.approve import why_not
from microcare.directory.values import ACT_WORDS, DBS_WORDS, STATE_WORDS, waits_for_catalyst
from microcare.people.current import note_looks
from microcare.people.queries import people_by_ids
from microcare.people.values.seen import Seen
from microcare.places.policies import has_safeguarding_contact
from microcare.places.queries import patch_by_id
from microcare.web.current import clock, session
from microcare.web.forms import Form, attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes
from microcare.web.words import say


@blueprint.get("/catalyst/listings/<uuid:listing_id>")
def show_review(listing_id: UUID) -> ResponseReturnValue:
    """The answers, the checks and the answer to give."""
    return review_page(listing_id)


@blueprint.post("/catalyst/listings/<uuid:listing_id>/answer")
@writes
def send_answer(listing_id: UUID) -> ResponseReturnValue:
    """Says yes, asks for changes, or says no."""
    listing, form = loaded(Listing), _answer_form()
    if not form.validate_on_submit() or not attempt(form, lambda: _decide(listing, form)):
        return review_page(listing_id, answer=form), 400
    said = {
        Decision.YES: _("%(name)s is on the map now.", name=listing.name),
        Decision.CHANGES: _("Sent. %(name)s can change it now.", name=listing.name),
        Decision.NO: _("Sent. They can read why."),
    }
    flash(said[form.value()[0]])
    return redirect(url_for("catalyst.show_desk"), 303)


def _decide(listing: Listing, form: AnswerForm) -> None:
    decision, words = form.value()
    decide(
        session(),
        listing,
        decision,
        words=words,
        read=form.read_at(),
        parts=form.parts.data or (),
        by=me(),
        clock=clock(),
        rules=current_rules(),
    )


def _answer_form(**kwargs: Any) -> AnswerForm:
    form = AnswerForm(**kwargs)
    form.offer_parts((part.slug, part.name) for part in PARTS)
    return form


@blueprint.post("/catalyst/listings/<uuid:listing_id>/notes")
@writes
def write_note(listing_id: UUID) -> ResponseReturnValue:
    """Adds a note that only catalysts read."""
    form = NoteForm()

    def add() -> None:
        add_note(session(), loaded(Listing), words=form.value(), by=me(), clock=clock())

    if not form.validate_on_submit() or not attempt(form, add):
        return review_page(listing_id, note=form), 400
    flash(_("Noted."))
    return back(listing_id)


@blueprint.post("/catalyst/listings/<uuid:listing_id>/still-right")
@writes
def ask_now(listing_id: UUID) -> ResponseReturnValue:
    """Asks its keepers whether it is still right."""
    return _press(ask_keepers, _("Asked. They get an e-mail with one button."))


@blueprint.post("/catalyst/listings/<uuid:listing_id>/let-go")
@writes
def drop_idea(listing_id: UUID) -> ResponseReturnValue:
    """Closes an idea that came to nothing."""
    return _press(let_go, _("Let go. It is under paused or closed."))


def _press(act: Callable[..., Any], said: str) -> ResponseReturnValue:
    listing, form = loaded(Listing), PressForm()
    if not form.validate_on_submit() or not attempt(
        form, lambda: act(session(), listing, by=me(), clock=clock())
    ):
        return review_page(listing.id, press=form), 400
    flash(said)
    return back(listing.id)


def back(listing_id: UUID) -> ResponseReturnValue:
    """To the listing's page."""
    return redirect(url_for("catalyst.show_review", listing_id=listing_id), 303)


def review_page(
    listing_id: UUID,
    *,
    answer: AnswerForm | None = None,
    note: NoteForm | None = None,
    press: Form | None = None,
) -> str:
    """The page, with the form that was refused, if one was."""
    private()
    rules = current_rules()
    note_looks((keeper.person_id for keeper in loaded(Listing).keepers), Seen.KEEPER)
    review = listing_for_review(session(), listing_id, clock=clock(), rules=rules)
    if review is None:
        raise LookupError("it was there a moment ago")
    listing, answers = review.listing, review.answers
    broken = why_not(session(), listing, answers, by=me(), clock=clock(), rules=rules)
    answer_form = answer or _answer_form(formdata=None)
    answer_form.offer(sent_at=review.listing.sent_at, may_say_yes=broken is None)
    return page(
        "catalyst/review.html",
        form=answer or note or press or answer_form,
        answer_form=answer_form,
        note_form=note or NoteForm(formdata=None),
        why_not=say(broken.sentence) if broken else "",
        **_shown(review),
    )


def _shown(review: Review) -> dict[str, Any]:
    listing, now = review.listing, clock()
    patch = patch_by_id(session(), listing.desk_id) if listing.desk_id else None
    aside = interested_ids(session(), listing.id)
    stood_aside = people_by_ids(session(), list(aside - {me().id}))
    keepers = people_by_ids(session(), [keeper.person_id for keeper in listing.keepers])
    return {
        "listing": listing,
        "answers": review.answers,
        "public": review.public,
        "rows": check_rows(review.needed, review.seen, today=now.today()),
        "check_slug": check_slug,
        "history": told(review.history),
        "keepers": sorted(keepers.values(), key=lambda one: one.name),
        "patch": patch,
        "has_contact": patch is not None and has_safeguarding_contact(patch),
        "is_waiting": waits_for_catalyst(listing.life),
        "is_mine": may_keep(me(), listing),
        "is_others": not may_decide(me(), listing),
        "has_tie": me().id in aside,
        "is_stopped": is_stopped(session(), listing.id),
        "stood_aside": sorted(stood_aside.values(), key=lambda one: one.name),
        "handovers": open_handovers(session(), listing.id, now=now.now()),
        "was_asked": asked_lately(session(), listing.id, now=now.now()),
        "me": me(),
        "today": now.today(),
        "state_words": STATE_WORDS,
        "act_words": ACT_WORDS,
        "dbs_words": DBS_WORDS,
    }
