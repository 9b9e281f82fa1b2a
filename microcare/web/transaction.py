"""The one place that commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

from flask import Flask, make_response, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from microcare.extensions import db, may_write
from microcare.web.current import session

P = ParamSpec("P")
_SAFE = {"GET", "HEAD", "OPTIONS"}
# How often a press is tried where another's went first; then it is told (pooling P12).
TRIES = 3
# PostgreSQL's words for that: it ended one of two that waited for each other, or one came between.
_TURN_LOST = {"40001", "40P01", "55P03"}


def writes(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Commits what the view wrote when it answers below 400; otherwise takes all of it back.

    Where another transaction went first it is done again from its beginning, a few times: the same
    form with the same key. A file that was sent is read once, so such a press is not tried again.
    """

    @wraps(view)
    def committing(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        said, turns = list(cookie.get("_flashes", [])), 1
        while True:
            try:
                response = make_response(view(*args, **kwargs))
                if response.status_code < 400:
                    db.session.commit()
                else:
                    db.session.rollback()
            except BaseException as broken:
                db.session.rollback()
                if turns == TRIES or request.files or not lost_its_turn(broken):
                    raise
                turns += 1
                # What it said that it had done was not so.
                cookie["_flashes"] = [*said]
            else:
                return response

    return committing


def lost_its_turn(broken: BaseException) -> bool:
    """Whether the database did nothing of it only because somebody else was first."""
    if not isinstance(broken, DBAPIError):
        return False
    is_locked = str(getattr(broken.orig, "sqlite_errorname", "")).startswith("SQLITE_BUSY")
    return is_locked or getattr(broken.orig, "sqlstate", None) in _TURN_LOST


def is_read() -> bool:
    """Whether this request only reads."""
    return request.method in _SAFE


@contextmanager
def writing() -> Iterator[Session]:
    """The command line's twin of `writes`: commits at the end, or takes everything back."""
    token = may_write.set(True)
    try:
        yield session()
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        may_write.reset(token)


def say_who_may_write(app: Flask) -> None:
    """Lets SQLite take its write lock at the start of every request that is not a plain read."""

    @app.before_request
    def note() -> None:
        may_write.set(not is_read())
