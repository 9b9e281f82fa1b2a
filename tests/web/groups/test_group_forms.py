"""Starting, inviting and joining in a browser's steps."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from microcare.groups.models import Group, Invitation
from microcare.kernel.clock import FixedClock
from microcare.outbox.models import OutboxMessage
from tests.client import Client, signed_in
from tests.counting import statements
from tests.factories.groups import make_group
from tests.factories.people import make_person


def invitation_path(session: Session) -> str:
    rows = select(OutboxMessage).where(OutboxMessage.kind == "groups.invitation")
    return f"/groups/invitations/{session.scalars(rows).all()[-1].payload['token']}"


@pytest.fixture
def amara(client: Client, session: Session) -> Client:
    return signed_in(client, session, make_person(session, name="Amara Obi"))


def started(who: Client) -> str:
    return str(who.submit(who.get("/groups/new"), {"name": "Tuesday Tea"}).headers["Location"])


def test_no_groups_yet_says_what_to_do(amara: Client) -> None:
    assert "You are not in a group yet" in amara.get("/groups").text


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_group_needs_a_name(amara: Client, session: Session, name: str) -> None:
    refused = amara.post("/groups/new", {"name": name}, status=400)
    assert refused.soup.select_one(".govuk-error-summary")
    assert session.scalar(select(Group)) is None


def test_a_name_is_shown_as_it_was_written(amara: Client) -> None:
    name = "<script>alert(1)</script> & Tea"
    amara.post("/groups/new", {"name": name})
    listed = amara.get("/groups")
    assert listed.soup.select_one("main script") is None
    assert name in listed.soup.get_text()


@pytest.mark.parametrize("email", ["", "gwen", "a@b", "x" * 250 + "@example.org", "a\r\nb@c.org"])
def test_an_invitation_needs_an_address(amara: Client, session: Session, email: str) -> None:
    home = started(amara)
    refused = amara.post(f"{home}/invite", {"email": email}, status=400)
    assert refused.soup.select_one(".govuk-error-summary")
    assert session.scalar(select(Invitation)) is None


def test_the_link_waits_for_whoever_signs_in(
    client: Client, session: Session, amara: Client
) -> None:
    home = started(amara)
    amara.post(f"{home}/invite", {"email": "Gwen@Example.org"})
    path = invitation_path(session)
    assert session.scalars(select(Invitation)).one().email == "gwen@example.org"
    away = client.get(path, status=303)
    assert str(away.headers["Location"]).startswith("/sign-in?next=")
    gwen = signed_in(client, session, make_person(session, name="Gwen Lloyd"))
    asked = gwen.get(path)
    assert "Amara asks you to join a group" in asked.text
    assert "Tuesday Tea" not in asked.text, "the name is for those who are in it"
    assert "work out the others" in asked.text
    assert "only two of you" in asked.text
    gwen.post(path, {"brings": "My kitchen"})
    assert "My kitchen" in amara.get(home).text
    assert "already" in gwen.get(path).text
    late = signed_in(client, session, make_person(session))
    assert "has been used" in late.get(path).text
    late.post(path, {"brings": ""}, status=400)


def test_no_thank_you(client: Client, session: Session, amara: Client) -> None:
    home = started(amara)
    amara.post(f"{home}/invite", {"email": "gwen@example.org"})
    path = invitation_path(session)
    gwen = signed_in(client, session, make_person(session))
    gwen.post(f"{path}/no")
    gwen.get(home, status=404)
    gwen.post(path, {"brings": ""}, status=400)


def test_a_wrong_link_is_no_page(amara: Client) -> None:
    amara.get("/groups/invitations/" + "x" * 43, status=404)


def test_the_limit_is_a_setting(
    client: Client, session: Session, clock: FixedClock, monkeypatch: Any
) -> None:
    monkeypatch.setitem(client.app.config, "GROUP_LIMIT", 2)
    amara, gwen = make_person(session), make_person(session)
    group = make_group(session, [amara, gwen], clock)
    mine = signed_in(client, session, amara)
    assert "2 to 2 people" in mine.get("/groups/new").text
    page = mine.get(f"/groups/{group.id}")
    assert page.soup.select_one("main a[href$='/invite']") is None
    refused = mine.post(f"/groups/{group.id}/invite", {"email": "a@example.org"}, status=400)
    assert "This group has 2 people" in refused.text


def test_i_can_say_what_i_could_bring(amara: Client) -> None:
    home = started(amara)
    amara.submit(amara.get(f"{home}/bring"), {"brings": "A big table"})
    assert "A big table" in amara.get(home).text
    amara.post(f"{home}/bring", {"brings": "x" * 301}, status=400)
    amara.submit(amara.get(f"{home}/bring"), {"brings": ""})
    assert "A big table" not in amara.get(home).text


def test_the_list_asks_as_much_for_twenty_groups_as_for_two(
    client: Client, session: Session, clock: FixedClock
) -> None:
    me = make_person(session)
    mine = signed_in(client, session, me)
    counts = []
    for groups in (2, 18):
        for _ in range(groups):
            make_group(session, [me, make_person(session)], clock)
        with statements(session) as asked:
            mine.get("/groups")
        counts.append(len(asked))
    assert counts[0] == counts[1]
