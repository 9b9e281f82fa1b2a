"""A question to the group, from asking it to what most said."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from microcare.groups.models import Group
from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from tests.client import Client
from tests.factories.groups import make_group
from tests.factories.people import make_person

WORDS = "Shall we meet on Wednesdays?"


@pytest.fixture
def people(session: Session) -> list[Person]:
    return [make_person(session, name=name) for name in ("Amara", "Gwen", "Tomasz")]


@pytest.fixture
def group(session: Session, people: list[Person], clock: FixedClock) -> Group:
    return make_group(session, people, clock)


@pytest.fixture
def browsers(client: Client, session: Session, people: list[Person]) -> list[Client]:
    return [Client(client.app, session).sign_in(person) for person in people]


def ask(browser: Client, group: Group) -> str:
    """Asks it, and answers where the question is."""
    home = f"/groups/{group.id}"
    page = browser.get(f"{home}/questions/new")
    browser.follow(browser.submit(page, {"words": WORDS, "days": "7"}))
    listed = browser.get(f"{home}/questions").soup
    return str(listed.select_one(f"a[href^='{home}/questions/'] b").parent["href"])


def test_asked_answered_and_decided(browsers: list[Client], group: Group) -> None:
    where = ask(browsers[0], group)
    assert "The group asks you something" in browsers[1].get(f"/groups/{group.id}").text
    page = browsers[1].get(where)
    assert "Amara asked on" in page.text
    browsers[1].follow(browsers[1].submit(page, {"answer": "yes"}))
    assert "The group asks you something" not in browsers[1].get(f"/groups/{group.id}").text
    assert "You said yes" in browsers[1].get(where).text
    assert "You said" not in browsers[2].get(where).text
    for browser in (browsers[0], browsers[2]):
        browser.post(where, {"answer": "no"})
    done = browsers[1].get(where)
    assert "Most did not say yes" in done.text
    assert done.soup.select_one("main form") is None


def test_too_few_answers_decide_nothing(
    browsers: list[Client], people: list[Person], group: Group, clock: FixedClock
) -> None:
    where = ask(browsers[0], group)
    browsers[0].post(where, {"answer": "yes"})
    clock.move(timedelta(days=8))
    for browser, person in zip(browsers, people, strict=True):
        browser.sign_in(person)
    assert "Too few of you answered" in browsers[0].get(where).text
    late = browsers[1].post(where, {"answer": "yes"}, status=400)
    assert "This question has ended" in late.text


def test_taken_back_by_who_asked(browsers: list[Client], group: Group) -> None:
    where = ask(browsers[0], group)
    assert browsers[1].get(where).soup.select_one("form[action$='/stop']") is None
    browsers[1].post(f"{where}/stop", status=400)
    browsers[0].follow(browsers[0].post(f"{where}/stop"))
    assert "This was taken back" in browsers[1].get(where).text


@pytest.mark.parametrize(
    "sent",
    [{}, {"words": "  ", "days": "7"}, {"words": WORDS}, {"words": WORDS, "days": "8"},
     {"words": "x" * 301, "days": "3"}],
)  # fmt: skip
def test_what_is_missing_is_said_and_kept(
    browsers: list[Client], group: Group, sent: dict[str, str]
) -> None:
    page = browsers[0].post(f"/groups/{group.id}/questions/new", sent, status=400)
    assert page.soup.select_one(".govuk-error-summary")
    assert sent.get("words", "").strip() in page.soup.textarea.text


def test_an_answer_must_be_picked(browsers: list[Client], group: Group) -> None:
    where = ask(browsers[0], group)
    for sent in ({}, {"answer": "worry"}, {"answer": "maybe"}):
        assert "Pick one answer" in browsers[1].post(where, sent, status=400).text


def test_a_question_of_another_group_is_not_there(
    browsers: list[Client], group: Group, session: Session, people: list[Person], clock: FixedClock
) -> None:
    where = ask(browsers[0], group)
    other = make_group(session, people, clock)
    elsewhere = where.replace(str(group.id), str(other.id))
    browsers[1].get(elsewhere, status=404)
    browsers[1].post(elsewhere, {"answer": "yes"}, status=404)
    browsers[1].post(f"{elsewhere}/stop", status=404)
