"""A yes before two witnesses: written down by who helps, read by the person, said by each witness.

Whoever may not see the person's money reads no sums of it here: it is named by kind and days.
"""

from uuid import UUID

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.budgets.models import Budget
from microcare.budgets.policies import needs_purpose
from microcare.budgets.queries import purposes_of
from microcare.budgets.values import FUNDING_WORDS, Funding
from microcare.commissioning.forms import EmptyForm, ToldForm, WitnessedForm, WitnessForm
from microcare.commissioning.models import Agreement, WitnessedYes
from microcare.commissioning.queries import last_agreement
from microcare.commissioning.queries.witnessing import (
    AskedWitness,
    standing_yes,
    witness_page,
    witnessed_view,
)
from microcare.commissioning.routes.blueprint import blueprint
from microcare.commissioning.routes.group import my_view, settled_first
from microcare.commissioning.routes.own_money import my_budgets, my_purposes
from microcare.commissioning.services import (
    days_over,
    record_witnessed,
    say_witnessed,
    take_back,
    tell_person,
)
from microcare.commissioning.values import TOLD_WORDS, NeedsNoWitness, Told
from microcare.decisions.values import Answer
from microcare.extensions import limiter
from microcare.groups.models import Group
from microcare.kernel.clock import LONDON
from microcare.people.current import acting_for, note_look_by_link, spoken_for
from microcare.people.models import Person
from microcare.people.policies import is_live_link
from microcare.people.values import HOW_WORDS, Act
from microcare.people.values.seen import Seen
from microcare.web.current import acting, actor, clock, session
from microcare.web.filters import short_day
from microcare.web.forms import attempt, put_error
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes
from microcare.web.words import say


@blueprint.get("/groups/<uuid:group_id>/plan/witnessed")
def show_witnessed(group_id: UUID) -> ResponseReturnValue:
    """What was written down and how it stands; or the page to write it down on, for who helps."""
    private()
    return _page()


@blueprint.post("/groups/<uuid:group_id>/plan/witnessed")
@limiter.limit("10 per hour")
@writes
def write_witnessed(group_id: UUID) -> ResponseReturnValue:
    """Writes it down, and asks both witnesses."""
    private()
    spoken, held, over = spoken_for(), acting_for(), settled_first(group_id)
    if over is not None:
        return over
    if spoken is None or held is None:
        return _not_by_oneself()
    form, agreement = _form(), _agreement()

    def record() -> None:
        ticked = set(form.budget.data or ())
        record_witnessed(
            session(),
            agreement,
            person=acting(Person),
            spoken=form.said(spoken),
            budgets=[b for b in my_budgets() if str(b.id) in ticked],
            pledge=form.pledge(),
            witnesses=form.witnesses(),
            sees_money=Act.SEE_MONEY in held.scope,
            clock=clock(),
        )

    if not (form.validate_on_submit() and attempt(form, record)):
        return _page(form), 400
    flash(_("Written down. We have written to both witnesses. It does not count yet."))
    return redirect(f"/groups/{group_id}/plan/witnessed", 303)


@blueprint.get("/groups/<uuid:group_id>/plan/witnessed/letter")
def print_witnessed(group_id: UUID) -> ResponseReturnValue:
    """The same as a letter to the person, to print, or to read to them."""
    private()
    view, yes = my_view(), _standing()
    if view.plan is None:
        abort(404)
    return page(
        "commissioning/witnessed_letter.html",
        group=view,
        plan=view.plan,
        name=acting(Person).first_name,
        **_about(yes),
    )


@blueprint.post("/groups/<uuid:group_id>/plan/witnessed/told")
@writes
def tell_witnessed(group_id: UUID) -> ResponseReturnValue:
    """Keeps that the person was rung or given the letter, and what they said."""
    private()
    spoken, over = spoken_for(), settled_first(group_id)
    if over is not None:
        return over
    if spoken is None:
        return _not_by_oneself()
    form = ToldForm()

    def tell() -> None:
        tell_person(
            session(),
            _agreement(),
            person_id=acting(Person).id,
            spoken=form.heard(spoken),
            told=Told(form.told.data),
            told_on=form.day(),
            clock=clock(),
        )

    if not (form.validate_on_submit() and attempt(form, tell)):
        return _page(told=form), 400
    flash(_("Kept. They can read it too."))
    return redirect(f"/groups/{group_id}/plan/witnessed", 303)


@blueprint.post("/groups/<uuid:group_id>/plan/witnessed/stop")
@writes
def drop_witnessed(group_id: UUID) -> ResponseReturnValue:
    """Takes it back, so that it counts for nothing."""
    private()
    form, over = EmptyForm(), settled_first(group_id)
    if over is not None:
        return over
    me, agreement = acting(Person).id, _agreement()

    def drop() -> None:
        take_back(session(), agreement, person_id=me, spoken=spoken_for(), clock=clock())

    if not attempt(form, drop):
        return _page(press=form), 400
    flash(_("Taken back. It counts for nothing now."))
    return redirect(f"/groups/{group_id}/plan", 303)


def _not_by_oneself() -> ResponseReturnValue:
    form = EmptyForm()
    put_error(form, NeedsNoWitness())
    return _page(press=form), 400


def _agreement() -> Agreement:
    found = last_agreement(session(), loaded(Group).id)
    return abort(404) if found is None else found[0]


def _standing() -> WitnessedYes | None:
    return standing_yes(session(), _agreement().proposal_id, acting(Person).id)


def _form() -> WitnessedForm:
    form, mine, held = WitnessedForm(), my_budgets(), acting_for()
    form.offer([(str(budget.id), _plain(budget)) for budget in mine])
    sees_money = held is None or Act.SEE_MONEY in held.scope
    purposes = my_purposes(mine) if sees_money else _plain_purposes(mine)
    own = [str(budget.id) for budget in mine if not needs_purpose(budget)]
    form.offer_purposes(purposes, own=own)
    return form


def _plain(budget: Budget) -> str:
    """Money by its kind and its days, which tells no sum."""
    words = _(
        "%(kind)s, from %(first)s to %(last)s",
        kind=say(FUNDING_WORDS[Funding(budget.funding)]),
        first=short_day(budget.starts_on),
        last=short_day(budget.ends_on),
    )
    return str(words)


def _plain_purposes(mine: list[Budget]) -> list[tuple[str, str]]:
    """What a plan says, by the kind of its money and the day it was written: not its words."""
    kinds = {budget.funding for budget in mine}
    return [
        (
            str(one.id),
            _(
                "What they wrote down on %(day)s (%(kind)s)",
                day=short_day(one.recorded_at.astimezone(LONDON).date()),
                kind=say(FUNDING_WORDS[Funding(one.funding)]),
            ),
        )
        for one in purposes_of(session(), acting(Person).id)
        if one.funding in kinds
    ]


def _about(yes: WitnessedYes | None) -> dict[str, object]:
    """What a page shows of a yes that stands, and which money it names."""
    if yes is None:
        return {"yes": None}
    view = witnessed_view(session(), yes)
    named = [_plain(one) for one in my_budgets() if one.id in view.budget_ids]
    return {"yes": view, "money": named, "how_words": HOW_WORDS, "told_words": TOLD_WORDS}


def _page(
    form: WitnessedForm | None = None,
    *,
    told: ToldForm | None = None,
    press: EmptyForm | None = None,
) -> str:
    view, yes, held = my_view(), _standing(), acting_for()
    plan = view.plan
    if plan is None:
        abort(404)
    is_asked = plan.may_answer and plan.mine is not None and plan.my_answer != Answer.YES.value
    may_write = held is not None and yes is None and is_asked
    told = told or (ToldForm(formdata=None) if held is not None and yes is not None else None)
    return page(
        "commissioning/witnessed.html",
        group=view,
        plan=plan,
        form=(form or _form()) if may_write else press or told or EmptyForm(),
        told=told,
        may_write=may_write,
        counts_on=days_over(clock().today()).date(),
        **_about(yes),
    )


@blueprint.get("/witness/<string:token>")
def show_witness(token: str) -> ResponseReturnValue:
    """What a witness is said to have seen, and the question."""
    private()
    asked = loaded(AskedWitness)
    return _witness_page(asked, WitnessForm())


@blueprint.post("/witness/<string:token>")
@limiter.limit("60 per hour")
@writes
def say_witness(token: str) -> ResponseReturnValue:
    """Takes the witness's word."""
    private()
    asked, form, by = loaded(AskedWitness), WitnessForm(), actor()
    whoever = by if isinstance(by, Person) else None

    def answer() -> None:
        is_true = form.said.data == "yes"
        say_witnessed(session(), asked, is_true=is_true, by=whoever, clock=clock())

    if _is_over(asked):
        return _over(), 410
    if not (form.validate_on_submit() and attempt(form, answer)):
        return _witness_page(asked, form, status=400)
    return page("commissioning/witness_thanks.html", is_true=form.said.data == "yes")


def _is_over(asked: AskedWitness) -> bool:
    found = witness_page(session(), asked, clock=clock())
    return found is None or found.is_over or not is_live_link(asked.link, clock().now())


def _over() -> str:
    return page("commissioning/witness_over.html")


def _witness_page(asked: AskedWitness, form: WitnessForm, status: int = 200) -> ResponseReturnValue:
    found = witness_page(session(), asked, clock=clock())
    if found is None or _is_over(asked):
        return _over(), 410
    note_look_by_link(asked.yes.person_id, Seen.WITNESS_READ)
    made = page("commissioning/witness.html", form=form, asked=found, how_words=HOW_WORDS)
    return made, status
