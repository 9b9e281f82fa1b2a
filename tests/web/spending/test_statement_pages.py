"""Statements as their owner gets them: a page, a table, a PDF, an easier version, each the same."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.kernel.clock import FixedClock
from microcare.spending.services import pdf_is_possible
from tests.client import Client
from tests.factories.budgets import make_budget
from tests.factories.groups import Story
from tests.factories.people import make_person
from tests.factories.spending import all_pay, make_bill, make_promised, take_place
from tests.factories.statements import owe_back
from tests.page import words_of
from tests.pdf import text_of

NEEDS_PANGO = pytest.mark.skipif(not pdf_is_possible(), reason="no Pango on this machine")
WAYS = ["", "/easier", ".csv", pytest.param(".pdf", marks=NEEDS_PANGO)]


def lived(session: Session, clock: FixedClock, **more: Any) -> Story:
    """Two Tuesdays paid for; some of the first is owed back."""
    story = make_promised(session, clock, **more)
    take_place(session, story, clock, 0, 1)
    bill = make_bill(session, story, clock, 0, 1)
    all_pay(session, story, bill, clock)
    owe_back(session, bill, 900, clock)
    return story


def address(budget: Budget, way: str, on: date) -> str:
    return f"/my/money/{budget.id}/statement{way}?as_of={on}"


def test_it_says_whose_of_what_and_up_to_when(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = lived(session, clock)
    client.sign_in(story.people[0])
    shown = client.get(address(story.budgets[0], "", clock.today()))
    text = words_of(shown)
    for words in (
        "Money used through microcare. It is not your whole account.",
        "Amara",
        "Somerset Council",
        "1 April 2026 to 31 March 2027",
        "19 January 2027",
        "confirmed by you",
        "No receipt yet",
        "It has not come yet",
        "We were late",
        "£3,551.00",
    ):
        assert words in text, words
    assert shown.headers["Cache-Control"] == "no-store"
    assert not shown.soup.find_all(["script", "form", "style"])


def pence(text: str) -> int:
    sign = -1 if text.strip().startswith("\u2212") else 1
    return sign * int("".join(c for c in text if c.isdigit()))


def test_what_is_shown_adds_up_on_the_page(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = lived(session, clock)
    client.sign_in(story.people[0])
    page = client.get(address(story.budgets[0], "", clock.today())).soup
    tables = page.select(".mc-st-sums, .mc-st-lines")
    assert len(tables) == 6
    for table in tables:
        *lines, end = [pence(cell.get_text()) for cell in table.select("td.r")]
        assert sum(lines) == end, table.caption.get_text()
        assert end > 0
    for header in page.select("main th"):
        assert header.get("scope") in {"row", "col"}


@pytest.mark.parametrize("way", WAYS)
def test_the_same_day_is_the_same_bytes(
    client: Client, session: Session, clock: FixedClock, way: str
) -> None:
    story, day = lived(session, clock), clock.today()
    client.sign_in(story.people[0])
    before = client.get(address(story.budgets[0], way, day)).data
    clock.move(timedelta(days=20))
    take_place(session, story, clock, 4)
    clock.move(timedelta(days=380))
    session.commit()
    again = Client(client.app, session).sign_in(story.people[0])
    assert again.get(address(story.budgets[0], way, day)).data == before


@pytest.mark.parametrize("way", WAYS)
def test_nobody_else_gets_it(client: Client, session: Session, clock: FixedClock, way: str) -> None:
    budget = make_budget(session, make_person(session), clock)
    client.get(address(budget, way, clock.today()), status=303)
    client.sign_in(make_person(session))
    client.get(address(budget, way, clock.today()), status=404)


@pytest.mark.parametrize("way", WAYS)
def test_nobody_elses_name_or_money_is_in_it(
    client: Client, session: Session, clock: FixedClock, way: str
) -> None:
    """What each of the others set aside, and who they are, is found in no form of mine."""
    story = lived(session, clock, pence=[25_600, 77_713, 61_937])
    for person, name in zip(story.people, ("Amara", "Canaryone", "Canarytwo"), strict=True):
        person.name = name
    for person, funder in zip(story.people[1:], ("Canary Council", "Canary Fund"), strict=True):
        make_budget(session, person, clock, funder=funder)
    session.flush()
    client.sign_in(story.people[0])
    answer = client.get(address(story.budgets[0], way, clock.today()))
    text = text_of(answer.data) if way == ".pdf" else answer.get_data(as_text=True)
    assert "Amara" in text
    assert "18" in text
    # 14 payments, and what is left after two Tuesdays, of each of the others; the whole price.
    for canary in ("anary", "777.13", "879.82", "619.37", "671.18", "54.00"):
        assert canary not in text, canary
    for other in (*story.people[1:], *story.budgets[1:]):
        assert str(other.id) not in text


def test_the_table_is_for_a_spreadsheet(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = lived(session, clock)
    client.sign_in(story.people[0])
    answer = client.get(address(story.budgets[0], ".csv", clock.today()))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Amara" not in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["amount_pounds"] for row in rows if row["part"] == "spent"] == ["18.00"] * 2


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("as_of=2030-01-01", "up to today"),
        ("as_of=tomorrow", "Write the date like"),
        ("as_of=2026-11-01&since=2026-11-02", "not after the last"),
        ("period=2020-03-31", "Choose one of these"),
        ("period=%F0%9F%92%B7&as_of=", "Choose one of these"),
    ],
)
@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_day_is_asked_again(
    client: Client, session: Session, clock: FixedClock, way: str, query: str, words: str
) -> None:
    person = make_person(session)
    budget = make_budget(session, person, clock)
    client.sign_in(person)
    answer = client.get(f"/my/money/{budget.id}/statement{way}?{query}", status=400)
    assert words in answer.text


def test_i_choose_the_days(client: Client, session: Session, clock: FixedClock) -> None:
    person = make_person(session)
    budget = make_budget(session, person, clock, ends_on=date(2027, 9, 30))
    client.sign_in(person)
    money = client.get("/my/money")
    [link] = money.soup.select("a[href$='/statement']")
    assert words_of(client.get(link["href"]))
    asked = client.get(link["href"] + "/choose")
    assert len(asked.soup.select("input[name=period]")) == 2
    three = "as_of=22&as_of=11&as_of=2026&since=&since=&since="
    shown = client.get(f"/my/money/{budget.id}/statement?period=2027-09-30&{three}")
    assert "1 April 2027 to 30 September 2027" in words_of(shown)
    assert "22 November 2026" in words_of(shown)


def test_without_pango_the_pdf_is_not_offered(
    client: Client, session: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("microcare.spending.routes.statement.pdf_is_possible", lambda: False)
    person = make_person(session)
    budget = make_budget(session, person, clock)
    client.sign_in(person)
    shown = client.get(address(budget, "", clock.today()))
    assert ".pdf" not in shown.text
    client.get(address(budget, ".pdf", clock.today()), status=404)


def test_the_easier_one_is_short_and_says_whose_drawings(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = lived(session, clock)
    client.sign_in(story.people[0])
    shown = client.get(address(story.budgets[0], "/easier", clock.today()))
    rows = shown.soup.select(".mc-easy__row")
    assert len(rows) >= 12
    for row in rows:
        assert row.select_one("svg, img"), row
        for sentence in row.find("p").get_text(" ").split(". "):
            assert len(sentence.split()) <= 10, sentence
    assert "Drawings: made for this site, MIT" in shown.text
    assert "Easy Read" not in shown.text
    # Whole pounds where they are whole.
    assert "£36" in shown.text
    assert "£36.00" not in shown.text
