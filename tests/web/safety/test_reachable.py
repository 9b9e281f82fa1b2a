"""Nothing is an orphan: from the front page, by links alone, each role reaches all it may use."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from werkzeug.exceptions import HTTPException

from microcare.extensions import db
from microcare.people.queries import person_by_email
from microcare.people.services import grant_role, start_sign_in
from microcare.web import layout
from tests.factories.people import CLOCK
from tests.web.safety.stage import Stage
from tests.web.safety.who import WHO

# Pages that nobody is led to, each with the reason.
UNLINKED = {
    "places.show_basemap": "the map's script fetches it",
    "search.show_map_points": "the map's script fetches it",
    "search.show_results_data": "for programs",
    "search.show_help_terms": "for programs",
    "site.show_alive": "for whoever watches the server",
    "site.show_ready": "for whoever watches the server",
    "site.show_robots": "for search engines",
    "site.show_sitemap": "for search engines",
    "people.show_letter_sent": "shown after a letter was sent",
    "people.show_second_step": "shown in the middle of signing in",
    "people.show_writing": "shown after signing in, where words were kept",
    "people.show_app": "shown in the middle of signing in",
}
WAYS_IN = {
    "people.show_sign_in": "they are in",
    "people.show_sign_up": "they are in",
    "people.show_reset": "they are in, and change it at /my/password",
}
WITHOUT_A_PAGE = {
    "directory.show_my_listings": "they have made no page yet; /listings/new is where one begins",
    "commissioning.show_requests": "groups ask of pages, and they have none",
}
EMPTY_HANDED = {"directory.show_saved": "Save leads to it, and then a link on each page"}
WITHOUT_A_PLAN = {
    "spending.show_stop_at_once": "their money leads to it, and they have set none aside",
    "spending.show_stopped": "a group's page leads to it while somebody it promised is stopped",
    "budgets.show_new_purpose": "their money is their own; what a funder pays leads to it",
}
MORE_THAN_A_FEW = {
    "catalyst.show_papers": "the desk leads to them once there are more than stand on it",
    "catalyst.show_people": "the desk leads to it once somebody asks for help in finding others",
    "catalyst.show_reports": "the desk leads to them once there are more than stand on it",
}
# Enough of one kind of page: ten listings lead nowhere that two do not.
ENOUGH = 2


def links_of(html: str, address: str) -> Iterator[str]:
    """The paths on this site that a page's links lead to, without what comes after."""
    soup = BeautifulSoup(html, "lxml")
    found = [tag["href"] for tag in soup.select("a[href]")]
    found += [tag["action"] for tag in soup.select("form[method=get][action]")]
    for link in found:
        parts = urlsplit(urljoin(f"http://here{address}", str(link)))
        if parts.netloc == "here":
            yield parts.path


def walk(stage: Stage, role: str) -> set[str]:
    """Every endpoint that `role` comes to from the front page by pressing links."""
    adapter = stage.app.url_map.bind("localhost")
    waiting, seen, reached = ["/"], {"/"}, dict[str, int]()
    while waiting:
        here = waiting.pop()
        try:
            endpoint, _values = adapter.match(here, method="GET")
        except HTTPException as gone:
            raise AssertionError(f"a dead link to {here}") from gone
        if endpoint == "static" or reached.get(endpoint, 0) >= ENOUGH:
            continue
        reached[endpoint] = reached.get(endpoint, 0) + 1
        if endpoint in UNLINKED:
            continue
        sent = stage.get(role, here)
        assert sent.status in {200, 303}, f"{sent.status} at {here} as {role}"
        ways = [sent.location] if sent.status == 303 else list(links_of(sent.text, here))
        new = {urlsplit(way).path for way in ways} - seen
        seen |= new
        waiting += sorted(new)
    return set(reached)


def to_reach(stage: Stage, roles: set[str]) -> set[str]:
    """The endpoints without a name in their address that are read and open to one of `roles`."""
    plain = {
        rule.endpoint
        for rule in stage.app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and not rule.arguments and rule.endpoint != "static"
    }
    left_out = set(UNLINKED) | set(MORE_THAN_A_FEW) | set(WITHOUT_A_PLAN)
    left_out |= set(EMPTY_HANDED) if "nobody" in roles else set(WAYS_IN)
    left_out |= set() if "provider" in roles else set(WITHOUT_A_PAGE)
    return {endpoint for endpoint in plain - left_out if roles & WHO[endpoint].let_in}


def become_several(stage: Stage) -> None:
    """The provider is catalyst of an area too, and admin; signed in again, as their own role."""
    session = db.session()
    person = person_by_email(session, "priya@example.org")
    assert person is not None
    grant_role(session, person, role="admin", clock=CLOCK)
    patch = UUID(stage.world.at["patch"])
    grant_role(session, person, role="catalyst", patch_id=patch, clock=CLOCK)
    stage.world.tokens["several"] = start_sign_in(session, person, clock=CLOCK)
    session.commit()


@pytest.mark.parametrize("role", ["nobody", "person", "member", "provider", "catalyst", "admin"])
def test_every_page_is_reached_by_links(sqlite_stage: Stage, role: str) -> None:
    missed = to_reach(sqlite_stage, {role}) - walk(sqlite_stage, role)
    assert not missed


def test_whoever_has_several_roles_reaches_all_of_each(sqlite_stage: Stage) -> None:
    become_several(sqlite_stage)
    every = to_reach(sqlite_stage, {"provider", "catalyst", "admin", "person"})
    reached = walk(sqlite_stage, "several")
    missed = every - reached
    assert not missed
    # What waits for a provider is found from their pages, and not only from a letter.
    assert {"directory.show_asked_question", "commissioning.show_request"} <= reached


def test_a_page_that_nothing_leads_to_is_found(sqlite_stage: Stage, monkeypatch: Any) -> None:
    monkeypatch.setattr(layout, "_links", lambda person: [])
    monkeypatch.delitem(UNLINKED, "site.show_alive")
    assert "site.show_alive" in to_reach(sqlite_stage, {"person"}) - walk(sqlite_stage, "person")
