"""What my plan says my money is for, and what my funder agreed to and asks. For me alone."""

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.budgets.forms import AccountForm, AgreementForm, PurposeForm, RulesForm
from microcare.budgets.models import Budget, FundingAgreement, Purpose
from microcare.budgets.queries import account_of, rules_of
from microcare.budgets.routes.blueprint import MONEY, blueprint
from microcare.budgets.services import (
    add_purpose,
    end_agreement,
    end_purpose,
    file_agreement,
    tell_account,
    tell_rules,
)
from microcare.budgets.values import FUNDING_WORDS, PLANNED, RuleSource
from microcare.directory.queries import help_terms
from microcare.people.models import Person
from microcare.web.current import acting, clock, session
from microcare.web.forms import attempt
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.transaction import writes
from microcare.web.words import say

# What was told in this very moment counts as told.
A_MOMENT = timedelta(seconds=1)


def _purpose_form() -> PurposeForm:
    form = PurposeForm()
    kinds = [(kind.value, say(words)) for kind, words in FUNDING_WORDS.items() if kind in PLANNED]
    form.offer(kinds, [(term.slug, term.name) for term in help_terms(session())])
    return form


@blueprint.get("/my/money/purposes/new")
def show_new_purpose() -> ResponseReturnValue:
    """Asks what my plan says."""
    private()
    return page("budgets/purpose.html", form=_purpose_form())


@blueprint.post("/my/money/purposes/new")
@writes
def save_new_purpose() -> ResponseReturnValue:
    """Writes it down."""
    private()
    form = _purpose_form()

    def add() -> None:
        add_purpose(session(), acting(Person).id, form.value(), clock=clock())

    if not (form.validate_on_submit() and attempt(form, add)):
        return page("budgets/purpose.html", form=form), 400
    flash(_("Saved. You can name it when you say yes to a plan."))
    return redirect(MONEY, 303)


@blueprint.post("/my/money/purposes/<uuid:purpose_id>/end")
@writes
def end_one_purpose(purpose_id: UUID) -> ResponseReturnValue:
    """My plan says it no longer."""
    end_purpose(loaded(Purpose), clock=clock())
    flash(_("No new yes can name it. What you promised before stays."))
    return redirect(MONEY, 303)


@blueprint.get("/my/money/agreements/new")
def show_new_agreement() -> ResponseReturnValue:
    """Asks what whoever holds my money agreed to."""
    private()
    return page("budgets/agreement.html", form=AgreementForm())


@blueprint.post("/my/money/agreements/new")
@writes
def save_new_agreement() -> ResponseReturnValue:
    """Puts it on file."""
    private()
    form, me = AgreementForm(), acting(Person).id

    def put() -> None:
        file_agreement(session(), me, form.value(), by=me, clock=clock())

    if not (form.validate_on_submit() and attempt(form, put)):
        return page("budgets/agreement.html", form=form), 400
    flash(_("Saved. Now you can set this money aside."))
    return redirect("/my/money/new", 303)


@blueprint.post("/my/money/agreements/<uuid:agreement_id>/end")
@writes
def end_one_agreement(agreement_id: UUID) -> ResponseReturnValue:
    """They no longer agree."""
    end_agreement(loaded(FundingAgreement), clock=clock())
    flash(_("Nothing new can be promised on it."))
    return redirect(MONEY, 303)


@blueprint.get("/my/money/<uuid:budget_id>/rules")
def show_rules(budget_id: UUID) -> ResponseReturnValue:
    """What my funder asks, each figure with whose word it is."""
    private()
    form, rules = RulesForm(), rules_of(session(), loaded(Budget))
    form.fill({n: r.number for n, r in rules.items() if r.source is RuleSource.YOU})
    return _rules_page(form)


@blueprint.post("/my/money/<uuid:budget_id>/rules")
@writes
def save_rules(budget_id: UUID) -> ResponseReturnValue:
    """Takes my word for what they ask."""
    private()
    form = RulesForm()
    if not form.validate_on_submit():
        return _rules_page(form), 400
    tell_rules(session(), loaded(Budget), form.told(), clock=clock())
    flash(_("Saved. You can change it at any time."))
    return redirect(f"{MONEY}/{budget_id}/rules", 303)


def _rules_page(form: RulesForm) -> str:
    budget = loaded(Budget)
    rules = rules_of(session(), budget)
    return page("budgets/rules.html", form=form, budget=budget, rules=rules, kinds=FUNDING_WORDS)


@blueprint.get("/my/money/<uuid:budget_id>/account")
def show_account(budget_id: UUID) -> ResponseReturnValue:
    """Asks what my statement may say of my whole account."""
    private()
    form, found = (
        AccountForm(),
        account_of(session(), loaded(Budget), before=clock().now() + A_MOMENT),
    )
    if found is not None:
        form.fill(found.told)
    return _account_page(form)


@blueprint.post("/my/money/<uuid:budget_id>/account")
@writes
def save_account(budget_id: UUID) -> ResponseReturnValue:
    """Takes my word for it."""
    private()
    form = AccountForm()

    def tell() -> None:
        tell_account(session(), loaded(Budget), form.value(), clock=clock())

    if not (form.validate_on_submit() and attempt(form, tell)):
        return _account_page(form), 400
    flash(_("Saved. Your statement says it from today."))
    return redirect(f"{MONEY}/{budget_id}/statement", 303)


def _account_page(form: AccountForm) -> str:
    budget = loaded(Budget)
    return page("budgets/account.html", form=form, budget=budget, kinds=FUNDING_WORDS)
