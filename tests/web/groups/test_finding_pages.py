"""Finding each other in a browser's steps, and what the pages never say."""

import re
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.groups.models import Interest, Introduction
from microcare.kernel.clock import FixedClock
from microcare.people.models import Person
from tests.client import Client, signed_in
from tests.counting import statements
from tests.factories.directory import make_catalyst, make_patch
from tests.factories.finding import make_interest, mark, somebody
from tests.factories.groups import make_group
from tests.factories.people import make_person

HOME = "/groups/find"
SAID = {"helps": ["walks"], "outcode": "TA1", "times": ["weekday_morning"]}


@pytest.fixture
def me(session: Session) -> Person:
    return make_person(session, name="Amara Obi")


@pytest.fixture
def amara(client: Client, session: Session, me: Person) -> Client:
    return signed_in(client, session, me)


def plain(page: Any) -> str:
    """The page without what differs at every fetch."""
    text = re.sub(r'(nonce|csrf_token" value)="[^"]*"', "", page.get_data(as_text=True))
    return re.sub(r'name="csrf_token" value="[^"]*"', "", text)


def only(session: Session) -> Interest:
    [found] = session.scalars(select(Interest))
    return found


def words(page: Any) -> str:
    return " ".join(page.soup.main.get_text(" ").split())


def test_say_it_and_read_one_bit(amara: Client, session: Session, clock: FixedClock) -> None:
    assert "Say what you want to do" in words(amara.get(HOME))
    saved = amara.submit(amara.get(f"{HOME}/new"), SAID)
    page = amara.follow(saved)
    assert "No one yet" in words(page)
    assert page.soup.select_one("form[action$='/meet']") is None
    somebody(session, clock)
    page = amara.get(HOME)
    assert "Someone near you wants this too" in words(page)
    assert page.soup.select_one("form[action$='/meet']")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"helps": []}, "Pick at least one thing"),
        ({"helps": ["walks", "games", "art", "music"]}, "Pick up to 3 things"),
        ({"helps": ["memory-loss"]}, "Pick from the list"),
        ({"outcode": ""}, "first half of a postcode"),
        ({"outcode": "ZZ99"}, "first half of a postcode"),
        ({"outcode": "x" * 99}, "Make this shorter"),
        ({"times": []}, "Pick at least one time"),
        ({"times": ["midnight"]}, "Pick from the list"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(
    amara: Client, session: Session, change: dict[str, Any], said: str
) -> None:
    refused = amara.post(f"{HOME}/new", SAID | change, status=400)
    assert said in words(refused)
    assert refused.soup.select_one(".govuk-error-summary a[href]")
    assert session.scalar(select(Interest)) is None
    if "times" not in change:
        assert refused.soup.select_one("input[value=weekday_morning][checked]")


def test_one_and_four_make_the_same_page(
    amara: Client, session: Session, clock: FixedClock
) -> None:
    amara.post(f"{HOME}/new", SAID)
    amara.get(HOME)
    pages, counts = [], []
    for _ in range(4):
        somebody(session, clock)
        with statements(session) as asked:
            pages.append(plain(amara.get(HOME)))
        counts.append(len(asked))
    assert len(set(pages)) == 1
    assert len(set(counts)) == 1


def test_looking_writes_nothing(amara: Client, session: Session, clock: FixedClock) -> None:
    amara.post(f"{HOME}/new", SAID)
    somebody(session, clock)
    with statements(session) as asked:
        for address in (
            HOME,
            f"{HOME}/new",
            f"{HOME}/{session.scalars(select(Interest)).all()[0].id}",
        ):
            signed = amara.get(address, status=200)
            assert signed.headers["Cache-Control"] == "no-store"
    written = [s for s in asked if re.match(r"(INSERT|UPDATE|DELETE)", s)]
    assert not [s for s in written if "sign_in" not in s]


def test_after_three_turns_the_page_says_when(amara: Client, session: Session) -> None:
    for outcode in ("TA1", "TA2", "TA3"):
        amara.post(f"{HOME}/new", SAID | {"outcode": outcode})
        amara.post(f"{HOME}/{only(session).id}/end")
    page = amara.get(f"{HOME}/new")
    assert "30 November" in words(page)
    assert page.soup.select_one("main form") is None
    refused = amara.post(f"{HOME}/new", SAID, status=400)
    assert "30 November" in words(refused)


def test_change_keep_and_end(amara: Client, session: Session) -> None:
    amara.post(f"{HOME}/new", SAID)
    here = f"{HOME}/{only(session).id}"
    page = amara.get(here)
    assert page.soup.select_one("input[value=walks][checked]")
    amara.submit(page, {"outcode": "TA2"})
    assert only(session).outcode == "TA2"
    amara.post(f"{here}/keep")
    amara.post(f"{here}/end")
    assert session.scalar(select(Interest)) is None
    amara.get(here, status=404)


def test_two_find_each_other_and_start_a_group(
    client: Client, session: Session, amara: Client
) -> None:
    gwen = signed_in(client, session, make_person(session, name="Gwen Parry"))
    amara.post(f"{HOME}/new", SAID)
    gwen.post(f"{HOME}/new", SAID)
    for who in (amara, gwen):
        page = who.get(HOME)
        who.post(page.soup.select_one("form[action$='/meet']")["action"])
    page = amara.get(HOME)
    assert "Shall we tell you each other's first names" in words(page)
    assert "Gwen" not in page.text
    yes = page.soup.select_one("form[action$='/yes']")["action"]
    amara.post(yes)
    assert "Amara" not in gwen.get(HOME).text
    assert "You said yes" in words(amara.get(HOME))
    gwen.post(yes)
    assert "You and Gwen said yes" in words(amara.get(HOME))
    page = gwen.get(HOME)
    assert "You and Amara said yes" in words(page)
    assert "weekday mornings" in words(page)
    started = amara.post(yes.replace("/yes", "/group"))
    assert "Walks" in words(amara.follow(started))
    asked = gwen.get(HOME)
    look = asked.soup.select_one("form[action$='/join']")["action"]
    invitation = gwen.follow(gwen.post(look))
    assert "Amara asks you to join a group" in words(invitation)
    gwen.post(invitation.request.path, {"brings": ""})
    home = str(started.headers["Location"])
    assert "Gwen" in words(amara.get(home))
    assert "Amara" in words(gwen.get(home))


def test_not_this_time_is_silent(
    client: Client, session: Session, clock: FixedClock, amara: Client, me: Person
) -> None:
    mine = make_interest(session, me, clock)
    gwen, theirs = somebody(session, clock, "Gwen Parry")
    for interest in (mine, theirs):
        mark(session, interest, clock)
    other = signed_in(client, session, gwen)
    [found] = session.scalars(select(Introduction))
    amara.post(f"/groups/meet/{found.id}/yes")
    amara.get(HOME)
    before = plain(amara.get(HOME))
    other.post(f"/groups/meet/{found.id}/no")
    assert plain(amara.get(HOME)) == before
    late = other.post(f"/groups/meet/{found.id}/yes", status=400)
    assert "This has ended" in words(late)


def test_the_catalyst_sees_what_was_let_and_no_more(
    client: Client, session: Session, clock: FixedClock, amara: Client
) -> None:
    dawn = make_catalyst(session, make_patch(session))
    desk = signed_in(client, session, dawn)
    amara.post(f"{HOME}/new", SAID)
    interest = only(session).id
    assert "Amara" not in desk.get("/catalyst/people").text
    page = amara.get(f"{HOME}/{interest}/help")
    for shown in ("Amara", "Walks", "TA1", "Weekday mornings", "21 December"):
        assert shown in words(page).replace("\xa0", " ")
    amara.submit(page)
    assert "The catalyst can see this" in words(amara.get(HOME))
    assert "help to find others" in words(desk.get("/catalyst"))
    assert "Amara" in words(desk.get("/catalyst/people"))
    assert "Obi" not in desk.get("/catalyst/people").text
    gwen, theirs = somebody(session, clock, "Gwen Parry")
    other = signed_in(client, session, gwen)
    other.post(f"{HOME}/{theirs.id}/help")
    refused = desk.post("/catalyst/people", {"who": [str(theirs.id)]}, status=400)
    assert "Pick two people" in words(refused)
    desk.post("/catalyst/people", {"who": ["x", "y"]}, status=400)
    desk.post("/catalyst/people", {"who": [str(theirs.id), str(interest)]})
    page = amara.get(HOME)
    assert f"{dawn.first_name}, your local catalyst" in words(page)
    assert "Gwen" not in page.text
    amara.post(f"{HOME}/{interest}/help/stop")
    assert "Amara" not in desk.get("/catalyst/people").text


def test_for_a_group_of_mine(
    client: Client, session: Session, clock: FixedClock, amara: Client, me: Person
) -> None:
    group = make_group(session, [me, make_person(session)], clock)
    page = amara.get(f"{HOME}/new?group={group.id}")
    assert page.soup.select_one(f"input[name=whose][value='{group.id}'][checked]")
    amara.submit(page, SAID)
    assert only(session).group_id == group.id
    assert "for Tuesday Tea" in words(amara.get(HOME))
    theirs = make_group(session, [make_person(session)], clock)
    amara.post(f"{HOME}/new", SAID | {"whose": str(theirs.id)}, status=400)


def test_the_way_in_from_the_groups(amara: Client) -> None:
    page = amara.get("/groups")
    assert "see if someone near you wants it too" in words(page)
    assert page.soup.select_one("a.govuk-button[href='/groups/find']")
