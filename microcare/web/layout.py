"""What every page carries: the menu, the name of the site, who to ring."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from flask_babel import gettext as _

from microcare.web.current import actor


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the menu."""

    text: str
    url: str
    current: bool = False


def _menu(person: Any | None) -> list[tuple[str, str]]:
    if person is None:
        return [
            (_("Find support"), "/search"),
            (_("Share the cost"), "/sharing"),
            (_("I help people"), "/listings/new"),
            (_("Sign in"), "/sign-in"),
        ]
    if person.is_catalyst:
        return [
            (_("Today"), "/catalyst"),
            (_("All pages"), "/search"),
            (_("My data"), "/my/data"),
        ]
    if person.is_provider:
        return [
            (_("My page"), "/my/listings"),
            (_("Find support"), "/search"),
            (_("My groups"), "/groups"),
            (_("My data"), "/my/data"),
        ]
    return [
        (_("Find support"), "/search"),
        (_("My groups"), "/groups"),
        (_("My money"), "/my/money"),
        (_("My data"), "/my/data"),
    ]


def add_layout(app: Flask) -> None:
    """Gives every template `nav`, `person`, `site_name` and the settings of the map."""

    @app.context_processor
    def layout() -> dict[str, Any]:
        person = actor()
        here = request.path if request else ""
        return {
            "nav": [Link(text, url, here == url) for text, url in _menu(person)],
            "person": person,
            "site_name": app.config["SITE_NAME"],
            "map_tiles_url": app.config["MAP_TILES_URL"],
            "map_tiles_kind": app.config["MAP_TILES_KIND"],
            "is_demonstration": app.config["IS_LOOPBACK"],
        }
