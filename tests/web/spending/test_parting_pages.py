"""Asking a member to leave, page by page."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from tests.client import Client
from tests.factories.groups import Story, make_story

WHY, REPLY = "He comes when he likes", "My bus is late on Tuesdays"


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    return make_story(session, clock)


@pytest.fixture
def browsers(client: Client, session: Session, story: Story) -> list[Client]:
    return [Client(client.app, session).sign_in(person) for person in story.people]


def ask(browsers: list[Client], story: Story) -> str:
    """Amara asks that Tomasz leaves; answers where the others look at it."""
    here = f"/groups/{story.group.id}"
    page = browsers[0].get(f"{here}/ask-to-leave")
    sent = {"who": str(story.people[2].id), "reason": WHY}
    browsers[0].follow(browsers[0].submit(page, sent))
    link = browsers[1].get(here).soup.select_one("a[href*='/asked-to-leave/']")
    return str(link["href"])


def test_from_asking_to_a_new_start(browsers: list[Client], story: Story) -> None:
    amara, gwen, tomasz = browsers
    where = ask(browsers, story)
    mine = f"/my/asked-to-leave/{where.rpartition('/')[2]}"
    assert "You are asked to leave this group" in tomasz.get(f"/groups/{story.group.id}").text
    assert tomasz.get(where, status=303).headers["Location"] == mine
    gwen.get(mine, status=404)
    page = tomasz.get(mine)
    assert WHY in page.text
    assert "Amara" not in page.soup.main.text
    assert "First they can reply" in gwen.post(where, {"answer": "yes"}, status=400).text
    tomasz.follow(tomasz.submit(page, {"words": REPLY}))
    assert REPLY in gwen.get(where).text
    tomasz.post(where, {"answer": "no"}, status=404)
    gwen.follow(gwen.submit(gwen.get(where), {"answer": "yes"}))
    amara.post(where, {"answer": "yes"})
    tomasz.get(f"/groups/{story.group.id}", status=404)
    after = tomasz.get(mine).text
    assert "You are no longer in the group" in after
    assert "Ring your community catalyst" in after


def test_taken_back_by_who_asked_alone(browsers: list[Client], story: Story) -> None:
    where = ask(browsers, story)
    browsers[1].post(f"{where}/stop", status=400)
    browsers[0].follow(browsers[0].post(f"{where}/stop"))
    assert "nothing was decided" in browsers[1].get(where).text


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("who", {"reason": WHY}),
        ("who", {"who": "nobody", "reason": WHY}),
        ("reason", {"who": "tomasz"}),
        ("reason", {"who": "tomasz", "reason": "x" * 1001}),
    ],
)
def test_what_is_missing_is_said(
    browsers: list[Client], story: Story, field: str, sent: dict[str, Any]
) -> None:
    if sent.get("who") == "tomasz":
        sent = sent | {"who": str(story.people[2].id)}
    page = browsers[0].post(f"/groups/{story.group.id}/ask-to-leave", sent, status=400)
    assert page.soup.select_one(f"#{field}-error")
    assert page.soup.textarea.text.strip() == sent.get("reason", "")


def test_a_reply_needs_words(browsers: list[Client], story: Story) -> None:
    where = ask(browsers, story)
    mine = f"/my/asked-to-leave/{where.rpartition('/')[2]}"
    assert "Write what you want to say" in browsers[2].post(mine, {"words": " "}, status=400).text
