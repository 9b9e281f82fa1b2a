"""Offers side by side, one put to everyone, and each member's own answer."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.budgets.policies import needs_purpose
from microcare.commissioning.forms import ChooseForm, PlanForm, PlanForSomebodyForm
from microcare.commissioning.models import Agreement
from microcare.commissioning.queries import last_agreement, offer_of_group
from microcare.commissioning.queries.witnessing import standing_yes
from microcare.commissioning.routes.blueprint import blueprint
from microcare.commissioning.routes.group import my_view, settled_first
from microcare.commissioning.routes.own_money import budget_words, my_budgets, my_purposes
from microcare.commissioning.services import (
    answer_plan,
    choose_offer,
    give_more_time,
    join_in,
    stop_plan,
    tie_to_plan,
    untie_from_plan,
)
from microcare.commissioning.values import OWN_SHARE_ONLY
from microcare.decisions.values import Answer, Method
from microcare.groups.models import Group
from microcare.ledger.queries import books_in_doubt
from microcare.people.current import acting_for, spoken_for
from microcare.people.models import Person
from microcare.people.policies import only_speaks
from microcare.people.services import note_deed
from microcare.people.values import Act
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes


@blueprint.get("/groups/<uuid:group_id>/offers")
def show_offers(group_id: UUID) -> ResponseReturnValue:
    """The offers with my own sums."""
    private()
    return _offers_page(ChooseForm())


def _offers_page(form: ChooseForm, chosen: UUID | None = None) -> str:
    """Each offer has its own press, and asks its own question beside it."""
    view, presses = my_view(), {}
    for offer in view.offers:
        presses[offer.id] = ChooseForm(formdata=None)
        presses[offer.id].tied.data = offer.id == chosen and bool(form.tied.data)
        presses[offer.id].by_all.data = offer.id == chosen and bool(form.by_all.data)
        presses[offer.id].name_it(offer.id, offer.provider)
    return page("commissioning/offers.html", group=view, form=form, presses=presses)


@blueprint.post("/groups/<uuid:group_id>/offers/<uuid:offer_id>")
@writes
def choose_one(group_id: UUID, offer_id: UUID) -> ResponseReturnValue:
    """Puts one to everyone."""
    private()
    form, group = ChooseForm(), loaded(Group)
    offer = offer_of_group(session(), group_id, offer_id)
    if offer is None:
        abort(404)
    over = settled_first(group_id)
    if over is not None:
        return over

    def choose() -> None:
        spoken = spoken_for()
        choose_offer(
            session(),
            group,
            offer,
            person_id=acting(Person).id,
            # Only the person knows it of themself: nobody else's tick counts.
            tied=bool(form.tied.data) and spoken is None,
            method=Method.EVERYONE_AGREES if form.by_all.data else Method.CONSENT,
            helper_id=spoken.helper_id if spoken else None,
            clock=clock(),
        )

    if not (form.validate_on_submit() and attempt(form, choose)):
        return _offers_page(form, offer_id), 400
    flash(_("Now each of you says yes or no for your own money."))
    return redirect(f"/groups/{group_id}/plan", 303)


def _plan_form() -> PlanForm:
    found, held, mine = last_agreement(session(), loaded(Group).id), acting_for(), my_budgets()
    pays = found is not None and acting(Person).id in found[0].people
    by_all = found is not None and found[1].method == Method.EVERYONE_AGREES
    form = PlanForm() if held is None else PlanForSomebodyForm()
    if held is not None and Act.MONEY not in held.scope:
        mine = []
    chosen_from = [(str(budget.id), budget_words(budget)) for budget in mine]
    form.offer(chosen_from, pays=pays, by_all=by_all)
    own = [str(budget.id) for budget in mine if not needs_purpose(budget)]
    form.offer_purposes(my_purposes(mine), own=own)
    if isinstance(form, PlanForSomebodyForm) and held is not None:
        # A yes and the person's money only where the law lets this helper (P29).
        may_spend, speaks = Act.MONEY in held.scope, only_speaks(held.authority)
        form.allow(pays=pays, may_spend=may_spend, only_worry=speaks, by_all=by_all)
    return form


@blueprint.get("/groups/<uuid:group_id>/plan")
def show_plan(group_id: UUID) -> ResponseReturnValue:
    """What it costs me, what I would have left, and the question."""
    private()
    return _plan_page(_plan_form())


@blueprint.post("/groups/<uuid:group_id>/plan")
@writes
def answer_now(group_id: UUID) -> ResponseReturnValue:
    """Takes my answer."""
    private()
    over = settled_first(group_id)
    if over is not None:
        return over
    form = _plan_form()
    found = last_agreement(session(), group_id)
    if found is None:
        abort(404)
    agreement = found[0]
    if not (form.validate_on_submit() and attempt(form, lambda: _answer(form, agreement))):
        return _plan_page(form), 400
    flash(_("We have your answer. You can change it until promises are made."))
    return redirect(f"/groups/{group_id}", 303)


@blueprint.post("/groups/<uuid:group_id>/plan/settle")
@writes
def settle_plan(group_id: UUID) -> ResponseReturnValue:
    """Makes the promises that are due, or says that it does not add up."""
    private()
    over = settled_first(group_id)
    if over is None and books_in_doubt(session(), [group_id]):
        # It is nobody's doing, so it can be said (P11).
        flash(_("We must check the sums of this group first. Nothing is promised until then."))
    elif over is None:
        # Whatever else it waits for, and whoever, it says this and no more (P33).
        flash(_("It is waiting. Nothing is promised yet. Look again another day."))
    return over or redirect(f"/groups/{group_id}", 303)


@blueprint.post("/groups/<uuid:group_id>/plan/stop")
@writes
def stop_deciding(group_id: UUID) -> ResponseReturnValue:
    """Ends what is being decided, so that another offer can be chosen."""
    private()
    over = settled_first(group_id)
    if over is not None:
        return over
    form = _plan_form()

    def stop() -> None:
        stop_plan(session(), loaded(Group), person_id=acting(Person).id, clock=clock())

    if not attempt(form, stop):
        return _plan_page(form), 400
    flash(_("That plan has ended. Nothing was promised."))
    return redirect(f"/groups/{group_id}/offers", 303)


@blueprint.post("/groups/<uuid:group_id>/plan/join-in")
@writes
def join_plan(group_id: UUID) -> ResponseReturnValue:
    """Takes part after all, having stood aside."""
    return _pressed(join_in, _("You are asked too now. Everyone answers again."))


@blueprint.post("/groups/<uuid:group_id>/plan/more-time")
@writes
def ask_more_time(group_id: UUID) -> ResponseReturnValue:
    """Gives everyone more time to answer."""
    return _pressed(give_more_time, _("Everyone has more time now."))


def _pressed(act: Callable[..., object], words: str) -> ResponseReturnValue:
    """One press by this member on the plan that is open."""
    private()
    group_id, form = loaded(Group).id, _plan_form()
    over, found = settled_first(group_id), last_agreement(session(), group_id)
    if over is not None:
        return over
    if found is None:
        abort(404)

    def press() -> None:
        act(session(), found[0], person_id=acting(Person).id, clock=clock())

    if not attempt(form, press):
        return _plan_page(form), 400
    flash(words)
    return redirect(f"/groups/{group_id}/plan", 303)


@blueprint.post("/groups/<uuid:group_id>/plan/tie")
@writes
def say_i_am_tied(group_id: UUID) -> ResponseReturnValue:
    """I am paid by whoever does the work, or close to them."""
    return _pressed(tie_to_plan, _("Thank you for saying so. Others check what they ask for."))


@blueprint.post("/groups/<uuid:group_id>/plan/no-tie")
@writes
def say_i_am_not_tied(group_id: UUID) -> ResponseReturnValue:
    """That is not so after all."""
    return _pressed(untie_from_plan, _("Saved. You are not close to them."))


def _answer(form: PlanForm, agreement: Agreement) -> None:
    ticked = set(form.budget.data or ())
    chosen = [b for b in my_budgets() if str(b.id) in ticked]
    spoken = spoken_for()
    if spoken is not None and isinstance(form, PlanForSomebodyForm):
        spoken = form.said(spoken)
    answer_plan(
        session(),
        agreement,
        person_id=acting(Person).id,
        answer=Answer(form.answer.data),
        budgets=chosen,
        reason=form.reason.data or "",
        sooner=bool(form.sooner.data),
        pledge=form.pledge(),
        spoken=spoken,
        clock=clock(),
    )
    if spoken is not None:
        note_deed(session(), spoken, what="commissioning.answer_now", clock=clock())


def _plan_page(form: PlanForm) -> str:
    view = my_view()
    if view.plan is None:
        abort(404)
    return page(
        "commissioning/plan.html",
        group=view,
        plan=view.plan,
        form=form,
        own_share_only=OWN_SHARE_ONLY,
        waits_for_witnesses=_waits_for_witnesses(),
    )


def _waits_for_witnesses() -> bool:
    """Whether a yes of this member before witnesses waits; for them and who helps them alone."""
    found = last_agreement(session(), loaded(Group).id)
    if found is None:
        return False
    yes = standing_yes(session(), found[1].id, acting(Person).id)
    return yes is not None and yes.answer_id is None


@blueprint.get("/groups/<uuid:group_id>/plan/letter")
def print_plan(group_id: UUID) -> ResponseReturnValue:
    """My part of the plan as a letter in large type, to print and to take one's time over."""
    return _paper("commissioning/plan_letter.html")


@blueprint.get("/groups/<uuid:group_id>/plan/easier")
def show_easier_plan(group_id: UUID) -> ResponseReturnValue:
    """The plan in short words, with a picture beside each."""
    return _paper("commissioning/plan_easier.html")


def _paper(template: str) -> str:
    private()
    view = my_view()
    if view.plan is None:
        abort(404)
    name = acting(Person).first_name
    return page(template, group=view, plan=view.plan, name=name, own_share_only=OWN_SHARE_ONLY)
