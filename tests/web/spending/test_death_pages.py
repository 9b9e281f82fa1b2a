"""An admin records that somebody has died, and takes a mistake back, page by page."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from tests.client import Client
from tests.factories.groups import Story
from tests.factories.people import PASSWORD, make_authority, make_person
from tests.factories.spending import make_promised, money, take_place

WHY = "Their sister rang, and the council said the same."


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    return story


@pytest.fixture
def ada(client: Client, session: Session, story: Story) -> Client:
    """Signed in on the day on which the story has come to."""
    make_person(session, name="Ben Dunn", roles=["admin"])
    return client.sign_in(make_person(session, name="Ada Dunn", roles=["admin"]))


def browser(client: Client, session: Session, person: Person) -> Client:
    return Client(client.app, session).sign_in(person)


def test_from_the_account_to_the_record_and_back(
    ada: Client, session: Session, story: Story, clock: FixedClock
) -> None:
    gone, helper = story.people[0], make_person(session)
    gone.email = "amara@example.org"
    authority = make_authority(session, gone, helper, clock=clock)
    sue, gwen, theirs = (browser(ada, session, p) for p in (helper, story.people[1], gone))
    sue.get(f"/for/{authority.id}/groups")
    account = f"/admin/people/{gone.id}"
    assert ada.get(account).soup.select_one(f"a[href='{account}/died']")
    page = ada.get(f"{account}/died")
    assert "amara@example.org" in page.text
    done = ada.follow(ada.submit(page, {"basis": WHY, "sure": "y"}))
    assert WHY in done.text
    for shown in (page, done, ada.get(account)):
        assert "£" not in shown.text
        assert "Tuesday Tea" not in shown.text
    theirs.get("/my", status=303)
    sue.get(f"/for/{authority.id}/groups", status=404)
    group = gwen.get(f"/groups/{story.group.id}").soup.main.text
    assert "Amara" not in group
    assert "died" not in group
    assert money(session, story)[0].held == 1_800
    tried = {"email": "amara@example.org", "password": PASSWORD}
    assert Client(ada.app, session).post("/sign-in", tried, status=400)
    assert "has died" in ada.get("/admin/people?q=amara").text
    # It was a mistake.
    ada.follow(ada.submit(ada.get(f"{account}/died")))
    sue.get(f"/for/{authority.id}/groups")
    again = browser(ada, session, gone)
    assert "It was recorded that you had died" in again.get("/my/data").text
    assert "New promises are stopped" in again.get("/my/money").text


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"sure": "y"}, "basis"),
        ({"basis": "  ", "sure": "y"}, "basis"),
        ({"basis": "x" * 601, "sure": "y"}, "basis"),
        ({"basis": WHY}, "sure"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_done(
    ada: Client, session: Session, story: Story, sent: dict[str, Any], field: str
) -> None:
    here = f"/admin/people/{story.people[0].id}/died"
    assert ada.post(here, sent, status=400).soup.select_one(f"#{field}-error")
    assert money(session, story)[0].held == 12 * 1_800


def test_pressed_twice_or_of_oneself(ada: Client, session: Session, story: Story) -> None:
    here = f"/admin/people/{story.people[0].id}/died"
    ada.post(here, {"basis": WHY, "sure": "y"})
    assert "recorded already" in ada.post(here, {"basis": WHY, "sure": "y"}, status=400).text
    ada.post(f"{here}/mistake")
    assert "Nothing is recorded here" in ada.post(f"{here}/mistake", status=400).text
    me = make_person(session, name="Cy Dunn", roles=["admin"])
    own = f"/admin/people/{me.id}/died"
    page = browser(ada, session, me).post(own, {"basis": WHY, "sure": "y"}, status=400)
    assert "Another admin must do it" in page.text
