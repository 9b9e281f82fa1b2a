"""The first page for somebody who is helped: what their helper may see and do, and has done."""

from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.budgets.queries import money_of
from microcare.budgets.values import MyMoney
from microcare.commissioning.queries import group_views
from microcare.commissioning.values import GroupView
from microcare.groups.queries import groups_of
from microcare.groups.services.news import tell
from microcare.people.forms import NoteForm
from microcare.people.models import Authority, Person
from microcare.people.policies import is_live_authority, scope_of
from microcare.people.queries import deeds_by
from microcare.people.services import note_deed, note_sight
from microcare.people.values import Act, Spoken
from microcare.site.routes.blueprint import blueprint
from microcare.site.routes.mine import next_step
from microcare.spending.queries import bills_of
from microcare.web.acting import deed_words
from microcare.web.current import acting, clock, session
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.observe import observe
from microcare.web.page import page
from microcare.web.transaction import writes


@dataclass(frozen=True, slots=True)
class _Shown:
    """What this helper may see of the person; None where it is not theirs to see."""

    groups: list[tuple[GroupView, str]] | None
    money: MyMoney | None
    bills_waiting: int


@blueprint.get("/for/<uuid:authority_id>")
def show_for(authority_id: UUID) -> ResponseReturnValue:
    """What there is to do for somebody."""
    private()
    spoken, now = _spoken(_live()), clock()
    observe(lambda own: note_sight(own, spoken, what="site.show_for", clock=now))
    return _for_page(NoteForm())


@blueprint.post("/for/<uuid:authority_id>")
@writes
def send_note(authority_id: UUID) -> ResponseReturnValue:
    """Writes the person a note, which they read beside what was done for them."""
    private()
    authority, form = _live(), NoteForm()
    if not form.validate_on_submit():
        return _for_page(form), 400
    spoken = _spoken(authority, str(form.words.data).strip())
    note_deed(session(), spoken, what="site.send_note", clock=clock())
    tell(session(), [authority.person_id], path="/my/supporters", clock=clock())
    flash(_("Sent. They read it under: People who help me here."))
    return redirect(f"/for/{authority_id}", 303)


def _live() -> Authority:
    """The authority, while it counts. It is asked here, and again by each page that follows."""
    authority = loaded(Authority)
    return authority if is_live_authority(authority, clock().today()) else abort(404)


def _spoken(authority: Authority, words: str = "") -> Spoken:
    helper_id = acting(Person).id
    return Spoken(authority_id=authority.id, helper_id=helper_id, words=words)


def _for_page(form: NoteForm) -> str:
    authority = loaded(Authority)
    scope = scope_of(authority)
    shown = _shown(authority.person_id, scope)
    deeds = [(line, deed_words(line.what)) for line in deeds_by(session(), authority.id)]
    return page(
        "site/for.html",
        authority=authority,
        scope=[act.value for act in Act if act in scope],
        shown=shown,
        form=form,
        deeds=deeds,
    )


def _shown(person_id: UUID, scope: frozenset[Act]) -> _Shown:
    sees_money, groups = Act.SEE_MONEY in scope, None
    if Act.SEE in scope:
        found = groups_of(session(), person_id)
        views = group_views(session(), found, me=person_id, clock=clock())
        groups = [(views[group.id], next_step(views[group.id])) for group in found]
    return _Shown(
        groups=groups,
        money=money_of(session(), person_id, today=clock().today()) if sees_money else None,
        bills_waiting=sum(bill.waits_for_me for bill in bills_of(session(), person_id))
        if sees_money
        else 0,
    )
