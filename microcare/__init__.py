"""A directory of small local care enterprises, and money pooled to buy from them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config import Config
from microcare.kernel.clock import SystemClock

if TYPE_CHECKING:
    from flask import Flask

# Every feature, lowest first. Its models, routes, commands and notices are registered from here.
FEATURES = (
    "outbox",
    "mail",
    "places",
    "ledger",
    "index",
    "files",
    "people",
    "directory",
    "search",
    "budgets",
    "decisions",
    "groups",
    "commissioning",
    "spending",
    "catalyst",
    "site",
)
ROOT = Path(__file__).resolve().parent.parent


def create_app(config: Config | None = None, **overrides: Any) -> Flask:
    """The application, with settings from the environment unless told otherwise."""
    # Only here: what needs one room of a feature (files.cleaning) starts without the web.
    from flask import Flask

    config = config or Config()
    app = Flask(
        __name__,
        instance_path=str(config.instance),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.update(config.as_flask() | overrides)
    app.extensions["microcare.clock"] = SystemClock()
    config.instance.mkdir(parents=True, exist_ok=True)

    from microcare.web.assembly import assemble

    assemble(app)
    _register_features(app)

    from microcare.access import ACCESS
    from microcare.acting import ACTING
    from microcare.web.guard import guard

    guard(app, ACCESS, ACTING)
    return app


def _register_features(app: Flask) -> None:
    from microcare.web.chores import add_chores

    notices: dict[str, Callable[..., Any]] = {}
    chores: dict[str, Callable[[], str]] = {}
    for feature in FEATURES:
        _room(feature, "models")
        if routes := _room(feature, "routes"):
            app.register_blueprint(routes.blueprint)
        if commands := _room(feature, "commands"):
            app.cli.add_command(commands.group)
            chores |= {feature: commands.chore} if hasattr(commands, "chore") else {}
        if room := _room(feature, "notices"):
            notices |= room.NOTICES
    app.extensions["microcare.notices"] = notices
    add_chores(app, chores)
    # What is held about a person (/my/data), lowest feature first; what erases it, highest first.
    app.extensions["microcare.personal_data"] = _each("queries", "personal_data", FEATURES)
    app.extensions["microcare.erasers"] = _each("services", "erase", FEATURES[::-1])


def _each(room: str, name: str, features: tuple[str, ...]) -> tuple[Callable[..., Any], ...]:
    found = (getattr(_room(feature, room), name, None) for feature in features)
    return tuple(function for function in found if function is not None)


def _room(feature: str, room: str) -> Any | None:
    name = f"microcare.{feature}"
    if find_spec(name) is None:
        return None
    spec = find_spec(f"{name}.{room}")
    # A folder without an __init__.py is no room.
    if spec is None or spec.origin is None:
        return None
    return import_module(f"{name}.{room}")
