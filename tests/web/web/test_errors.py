"""What goes wrong is a page with a way on, in the caller's format, and a log line without words."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from structlog.testing import capture_logs

from microcare.web import errors
from tests.client import Client
from tests.page import _text

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
SORRY = "Sorry, this did not work. Nothing was taken or lost."
TYPED = "ros.hill@example.org at TA1 4AB"


@pytest.fixture
def live(app: Flask) -> Iterator[Flask]:
    """The application as it serves: errors are answered and not raised."""
    app.config["TESTING"] = False
    yield app
    app.config["TESTING"] = True


@pytest.fixture
def broken(live: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`broken(endpoint)` has the view raise, with what a person typed in the error."""

    def view(**_values: Any) -> str:
        raise ValueError(f"cannot read {TYPED}")

    return lambda endpoint: monkeypatch.setitem(live.view_functions, endpoint, view)


def test_a_broken_view_is_a_page_with_a_way_on(
    client: Client, broken: Callable[[str], None]
) -> None:
    broken("site.show_about")
    page = client.get("/about", status=500)
    assert _text(page.soup.h1) == "Sorry, this did not work"
    assert page.soup.select("main a[href='/search']")
    for told in (TYPED, "ValueError", "Traceback", ".py"):
        assert told not in page.text


def test_a_broken_view_is_json_where_the_caller_wants_that(
    client: Client, broken: Callable[[str], None]
) -> None:
    broken("search.show_help_terms")
    broken("site.show_about")
    for answer in (
        client.get("/help.json", status=500),
        client.get("/about", status=500, headers={"Accept": "application/json"}),
    ):
        told = answer.get_json()["error"]
        assert told == {
            "field": None,
            "message": "Sorry, this did not work. Nothing was taken or lost.",
        }


def test_the_log_says_where_it_broke_and_nothing_that_was_typed(
    client: Client, broken: Callable[[str], None]
) -> None:
    broken("people.send_reset")
    broken("people.show_reset")
    with capture_logs() as lines:
        client.get(f"/reset?q={TYPED}", status=500)
        client.post("/reset", {"email": TYPED}, status=500)
    broke = [line for line in lines if line["event"] == "broke"]
    assert [line["kind"] for line in broke] == ["ValueError"] * 2
    assert all("test_errors.py" in line["at"][-1] and line["request_id"] for line in broke)
    # The number of a request is drawn by chance, and may hold three letters of anything.
    told = [{name: line[name] for name in line if name != "request_id"} for line in lines]
    written = json.dumps(told).lower()
    for part in ("ros", "hill", "ta1", "4ab", "cannot read"):
        assert part not in written


def test_when_even_the_page_is_broken_there_are_words(
    client: Client, broken: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken("site.show_about")

    def no_page(*_args: Any, **_context: Any) -> str:
        raise RuntimeError(TYPED)

    monkeypatch.setattr(errors, "page", no_page)
    answer = client.get("/about", status=500)
    assert answer.mimetype == "text/plain"
    assert answer.text == SORRY


def _too_big(client: Client, **more: Any) -> Any:
    return client.post("/reset", {"email": "x" * 12 * 1024 * 1024}, status=413, **more)


def _wrong_way(client: Client, **more: Any) -> Any:
    return client._open("/about", method="DELETE", status=405, **more)


def _too_often(client: Client, **more: Any) -> Any:
    for _ in range(60):
        client.post("/reset", {"email": ""}, status=400)
    return client.post("/reset", {"email": ""}, status=429, **more)


@pytest.mark.parametrize(
    ("send", "heading"),
    [
        (_too_big, "That file is too big"),
        (_wrong_way, "That cannot be done here"),
        (_too_often, "Wait a little, then try again"),
    ],
)
def test_what_is_refused_is_said_in_the_callers_format(
    client: Client, send: Callable[..., Any], heading: str
) -> None:
    page = send(client)
    assert _text(page.soup.h1) == heading
    assert page.soup.select("main a[href]")


@pytest.mark.parametrize("send", [_too_big, _wrong_way, _too_often])
def test_what_is_refused_is_json_for_a_program(client: Client, send: Callable[..., Any]) -> None:
    answer = send(client, headers={"Accept": "application/json"})
    assert answer.get_json()["error"]["message"]


def test_a_page_sent_the_wrong_way_says_which_way_is_right(client: Client) -> None:
    assert "GET" in _wrong_way(client).headers["Allow"]
