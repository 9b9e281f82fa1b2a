"""I have to stop now: the page, what it says, and whoever may press for somebody."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from tests.client import Client
from tests.factories.groups import Story
from tests.factories.people import make_authority, make_person
from tests.factories.spending import make_promised, money, take_place

HERE = "/my/money/stop-at-once"


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    story = make_promised(session, clock)
    take_place(session, story, clock, 0)
    return story


@pytest.fixture
def amara(client: Client, session: Session, story: Story) -> Client:
    return client.sign_in(story.people[0])


def test_the_page_says_to_the_penny_what_then_happens(
    amara: Client, session: Session, story: Story
) -> None:
    assert amara.get("/my/money").soup.select_one(f"a[href='{HERE}']")
    page = amara.get(HERE)
    assert "£198" in page.text
    assert "Gwen" not in page.text
    budget = str(story.budgets[0].id)
    label = page.soup.select_one(f"input[value='{budget}'] + label").text
    done = amara.follow(amara.submit(page, {"who": "funder", "money": budget}))
    assert "You gave no notice" in done.text
    mine = money(session, story)[0]
    assert f"£{mine.returned / 100:,.2f}".removesuffix(".00") in label
    assert (mine.held, mine.available) == (1_800, 0)
    assert "You have no promises of days to come" in amara.get(HERE).text


def test_the_group_reads_nothing_of_it(
    amara: Client, client: Client, session: Session, story: Story
) -> None:
    gwen = Client(client.app, session).sign_in(story.people[1])
    group = f"/groups/{story.group.id}"
    before = gwen.get(group).soup.main.text, gwen.get(f"{group}/sessions").soup.main.text
    amara.submit(amara.get(HERE), {"who": "me"})
    after = gwen.get(group).soup.main.text, gwen.get(f"{group}/sessions").soup.main.text
    assert before == after


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "who"),
        ({"who": "hospital"}, "who"),
        ({"who": "funder"}, "money"),
        ({"who": "funder", "money": "not an id"}, "money"),
        ({"who": "funder", "money": "00000000-0000-0000-0000-000000000000"}, "money"),
        ({"who": "me", "money": "nonsense"}, "money"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_done(
    amara: Client, session: Session, story: Story, sent: dict[str, Any], field: str
) -> None:
    page = amara.post(HERE, sent, status=400)
    assert page.soup.select_one(f"#{field}-error")
    assert money(session, story)[0].held == 12 * 1_800


def test_somebody_without_money_may_press_too(client: Client, session: Session) -> None:
    pat = client.sign_in(make_person(session))
    page = pat.get(HERE)
    assert not page.soup.select("main input[type=radio]")
    pat.follow(pat.submit(page))


def test_whoever_may_act_with_their_money_presses_for_them(
    client: Client, session: Session, story: Story, clock: FixedClock
) -> None:
    helper = make_person(session, name="Sue Porter")
    authority = make_authority(session, story.people[0], helper, clock=clock)
    sue = client.sign_in(helper)
    there = f"/for/{authority.id}{HERE}"
    sue.submit(sue.get(there), {"who": "me"})
    assert money(session, story)[0].held == 1_800
    amara = Client(client.app, session).sign_in(story.people[0])
    assert (
        "Stopped your promises at once"
        in amara.get("/my/supporters").text + amara.get("/my/seen").text
    )
