"""At its end a group's final statements are there, and each is told once (pooling P40)."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from microcare.spending.notices import final_statement
from microcare.spending.queries.final import final_statement_path
from microcare.spending.services import close_group, leave, mark_session, wind_down
from microcare.spending.values import Outcome, StillUnsettled
from tests.client import Client, signed_in
from tests.factories.groups import Story, make_story
from tests.factories.people import make_person
from tests.factories.spending import (
    PROVIDER,
    all_pay,
    go_to,
    make_bill,
    make_promised,
    sessions_of,
    take_place,
)


def letters(session: Session) -> list[dict[str, str]]:
    session.flush()
    rows = select(OutboxMessage).where(OutboxMessage.kind == "spending.final_statement")
    return [row.payload for row in session.scalars(rows)]


@pytest.fixture
def story(session: Session, clock: FixedClock) -> Story:
    """Three promised two sessions; the first is paid, one has left, the second is called off."""
    story = make_promised(session, clock, sessions=2)
    take_place(session, story, clock, 0)
    bill = make_bill(session, story, clock, 0)
    leave(session, story.group, person_id=story.people[2].id, clock=clock)
    go_to(clock, sessions_of(story)[1].day)
    told = {"group_id": story.group.id, "by": PROVIDER, "clock": clock}
    mark_session(session, sessions_of(story)[1], outcome=Outcome.CALLED_OFF, **told)
    with pytest.raises(StillUnsettled):
        wind_down(session, story.group, clock=clock)
    clock.move(timedelta(days=1))
    wind_down(session, story.group, clock=clock)
    # A bill that is not paid keeps it open, and nothing is final yet.
    assert story.group.closed_at is None
    assert letters(session) == []
    all_pay(session, story, bill, clock)
    session.flush()
    return story


def test_each_who_ever_promised_is_told_once(
    session: Session, clock: FixedClock, story: Story
) -> None:
    assert story.group.closed_at is not None
    everyone = sorted(str(person.id) for person in story.people)
    assert sorted(one["person_id"] for one in letters(session)) == everyone
    close_group(session, story.group.id, clock=clock)
    assert len(letters(session)) == 3


def test_the_letter_leads_to_the_statement_of_that_day_and_has_no_sum(
    client: Client, session: Session, clock: FixedClock, story: Story
) -> None:
    for payload, who in ((one, one["person_id"]) for one in letters(session)):
        letter = final_statement(session, payload, "http://x")
        assert letter is not None
        [budget] = [b for b in story.budgets if str(b.person_id) == who]
        day = clock.today()
        way = f"/my/money/{budget.id}/statement?period=2027-03-31&as_of={day}"
        assert letter.button is not None
        assert letter.button.url == f"http://x{way}"
        assert "£" not in f"{letter.lines}{letter.after}{letter.subject}"
    gone = next(b for b in story.budgets if b.person_id == story.people[2].id)
    browser = signed_in(client, session, story.people[2])
    way = final_statement_path(session, story.group, story.people[2])
    page = browser.get(way)
    assert "£18" in page.text
    clock.move(timedelta(days=1))
    again = signed_in(client, session, story.people[2])
    assert again.get(way).text == page.text, "it never changes"
    assert str(gone.id) in way


def test_a_group_that_promised_nothing_has_no_statement(
    session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock, chosen=False)
    wind_down(session, story.group, clock=clock)
    assert story.group.closed_at is not None
    assert letters(session) == []
    payload = {"person_id": str(make_person(session).id), "group_id": str(story.group.id)}
    letter = final_statement(session, payload, "http://x")
    assert letter is not None
    assert letter.button is not None
    assert letter.button.url == "http://x/my/money"
