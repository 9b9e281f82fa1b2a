"""My money: mine alone, never stored, and each mistake beside its field."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from microcare.budgets.queries import money_of
from microcare.kernel.clock import FixedClock
from tests.client import Client
from tests.factories.budgets import make_budget
from tests.factories.people import make_person

SOUND = {
    "funding": "direct_payment",
    "funder": "Somerset Council",
    "pence": "256",
    "every_weeks": "4",
    "starts_on": ["1", "4", "2026"],
    "ends_on": ["31", "3", "2027"],
    "purpose": "Cook with others",
}


def test_i_set_money_aside_and_see_what_is_left(
    client: Client, session: Session, clock: FixedClock
) -> None:
    person = make_person(session)
    client.sign_in(person)
    asked = client.get("/my/money/new")
    done = client.submit(asked, SOUND)
    shown = client.follow(done)
    assert "£3,584.00" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert money_of(session, person.id, today=clock.today()).left == 358_400


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("pence", "Infinity", "Write the amount in numbers"),
        ("pence", "0", "above £0"),
        ("pence", "", "Write an amount"),
        ("every_weeks", "½", "Write a whole number, like 4"),
        ("every_weeks", "53", "from 1 to 52"),
        ("ends_on", ["31", "2", "2027"], "Write the date like"),
        ("ends_on", ["1", "1", "2020"], "must come after"),
        ("ends_on", ["1"], "Write the date like"),
        ("funding", "gold", ""),
        ("funding", "isf", "Whoever holds this money must agree first"),
        ("funding", "phb", "Whoever holds this money must agree first"),
        ("funding", "council", "Ask your social worker or NHS team"),
        ("funding", "notional", "Ask your social worker or NHS team"),
        ("purpose", " ", "Write what your plan says"),
        ("purpose", "x" * 301, "one letter too long"),
        ("funder", "x" * 121, "Make this shorter"),
        ("funder", " ", "Write who pays it to you"),
        ("key", "nonsense", "This page was too old"),
    ],
)
def test_each_mistake_is_said_and_nothing_is_saved(
    client: Client, session: Session, clock: FixedClock, field: str, value: Any, words: str
) -> None:
    person = make_person(session)
    client.sign_in(person)
    asked = client.get("/my/money/new")
    refused = client.submit(asked, SOUND | {field: value}, status=400)
    assert words in refused.text
    assert money_of(session, person.id, today=clock.today()).set_aside == 0


def test_a_broken_key_is_said_at_the_top_and_replaced(
    client: Client, session: Session, clock: FixedClock
) -> None:
    person = make_person(session)
    budget = make_budget(session, person, clock)
    client.sign_in(person)
    for address, sound in (
        ("/my/money/new", SOUND),
        (f"/my/money/{budget.id}/take-back", {"pence": "5"}),
    ):
        before = money_of(session, person.id, today=clock.today()).set_aside
        asked = client.get(address)
        refused = client.submit(asked, sound | {"key": "'; DROP TABLE"}, status=400)
        summary = refused.soup.select_one(".govuk-error-summary")
        assert "This page was too old" in summary.get_text()
        assert not summary.select("a[href='#key']"), "nobody can go to a hidden field"
        assert money_of(session, person.id, today=clock.today()).set_aside == before
        # The page came with a key that is sound.
        client.submit(refused, sound)


def test_nobody_elses_money_is_found(client: Client, session: Session, clock: FixedClock) -> None:
    budget = make_budget(session, make_person(session), clock)
    client.sign_in(make_person(session))
    client.get(f"/my/money/{budget.id}/take-back", status=404)
    client.post(f"/my/money/{budget.id}/stop", status=404)


def test_i_take_some_back_and_stop(client: Client, session: Session, clock: FixedClock) -> None:
    person = make_person(session)
    budget = make_budget(session, person, clock)
    client.sign_in(person)
    asked = client.get(f"/my/money/{budget.id}/take-back")
    client.submit(asked, {"pence": "100.50"})
    assert money_of(session, person.id, today=clock.today()).left == 358_400 - 10_050
    client.submit(asked, {"pence": "99999"}, status=400)
    client.post(f"/my/money/{budget.id}/stop")
    assert money_of(session, person.id, today=clock.today()).left == 0
