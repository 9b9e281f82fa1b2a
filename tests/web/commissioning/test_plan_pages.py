"""A plan under way, page by page: three answers, more time, a letter to print, easier words."""

import pytest
from sqlalchemy.orm import Session

from microcare.decisions.values import Answer
from microcare.kernel.clock import FixedClock
from tests.client import Client
from tests.factories.groups import Story, make_story, say

FAR = "It is too far for Gwen"


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    return make_story(session, clock, pence=[51_200] * 3)


@pytest.fixture
def browsers(client: Client, session: Session, story: Story) -> list[Client]:
    return [Client(client.app, session).sign_in(person) for person in story.people]


def test_a_worry_is_read_without_a_name_and_stops_it(browsers: list[Client], story: Story) -> None:
    here = f"/groups/{story.group.id}"
    browsers[1].follow(browsers[1].post(f"{here}/plan", {"answer": "worry", "reason": FAR}))
    seen = browsers[0].get(f"{here}/plan")
    assert FAR in seen.text
    assert "Somebody has a worry" in browsers[0].get(here).text
    assert seen.soup.select_one("form[action$='/plan/stop']")


def test_leave_me_out_asks_the_others_again(browsers: list[Client], story: Story) -> None:
    here = f"/groups/{story.group.id}"
    browsers[1].follow(browsers[1].post(f"{here}/plan", {"answer": "aside"}))
    assert "You stand aside, so it costs you nothing" in browsers[1].get(here).text
    aside = browsers[1].get(f"{here}/plan")
    assert aside.soup.select_one("input[name=budget]") is None
    assert "£324.00" in browsers[0].get(f"{here}/plan").text
    browsers[1].post(f"{here}/plan", {"answer": "yes"}, status=400)
    browsers[1].post(f"{here}/plan", {"answer": "worry", "reason": FAR})
    assert FAR in browsers[2].get(f"{here}/plan").text
    browsers[1].follow(browsers[1].post(f"{here}/plan/join-in"))
    assert "£216.00" in browsers[0].get(f"{here}/plan").text
    late = browsers[1].post(f"{here}/plan/join-in", status=400)
    assert "You cannot join in now" in late.text


def test_the_old_name_of_leave_me_out_still_works(browsers: list[Client], story: Story) -> None:
    here = f"/groups/{story.group.id}/plan"
    browsers[1].post(here, {"answer": "no"})
    assert "You stand aside" in browsers[1].get(here).text


def test_only_who_put_it_is_offered_to_end_it(browsers: list[Client], story: Story) -> None:
    here = f"/groups/{story.group.id}/plan"
    assert browsers[0].get(here).soup.select_one("form[action$='/plan/stop']")
    assert browsers[2].get(here).soup.select_one("form[action$='/plan/stop']") is None
    assert "say your worry" in browsers[2].post(f"{here}/stop", status=400).text


def test_more_time_once(browsers: list[Client], story: Story) -> None:
    here = f"/groups/{story.group.id}/plan"
    assert "Answer by Thursday 3 December" in browsers[0].get(here).text.replace("\u00a0", " ")
    browsers[1].follow(browsers[1].post(f"{here}/more-time"))
    assert "Answer by Friday 4 December" in browsers[0].get(here).text.replace("\u00a0", " ")
    assert "There is no more time to add" in browsers[1].post(f"{here}/more-time", status=400).text


@pytest.mark.parametrize("paper", ["letter", "easier"])
def test_a_paper_tells_my_own_part_and_nobody_elses(
    browsers: list[Client], session: Session, story: Story, clock: FixedClock, paper: str
) -> None:
    address = f"/groups/{story.group.id}/plan/{paper}"
    mine = browsers[0].get(address).text
    assert "£18" in mine
    assert "£216" in mine
    say(session, story, 1, Answer.ASIDE, clock)
    aside = browsers[1].get(address).text
    assert "costs you nothing" in aside
    assert "£" not in aside
    assert "£27" in browsers[0].get(address).text


def test_how_i_am_reminded(browsers: list[Client]) -> None:
    page = browsers[0].get("/my/reminders")
    assert page.soup.select_one("input[value=email][checked]")
    assert page.soup.select_one("input[value=supporter]") is None
    browsers[0].follow(browsers[0].submit(page, {"format": "print"}))
    assert browsers[0].get("/my/reminders").soup.select_one("input[value=print][checked]")
    for wrong in ("", "supporter", "pigeon"):
        refused = browsers[0].post("/my/reminders", {"format": wrong}, status=400)
        assert "Pick one way" in refused.text
