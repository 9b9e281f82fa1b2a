"""A statement that its owner lets whoever pays the budget read: one, of a day, for a time (P29)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microcare.budgets.models import Budget
from microcare.budgets.values import Funding
from microcare.kernel.clock import FixedClock
from microcare.people.models.seen import AccessRecord
from microcare.spending.models import StatementLink
from microcare.spending.services import (
    erase,
    forget_old_links,
    pdf_is_possible,
    record_death,
)
from microcare.spending.values.showing import LINK_LASTS, MOST_LINKS
from tests.client import Client
from tests.factories.budgets import make_budget
from tests.factories.groups import Story
from tests.factories.people import make_authority, make_person
from tests.factories.spending import all_pay, make_bill, make_promised, take_place
from tests.page import words_of
from tests.pdf import text_of


def paid_once(session: Session, clock: FixedClock) -> tuple[list[Budget], Story]:
    """Three with promises, of whom each paid one Tuesday."""
    story = make_promised(session, clock, pence=[25_600, 77_713, 61_937])
    take_place(session, story, clock, 0, 1)
    all_pay(session, story, make_bill(session, story, clock, 0), clock)
    return story.budgets, story


def make_link(client: Client, budget: Budget, query: str = "") -> str:
    """Presses for a link; its path."""
    shown = client.post(f"/my/money/{budget.id}/statement/show{query}", status=200)
    return str(shown.soup.select_one("main .mc-code").get_text()).split("localhost", 1)[-1]


def visitor(client: Client, session: Session) -> Client:
    return Client(client.app, session)


def links(session: Session) -> int:
    return session.scalar(select(func.count(StatementLink.id))) or 0


def test_who_has_the_link_reads_what_stood_there_and_nothing_later(
    client: Client, session: Session, clock: FixedClock
) -> None:
    budgets, story = paid_once(session, clock)
    client.sign_in(story.people[0])
    page = client.get(f"/my/money/{budgets[0].id}/statement")
    way = page.soup.select_one("main a[href*='/statement/show?']")["href"]
    here = make_link(client, budgets[0], way[way.index("?") :])
    table = client.get(f"/my/money/{budgets[0].id}/statement.csv?as_of={clock.today()}").data
    reader = visitor(client, session)
    assert reader.get(f"{here}.csv").data == table
    text = words_of(reader.get(here))
    assert "Amara lets you read this" in text
    assert "Somerset Council" in text
    # What is paid on a later day is in the statement, and not behind the link.
    clock.move(timedelta(days=1))
    all_pay(session, story, make_bill(session, story, clock, 1), clock)
    client.sign_in(story.people[0])
    assert client.get(f"/my/money/{budgets[0].id}/statement.csv").data != table
    assert reader.get(f"{here}.csv").data == table
    if pdf_is_possible():
        assert "Amara" in text_of(reader.get(f"{here}.pdf").data)


def test_it_shows_nobody_else_and_each_look_is_told(
    client: Client, session: Session, clock: FixedClock
) -> None:
    budgets, story = paid_once(session, clock)
    for person, name in zip(story.people[1:], ("Canaryone", "Canarytwo"), strict=True):
        person.name = name
    session.flush()
    here = make_link(client.sign_in(story.people[0]), budgets[0])
    reader = visitor(client, session)
    for way in ("", ".csv"):
        answer = reader.get(here + way)
        assert "no-store" in answer.headers["Cache-Control"]
        told = answer.get_data(as_text=True)
        for canary in ("anary", "777.13", "619.37", *(str(b.id) for b in budgets)):
            assert canary not in told, canary
    looks = select(AccessRecord.person_id).where(AccessRecord.what == "statement")
    assert set(session.scalars(looks)) == {story.people[0].id}
    assert "Read a statement that you let them read" in words_of(client.get("/my/seen"))


@pytest.mark.parametrize("end", ["stopped", "over", "other"])
def test_stopped_or_over_it_shows_nothing(
    client: Client, session: Session, clock: FixedClock, end: str
) -> None:
    budgets, story = paid_once(session, clock)
    here = make_link(client.sign_in(story.people[0]), budgets[0])
    reader = visitor(client, session)
    reader.get(here)
    if end == "stopped":
        page = client.get(f"/my/money/{budgets[0].id}/statement/show")
        client.post(page.soup.select_one("main form[action$='/stop']")["action"])
    elif end == "over":
        clock.move(LINK_LASTS)
    else:
        here = here[:-1] + ("x" if here[-1] != "x" else "y")
    for way in ("", ".csv"):
        assert "This link is over" in words_of(reader.get(here + way, status=404))
    forget_old_links(session, clock=clock)
    assert links(session) == (1 if end == "other" else 0)


def test_a_link_is_stopped_by_its_owner_alone(
    client: Client, session: Session, clock: FixedClock
) -> None:
    budgets, story = paid_once(session, clock)
    make_link(client.sign_in(story.people[0]), budgets[0])
    [link] = session.scalars(select(StatementLink))
    client.sign_in(story.people[1])
    client.post(f"/my/money/{budgets[1].id}/statement/show/{link.id}/stop")
    assert links(session) == 1
    client.post(f"/my/money/{budgets[0].id}/statement/show/{link.id}/stop", status=404)
    assert links(session) == 1


def test_there_are_not_too_many_and_a_wrong_day_is_said(
    client: Client, session: Session, clock: FixedClock
) -> None:
    person = make_person(session)
    budget = make_budget(session, person, clock)
    client.sign_in(person)
    path = f"/my/money/{budget.id}/statement/show"
    for wrong in ("?as_of=2999-01-01", "?as_of=x", "?period=2001-03-31"):
        client.get(path + wrong, status=400)
        client.post(path + wrong, status=400)
    for _ in range(MOST_LINKS):
        make_link(client, budget)
    page = client.post(path, status=400)
    assert f"You have {MOST_LINKS} links already. Stop one first." in words_of(page)
    assert links(session) == MOST_LINKS


def test_ones_own_money_and_a_helper_have_none(
    client: Client, session: Session, clock: FixedClock
) -> None:
    gwen, sue = make_person(session), make_person(session)
    own = make_budget(session, gwen, clock, funding=Funding.OWN, funder="")
    paid = make_budget(session, gwen, clock)
    client.sign_in(gwen).get(f"/my/money/{own.id}/statement/show", status=404)
    page = client.get(f"/my/money/{own.id}/statement")
    assert not page.soup.select("main a[href*='/statement/show']")
    authority = make_authority(session, gwen, sue, clock=clock)
    client.sign_in(sue)
    here = f"/for/{authority.id}/my/money/{paid.id}/statement"
    assert not client.get(here).soup.select("main a[href*='/statement/show']")
    client.get(f"{here}/show", status=404)


def test_they_end_with_a_death(client: Client, session: Session, clock: FixedClock) -> None:
    budgets, story = paid_once(session, clock)
    for who in (0, 1):
        make_link(client.sign_in(story.people[who]), budgets[who])
    admin = make_person(session, roles=["admin"])
    record_death(session, story.people[0], basis="Their sister rang", by=admin, clock=clock)
    assert set(session.scalars(select(StatementLink.budget_id))) == {budgets[1].id}


def test_they_stand_in_my_data_and_go_with_the_account(
    client: Client, session: Session, clock: FixedClock
) -> None:
    budgets, story = paid_once(session, clock)
    make_link(client.sign_in(story.people[0]), budgets[0])
    assert "Statements you let somebody read" in words_of(client.get("/my/data"))
    erase(session, story.people[0].id, clock)
    assert links(session) == 0
