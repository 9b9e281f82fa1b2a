"""Every page that is there for somebody, as every role: the one who helps them, and nobody else."""

from typing import Any

import pytest

from microcare.access import ACCESS
from microcare.acting import NEEDS
from microcare.people.values import Act
from microcare.web.guard import anyone
from tests.web.safety.stage import Sent, Stage
from tests.web.safety.test_access import is_turned_away, methods_of
from tests.web.safety.who import WHO
from tests.web.safety.world import ROLES

CASES = sorted(NEEDS)


def sent_as(stage: Stage, role: str, endpoint: str, method: str, *, by: str = "acting") -> Sent:
    """One request for the member, on the authority that the world knows by that name."""
    address = f"/for/{{{by}}}{WHO[endpoint].address}"
    return stage.get(role, address) if method == "GET" else stage.post(role, address)


def test_the_table_names_what_is_there_and_only_what_the_person_may() -> None:
    assert set(NEEDS) <= set(ACCESS)
    assert not [endpoint for endpoint in NEEDS if ACCESS[endpoint].policy is anyone]
    assert not [endpoint for endpoint in NEEDS if endpoint.startswith(("people.", "catalyst."))]
    assert {need.act for need in NEEDS.values()} == set(Act) - {Act.DRAFT}


@pytest.mark.parametrize("endpoint", CASES)
def test_whoever_helps_comes_in_and_nobody_else(sqlite_stage: Stage, endpoint: str) -> None:
    for method in methods_of(sqlite_stage.app, endpoint):
        for role in ROLES:
            sent = sent_as(sqlite_stage, role, endpoint, method)
            if role == "supporter":
                assert sent.status in {200, 303, 400, WHO[endpoint].answers}, sent.text[:300]
                assert not sent.location.startswith("/sign-in")
            else:
                assert is_turned_away(role, sent), f"{role} came in by {method} {endpoint}"
                assert not sent.changed


@pytest.mark.parametrize("endpoint", CASES)
def test_what_has_ended_opens_nothing(sqlite_stage: Stage, endpoint: str) -> None:
    for method in methods_of(sqlite_stage.app, endpoint):
        sent = sent_as(sqlite_stage, "supporter", endpoint, method, by="over")
        assert is_turned_away("supporter", sent)
        assert not sent.changed


@pytest.mark.parametrize("endpoint", CASES)
def test_a_supporter_without_the_right_is_turned_away(sqlite_stage: Stage, endpoint: str) -> None:
    # This one may see groups, draft and pass on; not the money, nor join, nor agree to spending.
    may = NEEDS[endpoint].act in {Act.SEE, Act.ANSWER}
    for method in methods_of(sqlite_stage.app, endpoint):
        sent = sent_as(sqlite_stage, "supporter", endpoint, method, by="authority")
        assert is_turned_away("supporter", sent) is not may, (method, sent.status)


@pytest.mark.parametrize("endpoint", sorted(set(ACCESS) - set(NEEDS)))
def test_what_is_not_in_the_table_is_not_there_for_anybody(
    sqlite_stage: Stage, endpoint: str
) -> None:
    if ACCESS[endpoint].policy is anyone:
        return
    for method in methods_of(sqlite_stage.app, endpoint):
        sent = sent_as(sqlite_stage, "supporter", endpoint, method)
        assert is_turned_away("supporter", sent)
        assert not sent.changed


def test_a_door_left_open_is_noticed(sqlite_stage: Stage, monkeypatch: Any) -> None:
    monkeypatch.setattr(
        "microcare.people.services.acting.may_act_for", lambda *_args, **_more: True
    )
    sent = sent_as(sqlite_stage, "neighbour", "site.show_money", "GET")
    assert not is_turned_away("neighbour", sent)


def test_reading_for_somebody_changes_nothing_but_what_is_told_of_it(sqlite_stage: Stage) -> None:
    for endpoint in CASES:
        if "GET" in methods_of(sqlite_stage.app, endpoint):
            saved = sent_as(sqlite_stage, "supporter", endpoint, "GET").saved
            assert saved <= {"deed"}, (endpoint, saved)


def test_nobody_elses_money_is_on_any_page_for_somebody(sqlite_stage: Stage) -> None:
    """The neighbour's name and things never come out by the member's helper."""
    for endpoint in CASES:
        if "GET" in methods_of(sqlite_stage.app, endpoint):
            text = sent_as(sqlite_stage, "supporter", endpoint, "GET").text
            assert "Nell" not in text
            assert sqlite_stage.world.at["their_budget"] not in text
