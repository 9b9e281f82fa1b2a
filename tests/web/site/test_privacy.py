"""/privacy says who answers, on what basis, how long, and where to complain."""

from typing import Any

import pytest
from flask import Flask

from tests.client import Client
from tests.page import _text

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


def shown(client: Client) -> str:
    """The words of the page."""
    return _text(client.get("/privacy").soup.main)


def test_it_says_what_the_law_asks_to_be_said(client: Client) -> None:
    words = shown(client)
    for said in (
        "Moor and Vale Catalysts",
        "The law calls it a contract",
        "explicit consent",
        "legitimate interests",
        "something about your health",
        "How long we keep it",
        "Take back a yes",
        "Information Commissioner",
        "0303 123 1113",
    ):
        assert said in words


def test_it_names_whoever_the_settings_say_answers(
    client: Client, app: Flask, monkeypatch: Any
) -> None:
    monkeypatch.setitem(app.config, "CONTROLLER", "Levels Care CIC, ICO number ZA000000")
    assert "Levels Care CIC, ICO number ZA000000" in shown(client)


def test_it_says_who_else_learns_something_and_only_then(
    client: Client, app: Flask, monkeypatch: Any
) -> None:
    assert "goes to" not in shown(client)
    monkeypatch.setitem(app.config, "GEOCODER", "nominatim")
    monkeypatch.setitem(app.config, "MAP_TILES_URL", "https://tiles.example.org/{z}/{x}/{y}.png")
    words = shown(client)
    assert "goes to nominatim" in words
    assert "comes from tiles.example.org" in words
