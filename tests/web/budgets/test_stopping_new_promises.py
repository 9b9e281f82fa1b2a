"""One press stops new promises; who did it, and that it was done, reaches nobody else (P33)."""

from datetime import timedelta

from sqlalchemy.orm import Session

from microcare.budgets.queries import frozen_since
from microcare.kernel.clock import FixedClock
from tests.client import Client
from tests.factories.budgets import make_budget
from tests.factories.groups import everyone_says_yes, make_story
from tests.factories.people import make_person
from tests.factories.spending import make_promised
from tests.page import words_of


def test_i_stop_and_start_again(client: Client, session: Session, clock: FixedClock) -> None:
    person = make_person(session)
    make_budget(session, person, clock)
    client.sign_in(person)
    assert "We do not ask why" in words_of(client.get("/my/money"))
    stopped = words_of(client.follow(client.post("/my/money/freeze")))
    assert "New promises are stopped" in stopped
    since = frozen_since(session, person.id)
    # Pressed twice it is once, and says since when.
    clock.move(timedelta(hours=1))
    client.post("/my/money/freeze")
    assert frozen_since(session, person.id) == since
    assert "Stop new promises" in words_of(client.follow(client.post("/my/money/thaw")))
    assert frozen_since(session, person.id) is None


def test_the_group_reads_only_that_it_waits(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    home = f"/groups/{story.group.id}"
    Client(client.app, session).sign_in(story.people[1]).post("/my/money/freeze")
    clock.move(timedelta(days=3))
    amara = Client(client.app, session).sign_in(story.people[0])
    before = words_of(amara.get(home))
    after = words_of(amara.follow(amara.post(f"{home}/plan/settle")))
    assert "It is waiting. Nothing is promised yet." in after
    # Beneath those words the page is that of any plan whose time has come.
    assert after.endswith(before)
    Client(client.app, session).sign_in(story.people[1]).post("/my/money/thaw")
    amara.post(f"{home}/plan/settle")
    assert "You are going ahead" in words_of(amara.get(home))


def test_what_is_promised_stands_on_my_money(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = make_promised(session, clock, sessions=6)
    client.sign_in(story.people[0])
    shown = client.get("/my/money").soup.select_one("#promised")
    text = " ".join(shown.get_text(" ").split())
    assert "Tuesday Tea" in text
    assert "6 sessions" in text
    assert text.endswith("Promised £108.00")
