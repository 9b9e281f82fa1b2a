"""A stopped provider, page by page: the catalyst, whoever promised them something, the keeper."""

import pytest
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from tests.client import Client
from tests.factories.directory import keeper_of, whole
from tests.factories.groups import Story
from tests.factories.people import make_person
from tests.factories.spending import make_promised, money

WHY = "Their papers ran out on Monday."


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    return make_promised(session, clock)


@pytest.fixture
def catalyst(session: Session, story: Story) -> Person:
    listing = whole(session, story.listing.id)
    return make_person(session, name="Dawn Okafor", patch_ids=[listing.patch_id])


def browser(client: Client, session: Session, person: Person) -> Client:
    return Client(client.app, session).sign_in(person)


def stop(client: Client, session: Session, catalyst: Person, story: Story) -> Client:
    desk = browser(client, session, catalyst)
    here = f"/catalyst/listings/{story.listing.id}"
    link = desk.get(here).soup.select_one(f"a[href='{here}/stop']")
    assert "Stop this page" in link.text
    desk.follow(desk.submit(desk.get(f"{here}/stop"), {"words": WHY}))
    return desk


def test_from_the_stop_to_each_ones_own_choice(
    client: Client, session: Session, story: Story, catalyst: Person
) -> None:
    amara, gwen = (browser(client, session, person) for person in story.people[:2])
    group = f"/groups/{story.group.id}"
    assert "cannot go on for now" not in amara.get(group).text
    assert "Nothing of yours is stopped" in amara.get("/my/stopped").text
    desk = stop(client, session, catalyst, story)
    shown = amara.get(group)
    assert shown.soup.select_one("a[href='/my/stopped']")
    assert "cannot go on for now" in shown.soup.select_one("#next").text
    assert "You are going ahead" not in shown.text
    assert "They cannot go on for now" in amara.get("/my").text
    page = amara.get("/my/stopped")
    assert "Gwen" not in page.text
    assert WHY not in page.text
    assert page.text.count("£18") == 12
    assert "£216" in page.text
    done = amara.follow(amara.submit(page))
    assert "yours to plan with again" in done.text
    assert "Nothing of yours is stopped" in done.text
    # Whoever has let go has nothing more to choose, and reads no "going ahead" either.
    assert not amara.get(group).soup.select_one("a[href='/my/stopped']")
    assert "cannot go on for now" in amara.get(group).soup.select_one("#next").text
    assert gwen.get("/my/stopped").text.count("£18") == 12
    assert [m.held for m in money(session, story)] == [0, 21_600, 21_600]
    # The keeper reads why, and cannot open it.
    keeper = browser(client, session, keeper_of(session, story.listing))
    mine = f"/my/listings/{story.listing.id}"
    assert WHY in keeper.get(mine).text
    assert "Open it again" not in keeper.get(mine).text
    assert "It opens again when they say so" in keeper.post(f"{mine}/resume", status=400).text
    # The catalyst lets it go on; whoever still had a page open is told so.
    here = f"/catalyst/listings/{story.listing.id}"
    assert "Let this page go on" in desk.get(here).text
    desk.follow(desk.submit(desk.get(f"{here}/stop"), {"words": "All is in order."}))
    way = f"/my/stopped/{story.group.id}/{story.listing.id}"
    assert "They can go on again" in gwen.post(way, status=400).text
    assert [m.held for m in money(session, story)] == [0, 21_600, 21_600]


@pytest.mark.parametrize("words", ["", "   ", "x" * 1001])
def test_words_are_asked_for(
    client: Client, session: Session, story: Story, catalyst: Person, words: str
) -> None:
    desk = browser(client, session, catalyst)
    here = f"/catalyst/listings/{story.listing.id}"
    page = desk.post(f"{here}/stop", {"words": words}, status=400)
    assert page.soup.select_one("#words-error")
    assert "Stop this page" in desk.get(here).text


def test_pressed_twice(client: Client, session: Session, story: Story, catalyst: Person) -> None:
    stop(client, session, catalyst, story)
    desk = browser(client, session, catalyst)
    here = f"/catalyst/listings/{story.listing.id}"
    assert "has changed since" in desk.post(f"{here}/stop", {"words": WHY}, status=400).text


def test_somebody_elses_promises_are_not_there(
    client: Client, session: Session, story: Story, catalyst: Person
) -> None:
    stop(client, session, catalyst, story)
    other = browser(client, session, make_person(session))
    assert "Nothing of yours is stopped" in other.get("/my/stopped").text
    other.post(f"/my/stopped/{story.group.id}/{story.listing.id}", status=404)
    other.post(f"/my/stopped/{story.listing.id}/{story.group.id}", status=404)
