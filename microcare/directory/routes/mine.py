"""My pages: the list of parts, check and send, and what can be done once one is public."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.directory.forms import PressForm
from microcare.directory.models import Listing
from microcare.directory.policies import GROUPS, missing_parts, progress_of
from microcare.directory.queries import (
    answers_of,
    is_stopped,
    listing_by_id,
    listings_kept_by,
    questions_to,
    questions_waiting,
    words_from_catalyst,
)
from microcare.directory.routes.blueprint import blueprint, me
from microcare.directory.routes.journey import first_of
from microcare.directory.services import (
    close_listing,
    confirm_listing,
    pause_listing,
    reopen_listing,
    resume_listing,
    send_listing,
    take_back_listing,
)
from microcare.directory.values import STATE_WORDS, Act, State, may_step
from microcare.people.queries import catalysts_of
from microcare.places.queries import patch_by_id
from microcare.web.current import clock, session
from microcare.web.forms import Form, attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/my/listings")
def show_my_listings() -> ResponseReturnValue:
    """Every page I look after, where each is, and what was asked and not answered."""
    private()
    return page(
        "directory/mine.html",
        listings=listings_kept_by(session(), me().id),
        questions=questions_waiting(session(), me().id),
        state_words=STATE_WORDS,
    )


@blueprint.get("/my/listings/<uuid:listing_id>")
def show_my_listing(listing_id: UUID) -> ResponseReturnValue:
    """The list of parts while it is written; once it is public, what can be done with it."""
    return _show(loaded(Listing), PressForm())


@blueprint.get("/my/listings/<uuid:listing_id>/parts")
def show_parts(listing_id: UUID) -> ResponseReturnValue:
    """The list of parts, also of a page that is public."""
    return _page("directory/parts.html", loaded(Listing), PressForm())


@blueprint.get("/my/listings/<uuid:listing_id>/check")
def check_answers(listing_id: UUID) -> ResponseReturnValue:
    """All the answers on one page, before they are sent."""
    return _page("directory/check.html", loaded(Listing), PressForm())


@blueprint.post("/my/listings/<uuid:listing_id>/send")
@writes
def send_answers(listing_id: UUID) -> ResponseReturnValue:
    """Sends them to the catalyst."""
    listing, form = loaded(Listing), PressForm()
    if not _done(form, lambda: send_listing(session(), listing, by=me(), clock=clock())):
        return _page("directory/check.html", _again(listing_id), form), 400
    flash(_("Sent. We will write to you."))
    return _back(listing_id)


@blueprint.post("/my/listings/<uuid:listing_id>/take-back")
@writes
def take_back_answers(listing_id: UUID) -> ResponseReturnValue:
    """Takes back what was sent, to change it."""
    return _act(take_back_listing, _("You can change it again."))


@blueprint.post("/my/listings/<uuid:listing_id>/confirm")
@writes
def confirm_answers(listing_id: UUID) -> ResponseReturnValue:
    """All still right."""
    return _act(confirm_listing, _("Thank you. Your page says so now."))


@blueprint.post("/my/listings/<uuid:listing_id>/pause")
@writes
def pause_page(listing_id: UUID) -> ResponseReturnValue:
    """Out of search for a while."""
    return _act(pause_listing, _("Your page is paused. Nobody finds it in a search."))


@blueprint.post("/my/listings/<uuid:listing_id>/resume")
@writes
def resume_page(listing_id: UUID) -> ResponseReturnValue:
    """Back in search."""
    return _act(resume_listing, _("Your page is open again."))


@blueprint.get("/my/listings/<uuid:listing_id>/close")
def confirm_close(listing_id: UUID) -> ResponseReturnValue:
    """Sure? The second of two presses."""
    return _page("directory/close.html", loaded(Listing), PressForm())


@blueprint.post("/my/listings/<uuid:listing_id>/close")
@writes
def close_page(listing_id: UUID) -> ResponseReturnValue:
    """Ends it."""
    return _act(close_listing, _("Your page is closed. We keep your answers."))


@blueprint.post("/my/listings/<uuid:listing_id>/reopen")
@writes
def reopen_page(listing_id: UUID) -> ResponseReturnValue:
    """Begins again from the old answers."""
    return _act(reopen_listing, _("You can change it and send it again."))


def _act(act: Callable[..., Any], said: str) -> ResponseReturnValue:
    listing, form = loaded(Listing), PressForm()
    if not _done(form, lambda: act(session(), listing, by=me(), clock=clock())):
        return _show(_again(listing.id), form), 400
    flash(said)
    return _back(listing.id)


def _done(form: Form, act: Callable[[], Any]) -> bool:
    return bool(form.validate_on_submit()) and attempt(form, act)


def _again(listing_id: UUID) -> Listing:
    # A refused act was taken back, and with it all that had been loaded.
    found = listing_by_id(session(), listing_id)
    if found is None:
        raise LookupError("it was there a moment ago")
    return found


def _back(listing_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("directory.show_my_listing", listing_id=listing_id), 303)


def _show(listing: Listing, form: Form) -> str:
    if may_step(listing.life, Act.SEND):
        return _page("directory/parts.html", listing, form)
    return _page("directory/state.html", listing, form)


def _page(template: str, listing: Listing, form: Form) -> str:
    private()
    answers = answers_of(listing)
    catalysts = catalysts_of(session(), listing.desk_id) if listing.desk_id else []
    return page(
        template,
        form=form,
        listing=listing,
        answers=answers,
        progress=progress_of(answers),
        missing=missing_parts(answers),
        groups=GROUPS,
        first_of=first_of,
        change_url=lambda slug: url_for(
            "directory.show_question", listing_id=listing.id, question=slug
        ),
        catalyst=catalysts[0] if catalysts else None,
        patch=patch_by_id(session(), listing.desk_id) if listing.desk_id else None,
        said=words_from_catalyst(session(), listing.id),
        questions=questions_to(session(), listing.id),
        state_words=STATE_WORDS,
        is_stopped=is_stopped(session(), listing.id),
        is_shown=listing.state in (State.PUBLIC, State.PAUSED),
        may=lambda act: may_step(listing.life, Act(act)),
    )
