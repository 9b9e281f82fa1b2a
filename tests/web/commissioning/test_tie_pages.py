"""Saying at the plan that one is close to the provider, in the browser."""

import pytest
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from tests.client import Client
from tests.factories.groups import Story, make_story

TOLD = "Amara put this to everyone, and is close to Cook Together or paid by them."


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    return make_story(session, clock, pence=[51_200] * 3, chosen=False)


@pytest.fixture
def browsers(client: Client, session: Session, story: Story) -> list[Client]:
    return [Client(client.app, session).sign_in(person) for person in story.people]


def test_whoever_puts_it_is_asked_and_the_others_read_the_answer(
    browsers: list[Client], story: Story
) -> None:
    here = f"/groups/{story.group.id}"
    [tick] = browsers[0].get(f"{here}/offers").soup.select("input[name=tied]")
    assert not tick.has_attr("checked")
    browsers[0].post(f"{here}/offers/{story.offer.id}", {"tied": "y"})
    told = TOLD.replace("Cook Together", story.listing.name)
    for page in ("plan", "plan/easier", "plan/letter"):
        assert told in browsers[1].get(f"{here}/{page}").soup.get_text()
    mine = browsers[0].get(f"{here}/plan")
    assert "The others read this" in mine.text
    assert mine.soup.select_one("input[name=answer][value=yes]"), "for their own money"


def test_it_is_said_on_the_page_and_taken_back(browsers: list[Client], story: Story) -> None:
    here = f"/groups/{story.group.id}"
    browsers[0].post(f"{here}/offers/{story.offer.id}/share/equal")
    for browser, number in ((browsers[1], 0), (browsers[0], 1)):
        browser.follow(browser.post(f"{here}/plan/tie"))
        assert browsers[2].get(f"{here}/plan").text.count("put this to everyone, and") == number
    browsers[0].follow(browsers[0].post(f"{here}/plan/no-tie"))
    assert "put this to everyone, and" not in browsers[2].get(f"{here}/plan").text


def test_a_tick_on_the_page_of_another_way_counts(browsers: list[Client], story: Story) -> None:
    here = f"/groups/{story.group.id}"
    browsers[0].post(f"{here}/offers/{story.offer.id}/share/equal", {"tied": "y"})
    assert "is close to" in browsers[1].get(f"{here}/plan").text
