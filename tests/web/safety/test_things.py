"""Things that are not there, not public, not of this group, or not yours any more: no page."""

import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from microcare.commissioning.services import leave
from microcare.groups.queries import group_by_id
from microcare.kernel.clock import FixedClock
from microcare.people.queries import support_link
from microcare.people.services import (
    agree_to_support,
    ask_to_support,
    delete_account,
    end_role,
    stop_support,
)
from microcare.people.values import Act, AuthorityType, Invitation
from tests.client import Client
from tests.factories.directory import make_patch, make_sent, whole
from tests.factories.groups import make_group
from tests.factories.people import letters, link_in, make_person
from tests.web.safety.stage import Stage
from tests.web.safety.test_access import is_turned_away, methods_of
from tests.web.safety.who import EVERYBODY, WHO
from tests.web.safety.world import ROLES, World

WITH_THINGS = sorted(e for e, row in WHO.items() if "{" in row.address)
PRIVATE_THINGS = [e for e in WITH_THINGS if WHO[e].let_in != EVERYBODY]


def elsewhere(world: World, address: str) -> str:
    """The address with ids and tokens of things that are not there."""
    unknown: dict[str, Any] = {}
    for name, value in world.at.items():
        try:
            uuid.UUID(value)
            unknown[name] = uuid.uuid4()
        except ValueError:
            unknown[name] = "no-such-thing"
    return address.format_map(unknown)


@pytest.mark.parametrize("endpoint", WITH_THINGS)
def test_what_is_not_there_is_not_found(sqlite_stage: Stage, endpoint: str) -> None:
    address = elsewhere(sqlite_stage.world, WHO[endpoint].address)
    for method in methods_of(sqlite_stage.app, endpoint):
        for role in ("member", "provider", "admin"):
            sent = getattr(sqlite_stage, method.lower())(role, address)
            assert sent.status == 404, f"{method} {endpoint} as {role}: {sent.status}"
            assert not sent.changed


@pytest.mark.parametrize("endpoint", PRIVATE_THINGS)
def test_nobody_learns_whether_it_is_there(sqlite_stage: Stage, endpoint: str) -> None:
    address = elsewhere(sqlite_stage.world, WHO[endpoint].address)
    for method in methods_of(sqlite_stage.app, endpoint):
        sent = getattr(sqlite_stage, method.lower())("nobody", address)
        # People who are asked to answer may see who asks before they sign in.
        is_open_to_read = endpoint == "people.answer_support_request"
        assert is_turned_away("nobody", sent) or is_open_to_read, f"{method} {endpoint}"


CROSSED = [
    ("member", "/groups/{deciding}/offers/{their_offer}"),
    ("neighbour", "/groups/{their_group}/offers/{offer}"),
    ("member", "/groups/{choosing}/ask/{ready}"),
    ("member", "/groups/{choosing}/ask/{sent}"),
    ("member", "/groups/{choosing}/ask/{closed}"),
    ("member", "/groups/{choosing}/ask/{person}"),
    ("provider", "/my/listings/{their_listing}/pause"),
    ("provider", "/my/requests/{deciding}"),
    ("member", "/my/money/{their_budget}/stop"),
    ("neighbour", "/my/money/{budget}/stop"),
    ("admin", "/admin/roles/{person}/end"),
    ("admin", "/admin/people/{grant}/roles"),
]


@pytest.mark.parametrize(("role", "address"), CROSSED)
def test_ones_own_address_with_anothers_thing(stage: Stage, role: str, address: str) -> None:
    sent = stage.post(role, address)
    assert sent.status in {400, 404}, sent.status
    assert not sent.changed


@pytest.mark.parametrize("role", ["member", "neighbour"])
def test_a_plan_is_answered_with_ones_own_money_alone(stage: Stage, role: str) -> None:
    answer = {"answer": "yes", "sooner": "y"}
    theirs = {"member": "{their_budget}", "neighbour": "{budget}"}[role]
    sent = stage.post(
        role, "/groups/{deciding}/plan", answer | {"budget": stage.world.address(theirs)}
    )
    assert sent.status == {"member": 400, "neighbour": 404}[role]
    assert not sent.changed


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("slug", ["{closed_slug}", "{draft_slug}"])
@pytest.mark.parametrize("page", ["", "/ask", "/report", "/asked"])
def test_what_is_not_public_is_no_page(
    sqlite_stage: Stage, role: str, slug: str, page: str
) -> None:
    assert sqlite_stage.get(role, f"/listings/{slug}{page}").status == 404


def test_no_public_answer_holds_what_is_not_public(sqlite_stage: Stage) -> None:
    for address in ("/search.json", "/map.json?bbox=-8,49,2,60", "/sitemap.xml", "/search"):
        text = sqlite_stage.get("nobody", address).text
        assert "kitchen-table-cooks" in text
        for hidden in ("Ready Cooks", "ready-cooks", "Sent Cooks", "closed-cooks", "Closed Cooks"):
            assert hidden not in text, f"{hidden} in {address}"


def test_a_role_that_ended_ends_at_once(
    client: Client, session: Session, clock: FixedClock
) -> None:
    ada, ben = (make_person(session, roles=["admin"]) for _ in range(2))
    admin = client.sign_in(ada)
    admin.get("/admin/people")
    end_role(session, ada.live_grants[0], by=ada, clock=clock)
    admin.get("/admin/people", status=404)
    admin.post(f"/admin/people/{ben.id}/roles", {"role": "admin"}, status=404)


def test_whoever_left_a_group_is_out(client: Client, session: Session, clock: FixedClock) -> None:
    amara, gwen = make_person(session), make_person(session)
    group = make_group(session, [amara, gwen], clock)
    member = client.sign_in(amara)
    member.get(f"/groups/{group.id}")
    found = group_by_id(session, group.id)
    assert found is not None
    leave(session, found, person_id=amara.id, clock=clock)
    member.get(f"/groups/{group.id}", status=404)
    member.post(f"/groups/{group.id}/want", {"wants": "More"}, status=404)


def test_a_supporter_who_was_stopped_has_nothing_left(
    client: Client, session: Session, clock: FixedClock
) -> None:
    helped, helper = make_person(session), make_person(session)
    asked = Invitation(
        "Sue", helper.email, AuthorityType.ADVOCATE, frozenset({Act.SEE}), ends_on=None
    )
    authority = ask_to_support(session, helped, asked, clock=clock)
    session.flush()
    link = support_link(session, link_in(letters(session)[-1]).rpartition("/")[2])
    assert link is not None
    agree_to_support(session, link, authority=authority, supporter=helper, clock=clock)
    supporter = client.sign_in(helper)
    supporter.get(f"/my/supporters/{authority.id}/stop")
    stop_support(session, authority, clock=clock)
    supporter.get(f"/my/supporters/{authority.id}/stop", status=404)


def test_a_deleted_account_is_nobody_in_every_browser(
    client: Client, session: Session, app: Flask, clock: FixedClock
) -> None:
    pat = make_person(session)
    here, there = client.sign_in(pat), Client(app, session).sign_in(pat)
    here.get("/my")
    erasers = app.extensions["microcare.erasers"]
    delete_account(session, pat.id, erasers=erasers, clock=clock)
    for browser in (here, there):
        browser.get("/my", status=303)


def test_a_page_given_to_another_keeper_is_theirs(client: Client, session: Session) -> None:
    make_patch(session)
    priya, joe = make_person(session), make_person(session)
    listing = make_sent(session, keeper=priya)
    provider = client.sign_in(priya)
    provider.get(f"/my/listings/{listing.id}")
    whole(session, listing.id).keepers[0].person_id = joe.id
    session.flush()
    provider.get(f"/my/listings/{listing.id}", status=404)
    provider.post(f"/my/listings/{listing.id}/take-back", status=404)
