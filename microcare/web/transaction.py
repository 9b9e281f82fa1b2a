"""The one place that commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

from flask import Flask, make_response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from microcare.extensions import db, may_write
from microcare.web.current import session

P = ParamSpec("P")
_SAFE = {"GET", "HEAD", "OPTIONS"}


def writes(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Commits what the view wrote when it answers below 400; otherwise takes all of it back."""

    @wraps(view)
    def committing(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        try:
            response = make_response(view(*args, **kwargs))
        except BaseException:
            db.session.rollback()
            raise
        if response.status_code < 400:
            db.session.commit()
        else:
            db.session.rollback()
        return response

    return committing


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
