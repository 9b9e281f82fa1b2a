"""The list of an area's pages: what is shown, found and paged."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from microcare.directory.models import ListingCheck
from microcare.directory.services import pause_listing
from microcare.kernel.clock import FixedClock
from microcare.people.queries import catalysts_of
from tests.client import Client
from tests.factories.catalyst import make_idea, make_report
from tests.factories.directory import (
    keeper_of,
    make_catalyst,
    make_draft,
    make_patch,
    make_public_listing,
    make_sent,
    whole,
)


def _names(client: Client, query: str = "") -> list[str]:
    soup = client.get(f"/catalyst/listings{query}").soup
    return [b.get_text() for b in soup.select("main .mc-ways li b")]


@pytest.fixture
def desk(client: Client, session: Session, clock: FixedClock) -> Client:
    """A catalyst whose area has one page of each sort."""
    patch = make_patch(session)
    catalyst = make_catalyst(session, patch)
    make_idea(session, patch, catalyst, "Idea", source="a list")
    make_draft(session, "Draft")
    make_sent(session, "Sent")
    make_public_listing(session, "Public", catalyst=catalyst)
    paused = whole(session, make_public_listing(session, "Paused", catalyst=catalyst).id)
    pause_listing(session, paused, by=keeper_of(session, paused), clock=clock)
    return client.sign_in(catalyst)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Draft", "Idea", "Paused", "Public", "Sent"]),
        ("?show=waiting", ["Sent"]),
        ("?show=ideas", ["Idea"]),
        ("?show=writing", ["Draft"]),
        ("?show=public", ["Public"]),
        ("?show=quiet", []),
        ("?show=ended", ["Paused"]),
        ("?q=PU", ["Public"]),
        ("?q=%25", []),
        ("?show=nonsense&page=x", ["Draft", "Idea", "Paused", "Public", "Sent"]),
        ("?page=99999999999999999999", []),
        ("?page=-4&q=%00", ["Draft", "Idea", "Paused", "Public", "Sent"]),
    ],
)
def test_it_shows_what_was_asked_for(desk: Client, query: str, names: list[str]) -> None:
    assert _names(desk, query) == names


def test_a_long_list_comes_in_parts(client: Client, session: Session) -> None:
    patch = make_patch(session)
    catalyst = make_catalyst(session, patch)
    for number in range(30):
        make_idea(session, patch, catalyst, f"Idea {number:02}")
    client.sign_in(catalyst)
    assert len(_names(client)) == 25
    assert _names(client, "?page=2")[-1] == "Idea 29"
    assert "From a list" not in client.get("/catalyst/listings").get_data(as_text=True)


def test_a_page_nobody_confirmed_lately_has_gone_quiet(
    desk: Client, session: Session, clock: FixedClock
) -> None:
    assert _names(desk, "?show=quiet") == []
    clock.move(timedelta(days=101))
    # A sign-in does not last so long.
    desk.sign_in(catalysts_of(session, make_patch(session).id)[0])
    assert _names(desk, "?show=quiet") == ["Public"]


def test_an_idea_shows_no_part_that_nothing_is_known_of(desk: Client, session: Session) -> None:
    link = desk.get("/catalyst/listings?show=ideas").soup.select_one("main .mc-ways a")["href"]
    page = desk.get(link)
    assert [h.get_text() for h in page.soup.select("main h3")] == ["You"]


def test_all_papers_and_all_reports_can_be_seen_where_the_desk_shows_some(
    client: Client, session: Session, clock: FixedClock
) -> None:
    patch = make_patch(session)
    public = make_public_listing(session, "Norton Pottery")
    catalyst = make_catalyst(session, patch)
    client.sign_in(catalyst)
    for page in ("papers", "reports"):
        assert "Nothing is left to do here." in client.get(f"/catalyst/{page}").text
    for number in range(27):
        ends = clock.today() + timedelta(days=number)
        session.add(
            ListingCheck(
                listing_id=public.id, kind="dbs", about=f"Ann {number}", level="basic",
                seen_by_id=catalyst.id, seen_by=catalyst.name, seen_on=clock.today(),
                ends_on=ends, noted_at=clock.now(),
            )
        )  # fmt: skip
        make_report(session, public.id, words=f"Wrong number {number}")
    desk = client.get("/catalyst")
    assert len(desk.soup.select("ul[aria-labelledby=ends] > li")) < 27
    assert len(desk.soup.select("ul[aria-labelledby=wrong] > li")) < 27
    for page, words, one in (
        ("papers", "See all 27 that end soon", "DBS check, Ann"),
        ("reports", "See all 27 that are wrong", "Wrong number"),
    ):
        link = desk.soup.find("a", href=f"/catalyst/{page}")
        assert link.get_text() == words
        first = client.get(link["href"])
        second = client.get(first.soup.select_one("a[rel=next]")["href"])
        rows = [row.get_text() for p in (first, second) for row in p.soup.select(".mc-desk > li")]
        assert len({row for row in rows if one in row}) == 27
