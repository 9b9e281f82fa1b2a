"""How many, for how much and after how many years: what the operator and an area set."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from microcare.catalyst.services import set_contact
from microcare.catalyst.values import Contact
from microcare.kernel.clock import FixedClock
from microcare.places.models import Patch
from tests.client import Client
from tests.factories.directory import (
    keeper_of,
    make_catalyst,
    make_draft,
    make_patch,
    make_sent,
    see_checks,
    whole,
)


def test_how_many_may_work_in_a_small_enterprise(
    app: Flask, client: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MOST_WORKERS", 2)
    listing = make_draft(session)
    client.sign_in(keeper_of(session, listing))
    there = f"/my/listings/{listing.id}/questions/work"
    told = {"personal_care": "no", "handles_money": "no", "one_to_one": "yes"}
    refused = client.post(there, told | {"workers": "3"}, status=400)
    assert "up to 2 people" in refused.soup.select_one("#workers-error").get_text()
    client.post(there, told | {"workers": "2"})


def test_for_how_much_insurance_must_be(
    app: Flask, client: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = make_sent(session)
    catalyst = make_catalyst(session, make_patch(session))
    see_checks(session, whole(session, listing.id), catalyst)
    client.sign_in(catalyst)
    here = f"/catalyst/listings/{listing.id}"
    monkeypatch.setitem(app.config, "INSURANCE_POUNDS", 10_000_000)
    page = client.get(here).soup.main.get_text()
    assert "at least £10,000,000" in page
    assert "Still to see: Insurance" in page
    told = {"answer": "yes", "read": listing.sent_at.isoformat()}
    client.post(f"{here}/answer", told, status=400)
    monkeypatch.setitem(app.config, "INSURANCE_POUNDS", 2_000_000)
    client.post(f"{here}/answer", told)


def test_after_how_many_years_a_dbs_check_is_looked_at_again_is_the_area_s_own(
    client: Client, session: Session, clock: FixedClock
) -> None:
    patch = make_patch(session)
    assert session.get_one(Patch, patch.id).dbs_years == 3
    patch.dbs_years = 2
    listing, catalyst = make_sent(session), make_catalyst(session, patch)
    # Changing whom to ring leaves it as it was.
    contact = Contact("Ruth Marsh", "01632 960119")
    set_contact(session, patch, contact, by=catalyst, clock=clock)
    client.sign_in(catalyst)
    review = client.get(f"/catalyst/listings/{listing.id}")
    link = review.soup.select_one("#checks a[href*='/checks/dbs-']")["href"]
    shown = [f.get("value") for f in client.get(link).soup.select("input[name=ends_on]")]
    assert shown == ["23", "11", "2028"]
