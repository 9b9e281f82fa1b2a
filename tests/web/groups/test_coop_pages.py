"""A co-operative page by page: becoming one, why one is in it, and what each voice counts."""

import pytest
from sqlalchemy.orm import Session

from microcare.commissioning.services import choose_offer
from microcare.groups.services import add_member, say_stake
from microcare.groups.values.coops import Stake
from microcare.kernel.clock import FixedClock
from tests.client import Client
from tests.factories.groups import Story, make_story
from tests.factories.people import make_person
from tests.integration.groups.test_coops import answers, ask, fresh, make_coop, to_coop


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    return make_story(session, clock, pence=[51_200] * 3, chosen=False)


@pytest.fixture
def browsers(client: Client, session: Session, story: Story) -> list[Client]:
    return [Client(client.app, session).sign_in(person) for person in story.people]


def test_a_group_becomes_a_co_operative_by_its_own_question(
    browsers: list[Client], story: Story
) -> None:
    here = f"/groups/{story.group.id}"
    assert "Only users decide about their own money" in browsers[0].get(f"{here}/co-op").text
    browsers[0].post(f"{here}/co-op/me", {"stake": "works"}, status=400)
    wrong = browsers[0].post(f"{here}/co-op", {"balance": "all of it", "days": "3"}, status=400)
    assert "Pick what voice each has" in wrong.text
    browsers[0].post(f"{here}/co-op", {"balance": "users", "days": "3"})
    [link] = browsers[1].get(f"{here}/questions").soup.select("main ul.mc-ways a")
    assert "More voice for users" in link.get_text()
    for browser in browsers:
        browser.post(str(link["href"]), {"answer": "yes"})
    browsers[2].follow(browsers[2].post(f"{here}/co-op/me", {"stake": "works"}))
    seen = browsers[0].get(f"{here}/co-op").soup.get_text(" ", strip=True)
    assert "Tomasz: works" in seen
    assert "59 of 100" in seen
    bad = browsers[0].post(f"{here}/co-op/me", {"stake": "owns"}, status=400)
    assert "Pick one" in bad.text


def test_a_question_says_what_each_voice_counts(
    browsers: list[Client], story: Story, session: Session, clock: FixedClock
) -> None:
    here = f"/groups/{story.group.id}"
    worker = make_person(session, name="Wyn Worker")
    to_coop(session, clock, story.group, worker)
    browsers[0].post(f"{here}/questions/new", {"words": "Wednesdays?", "days": "3"})
    links = browsers[0].get(f"{here}/questions").soup.select("main ul.mc-ways a")
    [path] = [str(a["href"]) for a in links if "Wednesdays" in a.get_text()]
    assert browsers[0].get(path).text.count("50 of 100") == 3, "both voices, and the rule"
    for browser in (*browsers, Client(browsers[0].app, session).sign_in(worker)):
        browser.post(path, {"answer": "yes"})
    ended = browsers[0].get(path).text
    assert "Most said yes" in ended
    assert "a number is a name" in ended


def test_who_works_there_reads_no_share(
    browsers: list[Client], story: Story, session: Session, clock: FixedClock
) -> None:
    worker = make_person(session, name="Wyn Worker")
    group = to_coop(session, clock, story.group, worker)
    choose_offer(session, group, story.offer, person_id=story.people[0].id, clock=clock)
    session.flush()
    theirs = Client(browsers[0].app, session).sign_in(worker)
    here = f"/groups/{story.group.id}"
    assert "it asks nothing of you" in theirs.get(here).text
    plan = theirs.get(f"{here}/plan")
    assert "it asks nothing of you" in plan.text
    assert "£216.00" in browsers[0].get(f"{here}/plan").text, "each user’s own part"
    for page in (plan, theirs.get(f"{here}/offers"), theirs.get(f"{here}/plan/letter")):
        assert "£216.00" not in page.text
        assert "£18.00" not in page.text
        assert page.soup.select_one("input[name=answer]") is None
    theirs.post(f"{here}/plan", {"answer": "worry", "reason": "No"}, status=400)


def test_who_shares_is_asked_of_users_alone(
    browsers: list[Client], story: Story, session: Session, clock: FixedClock
) -> None:
    worker = make_person(session, name="Wyn Worker")
    group = to_coop(session, clock, story.group, worker)
    ann = make_person(session, name="Ann Advocate")
    add_member(session, group, ann, clock=clock)
    say_stake(session, fresh(session, group), Stake.SPEAKS, person_id=ann.id, clock=clock)
    session.flush()
    here = f"/groups/{group.id}/offers/{story.offer.id}/share/hours"
    page = browsers[0].get(here).soup.get_text()
    assert "Ann" in page
    assert "Wyn" not in page


def test_the_end_of_a_question_tells_the_numbers_of_each_class(
    client: Client, session: Session, clock: FixedClock
) -> None:
    uses, works = Stake.USES, Stake.WORKS
    group, people = make_coop(session, clock, uses, uses, uses, works, works, works)
    question = ask(session, group, people[0], clock)
    answers(session, group, question, people, "yynyyy", clock)
    browser = Client(client.app, session).sign_in(people[0])
    ended = browser.get(f"/groups/{group.id}/questions/{question.proposal_id}")
    told = ended.soup.get_text(" ", strip=True)
    assert "2 of 3 said yes. That counts for 33 1/3 of their 50." in told
    assert "3 of 3 said yes. That counts for 50 of their 50." in told
