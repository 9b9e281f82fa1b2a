"""A group's pages: the whole way in a browser's steps, and nobody sees another's money."""

import re
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.budgets.services import record_budget
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from tests.client import Client, signed_in
from tests.factories.budgets import make_budget, make_plan
from tests.factories.directory import keeper_of, make_public_listing
from tests.factories.groups import everyone_says_yes, fresh_key, make_story
from tests.factories.people import make_person

OFFER: dict[str, Any] = {
    "session_pence": "54",
    "sessions": "12",
    "first_on": ["12", "1", "2027"],
    "every_weeks": "1",
    "times": "5pm to 7pm",
    "most_people": "4",
    "includes": "Cooking and washing up",
    "travel": "I come to you, and it is in the price",
    "cancelling": "Free the day before",
    "notice_weeks": "2",
    "leaving": "Tell me by text",
    "closes_on": ["4", "12", "2026"],
}


def token(session: Session) -> str:
    rows = select(OutboxMessage).where(OutboxMessage.kind == "groups.invitation")
    return str(session.scalars(rows).all()[-1].payload["token"])


def test_two_people_and_a_provider_go_the_whole_way(
    client: Client, session: Session, clock: FixedClock
) -> None:
    amara, gwen = make_person(session, name="Amara Obi"), make_person(session, name="Gwen Lloyd")
    listing = make_public_listing(session)
    keeper = keeper_of(session, listing)
    make_budget(session, amara, clock)
    make_budget(session, gwen, clock)
    a, g = signed_in(client, session, amara), signed_in(client, session, gwen)
    p = signed_in(client, session, keeper)

    home = str(a.submit(a.get("/groups/new"), {"name": "Tuesday Tea"}).headers["Location"])
    a.submit(a.get(f"{home}/invite"), {"email": gwen.email})
    invitation = f"/groups/invitations/{token(session)}"
    asked = g.get(invitation)
    assert "only two of you" in asked.text
    g.post(invitation, {"brings": "My kitchen"})
    a.submit(a.get(f"{home}/want"), {"wants": "Someone to cook with us"})
    a.post(f"{home}/ask/{listing.id}")
    listed = p.get("/my/requests")
    request = listed.soup.select_one("main a[href^='/my/requests/']")["href"]
    wanted = p.get(request)
    assert "Someone to cook with us" in wanted.text
    assert "Amara" not in wanted.text
    p.post(request, OFFER)
    offers = g.get(f"{home}/offers")
    assert "£324.00" in offers.text
    choose = offers.soup.select_one("form[action*='/offers/']")["action"]
    g.post(choose)
    for who in (a, g):
        plan = who.get(f"{home}/plan")
        who.post(f"{home}/plan", yes_on(plan) | {"sooner": "y"})
    assert "You are going ahead" in a.get(home).text
    assert "£324.00" in a.get("/my/money").text
    left = a.get(f"{home}/leave")
    assert "Most you could still owe" in left.text
    assert "Only you can see this page" in left.text


def yes_on(plan: Any) -> dict[str, str]:
    """A yes with the first money and the first purpose that the page offers."""
    names = ("budget", "purpose")
    found = {name: plan.soup.select_one(f"input[name={name}]")["value"] for name in names}
    return {"answer": "yes", "close": "no", "outside": "They agreed"} | found


CANARIES = [13_331, 17_771, 19_991]


def test_nobody_sees_anothers_money(client: Client, session: Session, clock: FixedClock) -> None:
    story = make_story(session, clock, pence=CANARIES, session_pence=501, sessions=4)
    for n, person in enumerate(story.people):
        plan = make_plan(funder=f"Canary Council {n}", pence=CANARIES[n])
        record_budget(session, person_id=person.id, plan=plan, key=fresh_key(), clock=clock)
    everyone_says_yes(session, story, clock)
    home = f"/groups/{story.group.id}"
    pages = [home, f"{home}/offers", f"{home}/plan", f"{home}/want", f"{home}/leave", "/groups"]
    for me, person in enumerate(story.people):
        mine = signed_in(client, session, person)
        read = "".join(mine.get(address).text for address in [*pages, "/my/money", "/my/data"])
        for other, pence in enumerate(CANARIES):
            if other == me:
                continue
            sums = [pence * times for times in range(1, 30)]
            shown = set(re.findall(r"£([\d,]+\.\d\d)", read))
            seen = {f"{s // 100:,}.{s % 100:02d}" for s in sums} & shown
            assert not seen, f"{me} sees {seen} of {other}"
            assert f"Canary Council {other}" not in read


def test_who_has_answered_is_never_shown(
    client: Client, session: Session, clock: FixedClock
) -> None:
    story = make_story(session, clock)
    home = f"/groups/{story.group.id}"
    gwen = signed_in(client, session, story.people[1])
    before = [gwen.get(home).text, gwen.get(f"{home}/plan").text]
    amara = signed_in(client, session, story.people[0])
    plan = amara.get(f"{home}/plan")
    amara.post(f"{home}/plan", yes_on(plan))
    after = [gwen.get(home).text, gwen.get(f"{home}/plan").text]

    def same(text: str) -> str:
        return re.sub(r'(nonce|value)="[^"]*"', "", text)

    assert [same(t) for t in before] == [same(t) for t in after]


@pytest.mark.parametrize("path", ["", "/offers", "/plan", "/want", "/leave", "/invite"])
def test_a_group_does_not_exist_for_others(
    client: Client, session: Session, clock: FixedClock, path: str
) -> None:
    story = make_story(session, clock)
    address = f"/groups/{story.group.id}{path}"
    client.get(address, status=303)
    signed_in(client, session, make_person(session)).get(address, status=404)
    mine = signed_in(client, session, story.people[0]).get(address)
    assert mine.headers["Cache-Control"] == "no-store"
    assert "noindex" in mine.headers["X-Robots-Tag"]


@pytest.mark.parametrize(
    "change",
    [
        {"session_pence": "0"},
        {"session_pence": "1e30"},
        {"sessions": "105"},
        {"sessions": "½"},
        {"first_on": ["1", "12", "2026"]},
        {"closes_on": ["24", "11", "2026"]},
        {"includes": ""},
        {"travel": ""},
        {"travel": "x" * 201},
        {"times": "x" * 201},
    ],
)
def test_an_offer_that_makes_no_sense_is_refused(
    client: Client, session: Session, clock: FixedClock, change: dict[str, Any]
) -> None:
    listing = make_public_listing(session)
    keeper = keeper_of(session, listing)
    person = make_person(session)
    a, p = signed_in(client, session, person), signed_in(client, session, keeper)
    home = str(a.submit(a.get("/groups/new"), {"name": "Tea"}).headers["Location"])
    a.submit(a.get(f"{home}/want"), {"wants": "Someone to cook with us"})
    a.post(f"{home}/ask/{listing.id}")
    request = p.get("/my/requests").soup.select_one("main a[href^='/my/requests/']")["href"]
    refused = p.post(request, OFFER | change, status=400)
    assert refused.soup.select_one(".govuk-error-summary")
    assert "No offers yet" in a.get(f"{home}/offers").text
