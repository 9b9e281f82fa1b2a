"""Receipts on their pages: added by a press, seen by their owner alone, saved as a file."""

import io
from typing import Any
from zipfile import ZipFile

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.spending.models import MissingReceipt
from tests.client import Client
from tests.factories.directory import keeper_of, make_catalyst
from tests.factories.files import CANARY, a_photo
from tests.factories.groups import Story
from tests.factories.spending import all_pay, make_bill, make_promised, take_place
from tests.web.spending.test_life import Street

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


def a_file(data: bytes, name: str = "photo.jpg") -> dict[str, Any]:
    return {"file": (io.BytesIO(data), name)}


@pytest.fixture
def street(client: Client, session: Session, clock: FixedClock) -> Street:
    story: Story = make_promised(session, clock)
    take_place(session, story, clock, 0, 1)
    all_pay(session, story, make_bill(session, story, clock, 0), clock)
    return Street(client, session, story)


def paid_bill(street: Street) -> str:
    bill_id = street.session.scalars(select(MissingReceipt.bill_id)).first()
    return f"/my/bills/{bill_id}"


def test_a_receipt_from_the_bill_to_the_file_and_out_of_sight(street: Street) -> None:
    me, other, _third = street.story.people
    bill = paid_bill(street)
    browser = street.as_(me)
    assert "your receipt is missing" in browser.get("/my/bills").text
    assert "Add the receipt before" in browser.get(bill).text
    page = browser.get(f"{bill}/receipts")
    field = page.soup.select_one("input[type=file]")
    assert field["accept"] == "image/*,application/pdf"
    # What is no picture is refused beside the field, and so is nothing at all.
    for data, words in ((b"<svg/>", "not a photo or a PDF"), (b"", "Choose a photo")):
        refused = browser.post(f"{bill}/receipts", a_file(data), status=400)
        assert words in refused.soup.select_one(".govuk-error-message").get_text()
        assert words in refused.soup.select_one(".govuk-error-summary").get_text()
    page = browser.follow(browser.post(f"{bill}/receipts", a_file(a_photo())))
    assert "Your receipts" in page.soup.h1.get_text()
    one = page.soup.select_one(".mc-ways a")["href"]
    shown = browser.get(one)
    assert shown.soup.select_one("main img")["src"] == f"{one}/file"
    saved = browser.get(f"{one}/file")
    assert CANARY.encode() not in saved.data
    assert Image.open(io.BytesIO(saved.data)).format == "JPEG"
    assert saved.headers["Content-Disposition"].startswith("attachment; filename=")
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert saved.headers["Cache-Control"] == "no-store"
    assert saved.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert CANARY not in saved.headers["Content-Disposition"]
    for somebody in (other, keeper_of(street.session, street.story.listing)):
        for address in (one, f"{one}/file"):
            street.as_(somebody).get(address, status=404)
        street.as_(somebody).post(f"{one}/remove", status=404)
    assert one not in street.as_(other).get(f"{bill}/receipts").text
    whole = street.as_(me).get("/my/data.zip")
    with ZipFile(io.BytesIO(whole.data)) as files:
        assert saved.data in [files.read(name) for name in files.namelist()]
    with ZipFile(io.BytesIO(street.as_(other).get("/my/data.zip").data)) as files:
        assert files.namelist() == ["my-data.json"]


def test_it_is_replaced_then_removed_and_found_on_the_statement(street: Street) -> None:
    me, bill = street.story.people[0], paid_bill(street)
    browser = street.as_(me)
    browser.post(f"{bill}/receipts", a_file(a_photo()))
    one = browser.get(f"{bill}/receipts").soup.select_one(".mc-ways a")["href"]
    page = browser.follow(browser.post(f"{one}/replace", a_file(a_photo("PNG"), "x.png")))
    assert "Earlier ones" in page.text
    assert "is kept" in browser.get(one).text
    page = browser.follow(browser.post(f"{one}/remove"))
    assert "removed" in page.text
    page = browser.follow(browser.post(f"{bill}/receipts/on-statement"))
    assert "You said that it is." in page.text
    statement = f"/my/money/{street.story.budgets[0].id}/statement"
    for form in ("", ".csv"):
        assert "agrees with the statement" in browser.get(f"{statement}{form}").text
    assert "You kept the" in browser.get(f"{statement}/easier").text
    browser.post(f"{bill}/receipts/not-on-statement")
    assert "confirmed by a receipt" in browser.get(statement).text


def test_somebody_asks_a_catalyst_who_sees_no_sum(street: Street, clock: FixedClock) -> None:
    me, bill = street.story.people[0], paid_bill(street)
    browser = street.as_(me)
    assert "They do not see what you paid" in browser.get(f"{bill}/receipts/help").text
    page = browser.follow(browser.post(f"{bill}/receipts/help"))
    assert "You asked the catalyst" in page.text
    asked = select(MissingReceipt).where(MissingReceipt.patch_id.is_not(None))
    row = street.session.scalars(asked).one()
    catalyst = make_catalyst(street.session, _patch(street.session, row))
    desk = street.as_(catalyst)
    assert "/catalyst/receipts" in desk.get("/catalyst").text
    seen = desk.get("/catalyst/receipts")
    assert me.first_name in seen.text
    assert me.email in seen.text
    assert "£" not in seen.soup.select_one("main").get_text()
    desk.post(f"/catalyst/receipts/{row.id}")
    assert "Nobody asks you now" in desk.get("/catalyst/receipts").text
    assert "Said that you were helped" in street.as_(me).get("/my/seen").text


def _patch(session: Session, row: MissingReceipt) -> Any:
    from microcare.places.models import Patch

    return session.get_one(Patch, row.patch_id)


def test_a_provider_adds_their_own_bill_and_each_who_shares_it_opens_it(
    street: Street, clock: FixedClock
) -> None:
    sent = make_bill(street.session, street.story, clock, 1)
    street.session.commit()
    provider = street.as_(street.provider)
    here = f"{street.work}/bills/{sent.id}"
    assert "put nobody" in provider.get(here).text
    provider.post(f"{here}/file", a_file(b"nothing"), status=400)
    provider.post(f"{here}/file", a_file(a_photo()))
    assert provider.get(f"{here}/file").data[:3] == b"\xff\xd8\xff"
    for person in street.story.people:
        browser = street.as_(person)
        assert "Open their bill as a file" in browser.get(f"/my/bills/{sent.id}").text
        assert CANARY.encode() not in browser.get(f"/my/bills/{sent.id}/file").data
    provider.post(f"{here}/file/remove")
    street.as_(street.story.people[0]).get(f"/my/bills/{sent.id}/file", status=404)
