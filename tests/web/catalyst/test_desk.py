"""The desk shows what waits in one's own areas, oldest first, and nothing of anybody else's."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from microcare.directory.models import ListingCheck
from microcare.kernel.clock import FixedClock
from microcare.people.services import grant_role
from microcare.search.services import note_search
from tests.client import Client
from tests.counting import statements
from tests.factories.catalyst import make_idea, make_report, make_wish
from tests.factories.directory import (
    TRAFFORD,
    FakeGazetteer,
    make_catalyst,
    make_draft,
    make_patch,
    make_public_listing,
    make_sent,
)
from tests.factories.people import make_person


def _text(client: Client, url: str = "/catalyst") -> str:
    return " ".join(client.get(url).soup.main.get_text(" ").split())


def _at(day: int) -> FixedClock:
    return FixedClock(datetime(2026, 11, day, 9, 0, tzinfo=UTC))


def test_it_is_for_catalysts(client: Client, session: Session) -> None:
    page = client.get("/catalyst", status=303)
    assert "/sign-in?next=/catalyst" in page.headers["Location"]
    client.sign_in(make_person(session)).get("/catalyst", status=404)
    for url in ("/catalyst/listings", "/catalyst/wishes", "/catalyst/ideas/new"):
        client.get(url, status=404)
    client.sign_in(make_person(session, roles=["admin"])).get("/catalyst", status=404)


def test_a_clear_desk_says_so(client: Client, session: Session) -> None:
    client.sign_in(make_catalyst(session, make_patch(session)))
    shown = _text(client)
    assert "Hello, Dawn. Nothing needs you today" in shown
    assert "No page waits for you" in shown


def test_the_longest_wait_comes_first(client: Client, session: Session) -> None:
    for name, day in (("Newer", 20), ("Oldest", 9), ("Today", 23)):
        make_sent(session, name, clock=_at(day))
    make_draft(session, "Unsent")
    client.sign_in(make_catalyst(session, make_patch(session)))
    soup = client.get("/catalyst").soup
    rows = soup.select("ul[aria-labelledby=queue] > li")
    assert [row.h3.get_text(strip=True) for row in rows] == ["Oldest", "Newer", "Today"]
    waits = [row.select_one(".mc-due").get_text(strip=True) for row in rows]
    assert waits == ["Waited 14 days", "Waited 3 days", "Sent today"]
    # More than a week is late, and says so in more than words.
    assert [bool(row.select(".mc-due--soon")) for row in rows] == [True, False, False]
    assert "Hello, Dawn. 3 things need you" in soup.h1.get_text()


def test_another_area_s_are_not_there(client: Client, session: Session) -> None:
    make_sent(session, "Taunton Cooks")
    trafford = make_patch(session, "Trafford", TRAFFORD)
    make_sent(session, "Sale Cooks", gazetteer=FakeGazetteer(TRAFFORD))
    home = make_patch(session)
    public = make_public_listing(session, "Moor Walks")
    dawn = make_catalyst(session, home)
    make_report(session, public.id, words="It rang and rang.")
    make_wish(session, home, "night sitting")
    make_idea(session, home, dawn, "Minehead meals")

    client.sign_in(make_catalyst(session, trafford, "Femi Ade"))
    shown, listed = _text(client), _text(client, "/catalyst/listings")
    assert "Sale Cooks" in shown
    assert "Sale Cooks" in listed
    for other in ("Taunton Cooks", "Moor Walks", "It rang", "night sitting", "Minehead meals"):
        assert other not in shown + listed + _text(client, "/catalyst/wishes")

    client.sign_in(dawn)
    mine = _text(client)
    assert "Sale Cooks" not in mine
    for own in ("Taunton Cooks", "It rang", "night sitting", "Minehead meals"):
        assert own in mine


def test_a_role_that_was_taken_back_closes_the_desk(
    client: Client, session: Session, clock: FixedClock
) -> None:
    patch = make_patch(session)
    catalyst = make_catalyst(session, patch)
    client.sign_in(catalyst).get("/catalyst")
    catalyst.live_grants[0].ended_at = clock.now()
    client.get("/catalyst", status=404)


def test_what_is_wrong_shows_by_when(client: Client, session: Session) -> None:
    public = make_public_listing(session)
    make_report(session, public.id, reported_at=_at(19).now())
    client.sign_in(make_catalyst(session, make_patch(session)))
    row = client.get("/catalyst").soup.select_one("ul[aria-labelledby=wrong] > li")
    assert "By 21" in row.get_text()
    assert "safe" in row["class"]


def test_papers_that_end_soon_are_told_until_they_are_seen_again(
    client: Client, session: Session, clock: FixedClock
) -> None:
    patch = make_patch(session)
    public = make_public_listing(session, "Norton Pottery")
    catalyst = make_catalyst(session, patch)
    paper = {
        "listing_id": public.id,
        "kind": "insurance",
        "level": "5000000",
        "seen_by_id": catalyst.id,
        "seen_by": catalyst.name,
        "seen_on": date(2026, 1, 4),
    }
    soon = ListingCheck(
        **paper, ends_on=date(2026, 11, 29), noted_at=clock.now() + timedelta(hours=1)
    )
    session.add(soon)
    client.sign_in(catalyst)
    row = client.get("/catalyst").soup.select_one("ul[aria-labelledby=ends] > li")
    assert "Norton Pottery" in row.get_text()
    assert "Ends 29" in row.get_text()
    session.add(
        ListingCheck(**paper, ends_on=date(2027, 11, 29), noted_at=clock.now() + timedelta(hours=2))
    )
    assert client.get("/catalyst").soup.select("ul[aria-labelledby=ends]") == []


def test_a_wish_is_noted_as_an_idea_or_taken_off(client: Client, session: Session) -> None:
    patch = make_patch(session)
    wish = make_wish(session, patch)
    other = make_wish(session, make_patch(session, "Trafford", TRAFFORD), "far away")
    client.sign_in(make_catalyst(session, patch))
    form = client.get(f"/catalyst/ideas/new?wish={wish.id}")
    assert "swimming with help" in form.soup.select_one("#words").get_text()
    # Another area's wish fills in nothing, nor does what is no id at all.
    for asked in (other.id, "x", "00000000-0000-0000-0000-000000000000"):
        empty = client.get(f"/catalyst/ideas/new?wish={asked}")
        assert empty.soup.select_one("#words").get_text(strip=True) == ""
    client.post(f"/catalyst/wishes/{other.id}", status=404)
    for status in (303, 400):
        client.post(f"/catalyst/wishes/{wish.id}", {"from": "wishes"}, status=status)
    assert "swimming with help" not in _text(client) + _text(client, "/catalyst/wishes")


def test_what_was_looked_for_in_vain_is_told_and_noted_as_an_idea(
    client: Client, session: Session, clock: FixedClock
) -> None:
    client.sign_in(make_catalyst(session, make_patch(session)))
    assert "Looked for, not found" not in _text(client)
    assert "Nothing yet." in _text(client, "/catalyst/wishes")
    for slug, times in (("swimming", 6), ("music", 4)):
        for _search in range(times):
            note_search(session, help_slugs=[slug], outcode="TA24", is_unmet=True, clock=clock)
    for url in ("/catalyst", "/catalyst/wishes"):
        shown = _text(client, url)
        assert "Swimming, near Minehead Looked for 6 times. No one does it there yet." in shown
        assert "Music" not in shown
    link = client.get("/catalyst").soup.select_one(".mc-lack a")["href"]
    words = client.get(link).soup.select_one("#words").get_text(strip=True)
    assert words == "People look for “Swimming” near Minehead and do not find it."
    for other in ("help=nonsense&outcode=TA24", "help=swimming&outcode=ZZ99", "help=%00"):
        page = client.get(f"/catalyst/ideas/new?{other}")
        assert page.soup.select_one("#words").get_text(strip=True) == ""


def test_a_desk_of_two_areas_shows_both(
    client: Client, session: Session, clock: FixedClock
) -> None:
    make_sent(session, "Taunton Cooks")
    trafford = make_patch(session, "Trafford", TRAFFORD)
    make_sent(session, "Sale Cooks", gazetteer=FakeGazetteer(TRAFFORD))
    catalyst = make_catalyst(session, make_patch(session))
    grant_role(session, catalyst, role="catalyst", patch_id=trafford.id, clock=clock)
    session.flush()
    session.expire(catalyst)
    shown = _text(client.sign_in(catalyst))
    assert "Taunton Cooks" in shown
    assert "Sale Cooks" in shown
    assert "Moor and Vale and Trafford" in shown


def test_many_rows_cost_no_more_questions_than_few(client: Client, session: Session) -> None:
    patch = make_patch(session)
    catalyst = make_catalyst(session, patch)
    client.sign_in(catalyst)
    counts: dict[str, list[int]] = {}
    for number in range(2):
        for one in range(2 if number == 0 else 6):
            listing = make_sent(session, f"Waiting {number} {one}")
            make_report(session, listing.id)
            make_wish(session, patch)
            make_idea(session, patch, catalyst)
        for url in ("/catalyst", "/catalyst/listings", "/catalyst/wishes"):
            with statements(session) as asked:
                client.get(url)
            counts.setdefault(url, []).append(len(asked))
    assert all(few == many for few, many in counts.values()), counts
