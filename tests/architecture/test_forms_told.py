"""docs/forms.md names every form that can be sent, and its fields."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from microcare.budgets import forms as budgets
from microcare.catalyst import forms as catalyst
from microcare.commissioning import forms as commissioning
from microcare.directory import forms as directory
from microcare.directory.routes.journey import QUESTIONS
from microcare.groups import forms as groups
from microcare.people import forms as people
from microcare.search import forms as search
from microcare.spending import forms as spending

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "forms.md").read_text()
QUESTION = "/my/listings/<>/questions/"
# The form behind each address that has one and that tests/web/people/test_forms_page.py leaves out.
FORMS: dict[str, Any] = {
    **{f"{QUESTION}{slug}": question.form for slug, question in QUESTIONS.items()},
    "/search": search.SearchForm,
    "/search/ask": search.AskForm,
    "/listings/new": directory.StartForm,
    "/listings/<>/ask": directory.AskForm,
    "/listings/<>/report": directory.ReportForm,
    "/answers/<>": directory.AnswerForm,
    "/admin/new-help-term": directory.TermForm,
    "/my/money/new": budgets.BudgetForm,
    "/my/money/<>/take-back": budgets.TakeBackForm,
    "/my/money/<>/account": budgets.AccountForm,
    "/my/bills/<>/did": spending.DidForm,
    "/my/money/purposes/new": budgets.PurposeForm,
    "/my/money/agreements/new": budgets.AgreementForm,
    "/my/money/<>/rules": budgets.RulesForm,
    "/admin/funders/<>": budgets.FunderForm,
    "/admin/new-funder": budgets.FunderForm,
    "/groups/<>/plan/close": commissioning.PaysCloseForm,
    "/groups/<>/plan/witnessed": commissioning.WitnessedForm,
    "/groups/<>/plan/witnessed/told": commissioning.ToldForm,
    "/witness/<>": commissioning.WitnessForm,
    "/my/money/<>/statement": spending.StatementForm,
    "/groups/new": groups.GroupForm,
    "/groups/<>/invite": groups.InviteForm,
    "/groups/<>/bring": groups.BringForm,
    "/groups/find/new": groups.InterestForm,
    "/groups/find/<>": groups.InterestForm,
    "/groups/<>/bud": commissioning.BudForm,
    "/catalyst/people": catalyst.IntroduceForm,
    "/groups/invitations/<>": commissioning.JoinForm,
    "/groups/<>/want": commissioning.BriefForm,
    "/groups/<>/plan": commissioning.PlanForm,
    "/my/requests/<>": commissioning.OfferForm,
    "/my/bills/<>/receipts": spending.ReceiptForm,
    "/my/bills/<>/receipts/<>/replace": spending.ReceiptForm,
    "/my/requests/<>/bills/<>/file": spending.ReceiptForm,
    "/sign-in/code": people.CodeForm,
    "/catalyst/listings/<>/answer": catalyst.AnswerForm,
    "/catalyst/listings/<>/notes": catalyst.NoteForm,
    "/catalyst/listings/<>/tie": catalyst.TieForm,
    "/catalyst/listings/<>/ties/<>": catalyst.MistakeForm,
    "/admin/people/<>/died": spending.DeathForm,
    "/my/money/stop-at-once": spending.StopAtOnceForm,
    "/catalyst/listings/<>/stop": catalyst.StopForm,
    "/catalyst/listings/<>/go-on": catalyst.StopForm,
    "/catalyst/listings/<>/give": catalyst.GiveForm,
    "/catalyst/reports/<>": catalyst.SettleForm,
    "/catalyst/ideas/new": catalyst.IdeaForm,
    "/catalyst/areas/<>/contact": catalyst.ContactForm,
}


def _plain(address: str) -> str:
    return re.sub(r"<[^>]*>", "<>", address)


def _told() -> dict[str, set[str]]:
    """The fields by address, what stands in brackets left out."""
    rows = re.findall(r"^\| (`/.*?) \| (.*?) \|$", PAGE, re.M)
    return {
        _plain(address): set(re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", fields)))
        for addresses, fields in rows
        for address in re.findall(r"`(/[^`]*)`", addresses)
    }


def _sent_to(app: Flask) -> set[str]:
    """Every address that takes a POST, one for each question of a provider's page."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    found = {_plain(rule.rule) for rule in rules} - {f"{QUESTION}<>"}
    return found | {f"{QUESTION}{slug}" for slug in QUESTIONS}


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_every_address_that_takes_a_form_is_told(app: Flask) -> None:
    assert _sent_to(app) <= set(_told())


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_its_fields_are_told_and_no_other(app: Flask, address: str) -> None:
    rest = {"helps": []} if address.startswith("/search") else {}
    with app.test_request_context():
        form = FORMS[address](**rest)
    assert _told()[address] == set(form._fields) - {"csrf_token"}
