"""A group whose stored sums differ: nothing new is promised, and each page says why (P11)."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.ledger.models import Doubt
from microcare.ledger.queries import books_in_doubt
from microcare.ledger.values import EVERYTHING
from tests.client import Client
from tests.factories.budgets import PLEDGED
from tests.factories.groups import everyone_says_yes, make_story
from tests.factories.spending import money

WHY = "We must check the sums of this group first."


def doubt(session: Session, book: UUID, clock: FixedClock) -> None:
    session.add(Doubt(book=book, found_at=clock.now(), words="differs"))
    session.flush()


def test_a_yes_is_refused_with_the_reason(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    client.sign_in(story.people[0])
    here = f"/groups/{story.group.id}"
    assert WHY not in client.get(here).text
    doubt(session, story.group.id, clock)
    assert WHY in client.get(here).text
    page = client.get(f"{here}/plan")
    assert WHY in page.text
    told = PLEDGED | {"answer": "yes", "budget": str(story.budgets[0].id)}
    refused = client.post(f"{here}/plan", told, status=400)
    assert f"{WHY} Nothing was set aside." in refused.soup.select_one(".govuk-error-summary").text
    assert [m.held for m in money(session, story)] == [0, 0, 0]


@pytest.mark.parametrize("all_of_it", [False, True])
def test_settling_says_so_and_goes_on_once_it_is_right(
    client: Client, session: Session, clock: FixedClock, all_of_it: bool
) -> None:
    story = make_story(session, clock)
    everyone_says_yes(session, story, clock)
    clock.move(timedelta(days=3))
    other = UUID(int=7)
    doubt(session, EVERYTHING if all_of_it else story.group.id, clock)
    books = {story.group.id, other}
    assert books_in_doubt(session, books) == (books if all_of_it else {story.group.id})
    client.sign_in(story.people[0])
    here = f"/groups/{story.group.id}"
    after = client.follow(client.post(f"{here}/plan/settle"))
    assert f"{WHY} Nothing is promised until then." in after.text
    assert "It is waiting" not in after.text
    session.execute(delete(Doubt))
    assert "You are going ahead" in client.follow(client.post(f"{here}/plan/settle")).text
    assert WHY not in client.get(here).text
