"""Sharing a price another way: asked in plain words, kept when wrong, each part seen by its own."""

import pytest
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from tests.client import Client
from tests.factories.budgets import PLEDGED
from tests.factories.groups import Story, make_story


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    return make_story(session, clock, pence=[50_000] * 3, sessions=2, chosen=False)


@pytest.fixture
def browsers(client: Client, session: Session, story: Story) -> list[Client]:
    return [Client(client.app, session).sign_in(person) for person in story.people]


def share(story: Story, way: str) -> str:
    return f"/groups/{story.group.id}/offers/{story.offer.id}/share/{way}"


def parts(story: Story, *given: object) -> dict[str, object]:
    return {f"part_{p.id}": part for p, part in zip(story.people, given, strict=True)}


def test_every_way_is_a_press_away_from_the_offer(browsers: list[Client], story: Story) -> None:
    offers = browsers[0].get(f"/groups/{story.group.id}/offers")
    link = offers.soup.select_one("a[href$='/share']")
    assert link is not None
    ways = browsers[0].get(str(link["href"]))
    for way in ("equal", "hours", "attendance", "fixed", "ability"):
        assert ways.soup.select_one(f"a[href='{share(story, way)}']"), way
        browsers[0].get(share(story, way))
    browsers[0].get(share(story, "by-lot"), status=404)
    browsers[0].post(share(story, "by-lot"), status=404)


def test_by_hours_each_sees_their_own_part_and_everyone_the_hours(
    browsers: list[Client], story: Story
) -> None:
    page = browsers[0].get(share(story, "hours"))
    browsers[0].submit(page, parts(story, "1", "1.5", "2.0"))
    for browser, mine in zip(browsers, ("£12.00", "£18.00", "£24.00"), strict=True):
        plan = browser.get(f"/groups/{story.group.id}/plan")
        assert f"You pay {mine} a week" in plan.text
        assert "1.5 hours a session" in plan.text
        assert "By hours, to the penny" in plan.text
        others = {"£12.00", "£18.00", "£24.00", "£36.00", "£48.00"}
        others -= {mine, f"£{2 * int(mine[1:3])}.00"}
        assert not any(theirs in plan.text for theirs in others)


@pytest.mark.parametrize(
    ("way", "given", "words"),
    [
        ("hours", ("", "1", "1"), "Write the hours, or 0"),
        ("hours", ("1.3", "1", "1"), "Write the hours like 2, 1.5 or 0.25"),
        ("hours", ("25", "1", "1"), "Write the hours like 2, 1.5 or 0.25"),
        ("hours", ("٣", "1", "1"), "Write the hours like 2, 1.5 or 0.25"),
        ("hours", ("0", "0", "0"), "Somebody must have a part in it"),
        ("fixed", ("18", "18", "18.01"), "These come to £54.01. One session costs £54.00"),
        ("fixed", ("-1", "18", "18"), "Write the amount in numbers"),
        ("fixed", ("Infinity", "18", "18"), "Write the amount in numbers"),
        ("attendance", (["0"], ["0"], []), "Nobody comes to session 2"),
        ("attendance", (["0", "7"], ["0", "1"], []), "Pick from the list"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    browsers: list[Client], story: Story, way: str, given: tuple[object, ...], words: str
) -> None:
    page = browsers[0].post(share(story, way), parts(story, *given), status=400)
    assert words in page.text
    for one in given:
        if isinstance(one, str) and one:
            assert page.soup.select_one(f"input[value='{one}']")
    browsers[0].get(f"/groups/{story.group.id}/plan", status=404)


def test_somebody_left_out_of_what_was_sent_is_asked_for(
    browsers: list[Client], story: Story
) -> None:
    sent = dict(list(parts(story, "27", "27", "0").items())[:2])
    page = browsers[0].post(share(story, "fixed"), sent, status=400)
    assert "Write a sum, or 0" in page.text


def test_by_who_comes_the_days_differ_and_are_shown(browsers: list[Client], story: Story) -> None:
    page = browsers[0].get(share(story, "attendance"))
    assert len(page.soup.select("input[type=checkbox][checked]")) == 6
    browsers[0].submit(page, parts(story, ["0", "1"], ["0", "1"], ["0"]))
    plan = browsers[0].get(f"/groups/{story.group.id}/plan")
    assert "from £18.00 to £27.00" in plan.text
    assert "You pay about £22.50 a week" in plan.text
    assert "Your part, day by day" in plan.text


def test_the_most_is_ones_own(browsers: list[Client], story: Story) -> None:
    mine = f"/groups/{story.group.id}/my-most"
    assert browsers[1].get(f"/groups/{story.group.id}").soup.select_one(f"a[href='{mine}']")
    wrong = browsers[1].post(mine, {"week_pence": "lots"}, status=400)
    assert wrong.soup.select_one("input[value='lots']")
    browsers[1].submit(browsers[1].get(mine), {"week_pence": "12.34"})
    assert browsers[1].get(mine).soup.select_one("input[value='12.34']")
    assert "once a day" in browsers[1].post(mine, {"week_pence": "13"}, status=400).text
    browsers[0].submit(browsers[0].get(share(story, "ability")), {})
    here = f"/groups/{story.group.id}"
    for address in (mine, here, f"{here}/plan", f"{here}/offers", "/my", "/my/data"):
        for browser in (browsers[0], browsers[2]):
            assert "12.34" not in browser.get(address).text
    plan = browsers[0].get(f"{here}/plan")
    assert "you can tell that somebody pays less. You cannot tell who." in plan.text
    refused = browsers[2].post(mine, {"week_pence": "1"})
    assert refused.status_code == 303
    told = browsers[2].post(
        f"{here}/plan", PLEDGED | {"answer": "yes", "budget": str(story.budgets[2].id)}, status=400
    )
    assert "The most you said is £1.00" in told.text


def test_what_does_not_add_up_says_only_that(browsers: list[Client], story: Story) -> None:
    for browser in browsers:
        browser.post(f"/groups/{story.group.id}/my-most", {"week_pence": "17.99"})
    page = browsers[0].post(share(story, "ability"), status=400)
    assert "It does not add up yet" in page.text
    assert "17.99" not in page.text


def test_two_budgets_are_ticked_in_one_yes(browsers: list[Client], story: Story) -> None:
    browsers[0].post(f"/groups/{story.group.id}/offers/{story.offer.id}")
    plan = browsers[0].get(f"/groups/{story.group.id}/plan")
    assert plan.soup.select_one("input[type=checkbox][name=budget]")
    stray = PLEDGED | {"answer": "yes", "budget": [str(story.budgets[0].id), "nonsense"]}
    browsers[0].post(f"/groups/{story.group.id}/plan", stray, status=400)
    browsers[0].post(
        f"/groups/{story.group.id}/plan",
        PLEDGED | {"answer": "yes", "budget": [str(story.budgets[0].id)]},
    )
