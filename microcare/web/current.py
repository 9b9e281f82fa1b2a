"""What belongs to the request at hand: its session, its clock, who acts, its settings."""

from typing import Any, TypeVar, cast

from flask import current_app, g
from flask_login import current_user
from sqlalchemy.orm import Session

from microcare.extensions import db
from microcare.kernel.clock import Clock

P = TypeVar("P")


def session() -> Session:
    """This request's database session."""
    return cast(Session, db.session())


def clock() -> Clock:
    """The application's clock."""
    return cast(Clock, current_app.extensions["microcare.clock"])


def actor() -> Any | None:
    """The signed-in person who acts, or None."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def acting(kind: type[P]) -> P:
    """Whose pages these are, where the access table lets nobody else come this far.

    The signed-in person; or, under /for/<authority>, whom they help.
    """
    helping = g.get("helping")
    person = actor() if helping is None else helping.person
    if not isinstance(person, kind):
        raise TypeError("nobody has signed in")
    return person


def setting(name: str) -> Any:
    """A setting by its name in config.py."""
    return current_app.config[name]
