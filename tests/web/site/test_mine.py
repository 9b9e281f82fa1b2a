"""A person's first page says what each of their groups waits for, and whether that is them."""

from sqlalchemy.orm import Session

from microcare.decisions.values import Answer
from microcare.kernel.clock import FixedClock
from tests.client import Client
from tests.factories.groups import make_story, say
from tests.factories.people import make_person


def next_step(client: Client) -> str:
    """What stands under the name of the one group."""
    return str(client.get("/my").soup.select_one("a[href^='/groups/'] small").get_text())


def test_it_says_when_my_answer_is_needed(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    client.sign_in(story.people[0])
    assert next_step(client) == "Your answer is needed"
    say(session, story, 0, Answer.YES, clock)
    assert next_step(client) == "Waiting for everyone to answer"


def test_before_a_plan_it_says_what_comes_next(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock, chosen=False)
    client.sign_in(story.people[1])
    assert next_step(client) == "Read what was offered"


def test_who_is_in_no_group_is_shown_the_way(client: Client, session: Session) -> None:
    client.sign_in(make_person(session))
    assert "You are not in a group yet." in client.get("/my").text
