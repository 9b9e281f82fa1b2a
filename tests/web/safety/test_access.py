"""Every endpoint as every role, with real things behind its address, against a table by hand."""

from typing import Any

import pytest
from flask import Flask

from microcare.access import ACCESS
from microcare.web.guard import Access, anyone, signed_in
from tests.web.safety.stage import Sent, Stage
from tests.web.safety.who import EVERYBODY, WHO, Row
from tests.web.safety.world import ROLES

CASES = sorted(WHO)


def methods_of(app: Flask, endpoint: str) -> list[str]:
    """GET and POST, whichever the endpoint takes."""
    rules = list(app.url_map.iter_rules(endpoint))
    return [m for m in ("GET", "POST") if any(m in (rule.methods or ()) for rule in rules)]


def is_turned_away(role: str, sent: Sent) -> bool:
    """Whether somebody was kept out in the one way in which that is done."""
    if role == "nobody":
        return sent.status == 303 and sent.location.startswith("/sign-in?next=")
    return sent.status == 404


def let_in(stage: Stage, endpoint: str, method: str) -> frozenset[str]:
    """The roles that come in, each checked to be answered as it should."""
    row = WHO[endpoint]
    inside = set()
    for role in ROLES:
        try:
            sent = (
                stage.get(role, row.address) if method == "GET" else stage.post(role, row.address)
            )
        except Exception:
            if role in row.let_in:
                raise
            # A view that breaks on somebody whom it never expected has been reached.
            inside.add(role)
            continue
        if is_turned_away(role, sent):
            assert not sent.changed, f"{role} was turned away and left {sent.changed} changed"
            assert "kitchen" not in sent.text.lower()
        else:
            _check_let_in(sent, row, method=method, role=role)
            inside.add(role)
    return frozenset(inside)


def _check_let_in(sent: Sent, row: Row, *, method: str, role: str) -> None:
    if method == "POST":
        # Nothing was filled in: taken, or refused with words.
        assert sent.status in {200, 303, 400, 410}, (role, sent.status)
        return
    assert sent.status in {200, row.answers}, (role, sent.status)
    assert not sent.saved, f"reading {row.address} as {role} changed {sent.saved}"


def test_every_address_is_its_endpoints_own(sqlite_stage: Stage) -> None:
    adapter = sqlite_stage.app.url_map.bind("localhost")
    for endpoint, row in WHO.items():
        path = sqlite_stage.world.address(row.address).partition("?")[0]
        for method in methods_of(sqlite_stage.app, endpoint):
            assert adapter.match(path, method=method)[0] == endpoint


@pytest.mark.parametrize("endpoint", CASES)
def test_who_is_let_in(stage: Stage, endpoint: str) -> None:
    for method in methods_of(stage.app, endpoint):
        inside = let_in(stage, endpoint, method)
        wrongly, shut_out = inside - WHO[endpoint].let_in, WHO[endpoint].let_in - inside
        assert not wrongly, f"{method} {endpoint} lets in {sorted(wrongly)}"
        assert not shut_out, f"{method} {endpoint} shuts out {sorted(shut_out)}"


@pytest.mark.parametrize(
    ("endpoint", "policy", "intruder"),
    [
        ("budgets.show_take_back", signed_in, "neighbour"),
        ("budgets.stop_using", signed_in, "supporter"),
        ("commissioning.show_group", signed_in, "catalyst"),
        ("directory.send_answers", signed_in, "other_catalyst"),
        ("people.show_accounts", signed_in, "provider"),
        ("people.show_my_data", anyone, "nobody"),
        ("people.stop_supporter", signed_in, "admin"),
    ],
)
def test_a_door_left_open_is_noticed(
    sqlite_stage: Stage, monkeypatch: Any, endpoint: str, policy: Any, intruder: str
) -> None:
    monkeypatch.setitem(ACCESS, endpoint, Access(policy, ACCESS[endpoint].loader))
    [method] = methods_of(sqlite_stage.app, endpoint)
    assert intruder in let_in(sqlite_stage, endpoint, method) - WHO[endpoint].let_in


def test_whoever_is_sent_to_sign_in_is_led_back(stage: Stage) -> None:
    sent = stage.get("nobody", "/my/money/{budget}/take-back?a=1&b=2")
    assert "next=/my/money/" in sent.location
    assert sent.location.endswith("take-back?a%3D1%26b%3D2")


@pytest.mark.parametrize(
    ("sent_to", "page"),
    [
        ("/my/money/{budget}/take-back", "/my/money/{budget}/take-back"),
        ("/my/listings/{ready}/questions/story", "/my/listings/{ready}/questions/story"),
        ("/my/listings/{public}/pause", "/my/listings/{public}"),
        ("/my/money/{budget}/stop", "/my/money"),
        ("/groups/{choosing}/offers/{offer}", "/groups/{choosing}/offers"),
        ("/catalyst/listings/{sent}/answer", "/catalyst/listings/{sent}"),
        ("/sign-out-everywhere", "/"),
    ],
)
def test_whoever_was_signed_out_while_writing_is_led_back_to_the_page(
    sqlite_stage: Stage, sent_to: str, page: str
) -> None:
    sent = sqlite_stage.post("nobody", sent_to, {"words": "Long and dear to me"})
    assert sent.location == f"/sign-in?next={sqlite_stage.world.address(page)}"


PRIVATE = [e for e in CASES if WHO[e].let_in != EVERYBODY]


@pytest.mark.parametrize("endpoint", PRIVATE)
def test_what_is_not_for_everybody_is_never_kept(sqlite_stage: Stage, endpoint: str) -> None:
    if "GET" not in methods_of(sqlite_stage.app, endpoint):
        return
    row = WHO[endpoint]
    for role in sorted(row.let_in):
        sent = sqlite_stage.get(role, row.address)
        assert sent.response.headers["Cache-Control"] == "no-store", role
        assert "noindex" in sent.response.headers["X-Robots-Tag"], role
        assert sent.response.headers["Referrer-Policy"] == "same-origin"
