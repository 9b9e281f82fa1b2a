"""A full group says so, and becomes two by each one's own press."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from microcare.groups.models import Group
from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from tests.client import Client
from tests.factories.groups import make_group, make_story
from tests.factories.people import make_person

NAMES = ("Amara", "Gwen", "Tomasz", "Ros")


@pytest.fixture
def people(session: Session) -> list[Person]:
    return [make_person(session, name=name) for name in NAMES]


@pytest.fixture
def group(session: Session, people: list[Person], clock: FixedClock) -> Group:
    return make_group(session, people, clock)


@pytest.fixture
def browsers(client: Client, session: Session, people: list[Person]) -> list[Client]:
    return [Client(client.app, session).sign_in(person) for person in people]


def test_a_full_group_offers_to_become_two(
    client: Client, browsers: list[Client], group: Group, monkeypatch: Any
) -> None:
    assert "Your group is full" not in browsers[0].get(f"/groups/{group.id}").text
    monkeypatch.setitem(client.app.config, "GROUP_LIMIT", 4)
    page = browsers[0].get(f"/groups/{group.id}")
    assert "Your group is full" in page.text
    assert page.soup.select_one(f"a[href='/groups/{group.id}/bud']")
    assert page.soup.select_one("a[href*='/groups/find/new']") is None


def test_proposed_agreed_and_two(browsers: list[Client], group: Group, people: Any) -> None:
    here = f"/groups/{group.id}/bud"
    movers = [str(person.id) for person in people[2:]]
    page = browsers[0].get(here)
    browsers[0].submit(page, {"movers": movers, "name": "Wednesday Tea"})
    assert "asked to begin a new group" in browsers[2].get(f"/groups/{group.id}").text
    assert "Some of you may begin" in browsers[1].get(f"/groups/{group.id}").text
    staying = browsers[1].get(here)
    assert "You would stay here" in staying.text
    assert staying.soup.select_one("form[action$='/yes']") is None
    browsers[2].post(f"{here}/yes")
    assert "You said yes" in browsers[2].get(here).text
    moved = browsers[3].post(f"{here}/yes")
    assert "Wednesday Tea" in browsers[3].follow(moved).text
    browsers[3].get(f"/groups/{group.id}", status=404)
    browsers[1].get(f"/groups/{group.id}")


def test_one_no_ends_it(browsers: list[Client], group: Group, people: Any) -> None:
    here = f"/groups/{group.id}/bud"
    movers = [str(person.id) for person in people[2:]]
    browsers[0].post(here, {"movers": movers, "name": "Wednesday Tea"})
    browsers[3].post(f"{here}/no")
    late = browsers[2].post(f"{here}/yes", status=400)
    assert "Nobody has moved" in late.text
    browsers[1].post(f"{here}/stop", status=400)


@pytest.mark.parametrize(
    "sent", [{}, {"name": "Tea"}, {"name": "", "movers": "all"}, {"name": "Tea", "movers": "all"}]
)
def test_what_is_missing_is_said(
    browsers: list[Client], group: Group, people: Any, sent: dict[str, str]
) -> None:
    movers = [str(person.id) for person in people] if sent.get("movers") else []
    refused = browsers[0].post(
        f"/groups/{group.id}/bud", {"name": sent.get("name", ""), "movers": movers}, status=400
    )
    assert refused.soup.select_one(".govuk-error-summary")


def test_not_while_something_is_decided(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    mine = Client(client.app, session).sign_in(story.people[0])
    page = mine.get(f"/groups/{story.group.id}/bud")
    assert "Wait until it is over" in page.text
    assert page.soup.select_one("main form") is None
