"""Asks the access table, before every view, whether this person may do this to this thing.

The answer for what is not yours is the same as for what does not exist: 404. Whoever has not signed
in is asked to, for either; only what is for `anyone` is open to them, and only that is ever kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from microcare.web.current import actor, session
from microcare.web.headers import private

Policy = Callable[[Any, Any], bool]
Loader = Callable[..., Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Access:
    """One row of the access table: who may, asked of the person and of what `loader` finds.

    `loader(session, **view_args)` answers the thing or None; None is 404.
    """

    policy: Policy
    loader: Loader | None = None


class NotInAccessTable(LookupError):
    """A route has no row in the access table, so nobody may use it."""


def anyone(_person: Any, _thing: Any = None) -> bool:
    """Open to everybody."""
    return True


def signed_in(person: Any, _thing: Any = None) -> bool:
    """Open to whoever has signed in."""
    return person is not None


def loaded(kind: type[T]) -> T:
    """What the access row's loader found for this request, checked to be of `kind`."""
    thing = g.loaded
    if not isinstance(thing, kind):
        raise TypeError(f"{request.endpoint} loads {type(thing)}, the view wants {kind}")
    return thing


def guard(app: Flask, table: dict[str, Access]) -> None:
    """Puts `table` before every view of `app`."""
    app.extensions["microcare.access"] = table

    @app.before_request
    def ask() -> ResponseReturnValue | None:
        endpoint = request.endpoint
        if endpoint is None or endpoint == "static":
            return None
        if endpoint not in table:
            raise NotInAccessTable(endpoint)
        return _ask(table[endpoint])


def _ask(row: Access) -> ResponseReturnValue | None:
    if row.policy is not anyone:
        private()
        if actor() is None:
            # Before looking: nobody learns from outside whether something private is there.
            return redirect(url_for("people.show_sign_in", next=_way_back()), 303)
    g.loaded = None
    if row.loader is not None:
        g.loaded = row.loader(session(), **(request.view_args or {}))
        if g.loaded is None:
            abort(404)
    if row.policy is anyone or row.policy(actor(), g.loaded):
        return None
    return abort(404)


def _way_back() -> str:
    """Where to go on after signing in: the page that was asked for, or that a form stood on."""
    if request.method == "GET":
        query = request.query_string.decode("latin-1")
        return f"{request.path}?{query}" if query else request.path
    return _page_of(request.path)


def _page_of(path: str) -> str:
    """The nearest page above what is only sent to: a button's form has no page of its own."""
    routes = current_app.url_map.bind("")
    while path:
        try:
            routes.match(path, method="GET")
        except (NotFound, MethodNotAllowed, RequestRedirect):
            path = path.rpartition("/")[0]
        else:
            return path
    return "/"
