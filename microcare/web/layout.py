"""What every page carries: the menu, the name of the site, who to ring."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request
from flask_babel import gettext as _

from microcare.web.acting import authority_asked, helping
from microcare.web.current import actor


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the menu."""

    text: str
    url: str
    current: bool = False


def _menu(person: Any | None) -> list[tuple[str, str]]:
    """At most four links, by what somebody mostly does here; /my leads to all that they may."""
    if person is None:
        return [
            (_("Find support"), "/search"),
            (_("Share the cost"), "/sharing"),
            (_("I help people"), "/listings/new"),
            (_("Sign in"), "/sign-in"),
        ]
    return [*_links(person), (_("My account"), "/my")]


def _menu_for(name: str) -> list[tuple[str, str]]:
    """The same on the pages of somebody who is helped: theirs first, one's own account last."""
    return [
        (_("For %(name)s", name=name), f"/for/{authority_asked()}"),
        (_("My account"), "/my"),
    ]


def _links(person: Any) -> list[tuple[str, str]]:
    if person.is_catalyst:
        return [
            (_("Today"), "/catalyst"),
            (_("All pages"), "/catalyst/listings"),
            (_("What is missing"), "/catalyst/wishes"),
        ]
    if person.is_admin:
        return [
            (_("Find support"), "/search"),
            (_("Accounts"), "/admin/people"),
            (_("Kinds of help"), "/admin/help-terms"),
        ]
    if person.is_provider:
        return [
            (_("My page"), "/my/listings"),
            (_("Questions"), "/my/listings#questions"),
            (_("Find support"), "/search"),
        ]
    return [
        (_("Find support"), "/search"),
        (_("My groups"), "/groups"),
        (_("My money"), "/my/money"),
    ]


def layout() -> dict[str, Any]:
    """`nav`, `person`, `site_name`, `help_line` and the map's settings, all fetched."""
    person, held = actor(), helping() if request else None
    here = request.path if request else ""
    config = current_app.config
    menu = _menu(person) if held is None else _menu_for(held.person.first_name)
    return {
        "nav": [Link(text, url, here == url) for text, url in menu],
        "person": person,
        # On whose behalf, by name, or nothing on one's own pages.
        "acting_for": "" if held is None else held.person.name,
        "site_name": config["SITE_NAME"],
        "map_tiles": {"url": config["MAP_TILES_URL"], "kind": config["MAP_TILES_KIND"]},
        "help_line": config["HELP_LINE"],
    }


def add_layout(app: Flask) -> None:
    """Gives every template what `layout` answers, fetched before rendering began."""

    @app.context_processor
    def shared() -> dict[str, Any]:
        return g.get("layout") or {}
