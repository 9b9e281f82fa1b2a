"""Finding people to share with: what I want, and whether someone near wants it too."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.directory.values import GROUP_WORDS, HelpGroup
from microcare.extensions import limiter
from microcare.groups.forms import EmptyForm, InterestForm
from microcare.groups.models import Interest
from microcare.groups.queries import finding_of, groups_of, helps_to_find_by, next_turn_on
from microcare.groups.queries.finding import help_names, named, parts_of
from microcare.groups.routes.blueprint import blueprint
from microcare.groups.services import (
    ask_for_a_hand,
    ask_to_meet,
    change_interest,
    end_interest,
    patch_to_ask,
    renew_interest,
    say_interest,
    stop_asking_to_meet,
    take_back_asking,
)
from microcare.groups.values import HAND_LASTS, MOST_HELPS, MOST_TURNS, PART_WORDS, FindingRules
from microcare.people.models import Person
from microcare.web.current import acting, clock, session, setting
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes

HOME = "/groups/find"


def rules() -> FindingRules:
    """How far is near and how long an interest lives, as this site has it."""
    return FindingRules(setting("FINDING_MILES"), setting("FINDING_WEEKS"), setting("GROUP_LIMIT"))


def finding_page(form: Any = None) -> str:
    """The page of the person who is signed in; `form` is a button that could not be taken."""
    private()
    told = rules()
    return page(
        "groups/find.html",
        form=form,
        finding=finding_of(session(), acting(Person), rules=told, today=clock().today()),
        part_words=PART_WORDS,
        rules=told,
    )


def done(words: str) -> ResponseReturnValue:
    """Says that it is done, on the page of finding."""
    flash(words)
    return redirect(HOME, 303)


@blueprint.get(HOME)
def show_finding() -> ResponseReturnValue:
    """What I want, with one bit about everybody else; and whom I may meet."""
    return finding_page()


@blueprint.get(f"{HOME}/new")
def show_new_interest() -> ResponseReturnValue:
    """Asks what, where and when."""
    return _asks(_form(None))


@blueprint.post(f"{HOME}/new")
@limiter.limit("30 per hour")
@writes
def save_new_interest() -> ResponseReturnValue:
    """Keeps it."""
    form = _form(None)

    def say() -> None:
        me = acting(Person).id
        say_interest(session(), form.value(), person_id=me, rules=rules(), clock=clock())

    if not (form.validate_on_submit() and attempt(form, say)):
        return _asks(form), 400
    return done(_("Saved. Nobody sees what you said."))


@blueprint.get(f"{HOME}/<uuid:interest_id>")
def show_interest(interest_id: UUID) -> ResponseReturnValue:
    """Asks the same, with what was said."""
    return _asks(_form(loaded(Interest)), interest=loaded(Interest))


@blueprint.post(f"{HOME}/<uuid:interest_id>")
@limiter.limit("30 per hour")
@writes
def save_interest(interest_id: UUID) -> ResponseReturnValue:
    """Keeps what was changed."""
    interest = loaded(Interest)
    form = _form(interest)

    def change() -> None:
        change_interest(session(), interest, form.value(), rules=rules(), clock=clock())

    if not (form.validate_on_submit() and attempt(form, change)):
        return _asks(form, interest=interest), 400
    return done(_("Saved. Nobody sees what you said."))


@blueprint.post(f"{HOME}/<uuid:interest_id>/keep")
@writes
def keep_interest(interest_id: UUID) -> ResponseReturnValue:
    """Keeps it for longer."""
    renew_interest(session(), loaded(Interest), rules=rules(), clock=clock())
    return done(_("We keep it for you for longer."))


@blueprint.post(f"{HOME}/<uuid:interest_id>/end")
@writes
def end_one(interest_id: UUID) -> ResponseReturnValue:
    """Ends it."""
    end_interest(session(), loaded(Interest))
    return done(_("It has ended. We have forgotten it."))


@blueprint.post(f"{HOME}/<uuid:interest_id>/meet")
@limiter.limit("30 per hour")
@writes
def ask_meeting(interest_id: UUID) -> ResponseReturnValue:
    """I would like to meet them."""
    ask_to_meet(session(), loaded(Interest), rules=rules(), clock=clock())
    return done(_("Saved. We write to you when someone near you says so too."))


@blueprint.post(f"{HOME}/<uuid:interest_id>/not-now")
@writes
def stop_meeting(interest_id: UUID) -> ResponseReturnValue:
    """I would not, now."""
    stop_asking_to_meet(session(), loaded(Interest), clock=clock())
    return done(_("Taken back. Nobody is told."))


@blueprint.get(f"{HOME}/<uuid:interest_id>/help")
def show_ask_catalyst(interest_id: UUID) -> ResponseReturnValue:
    """What a catalyst would see, for how long, and asks."""
    private()
    interest = loaded(Interest)
    return page(
        "groups/ask_catalyst.html",
        form=EmptyForm(),
        interest=interest,
        me=acting(Person),
        helps=named((row.help_slug for row in interest.helps), help_names(session())),
        times=[PART_WORDS[part] for part in parts_of(interest)],
        patch=patch_to_ask(session(), interest.outcode),
        until=min(clock().today() + HAND_LASTS, interest.ends_on),
    )


@blueprint.post(f"{HOME}/<uuid:interest_id>/help")
@limiter.limit("30 per hour")
@writes
def ask_catalyst(interest_id: UUID) -> ResponseReturnValue:
    """Asks."""
    ask_for_a_hand(session(), loaded(Interest), clock=clock())
    return done(_("The catalyst can see it now. You can take it back here."))


@blueprint.post(f"{HOME}/<uuid:interest_id>/help/stop")
@writes
def stop_catalyst(interest_id: UUID) -> ResponseReturnValue:
    """Takes it back."""
    take_back_asking(session(), loaded(Interest), clock=clock())
    return done(_("Taken back. The catalyst does not see it any more."))


def _form(interest: Interest | None) -> InterestForm:
    told: dict[str, Any] = {"whose": request.args.get("group", "me")}
    if interest is not None:
        told = {
            "helps": [row.help_slug for row in interest.helps],
            "outcode": interest.outcode,
            "times": [row.part for row in interest.times],
            "whose": str(interest.group_id or "me"),
        }
    form = InterestForm(data=told)
    most = setting("GROUP_LIMIT")
    mine = groups_of(session(), acting(Person).id)
    form.offer(
        [(term.slug, term.name) for term in helps_to_find_by(session())],
        groups=[
            (group.id, group.name)
            for group in mine
            if len(group.members) < most and group.winding_since is None
        ],
    )
    return form


def _asks(form: InterestForm, *, interest: Interest | None = None) -> str:
    private()
    terms = helps_to_find_by(session())
    kinds = [
        (GROUP_WORDS[kind].name, [term for term in terms if term.group == kind])
        for kind in HelpGroup
    ]
    me = acting(Person).id
    return page(
        "groups/interest.html",
        form=form,
        interest=interest,
        kinds=[(name, found) for name, found in kinds if found],
        part_words=PART_WORDS,
        next_turn_on=next_turn_on(session(), me, today=clock().today()),
        most_turns=MOST_TURNS,
        most_helps=MOST_HELPS,
    )
