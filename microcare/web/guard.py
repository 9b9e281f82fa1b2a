"""Asks the access table, before every view, whether this person may do this to this thing.

The answer for what is not yours is the same as for what does not exist: 404. Whoever has not signed
in is asked to, for either; only what is for `anyone` is open to them, and only that is ever kept.

Under /for/<authority> the same is asked for the person helped, once their helper may act for them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from microcare.extensions import db
from microcare.web.acting import Need, address_asked, authority_asked
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


@dataclass(frozen=True, slots=True)
class Acting:
    """What may be done for somebody, who finds the authority for it, and who writes it down."""

    needs: dict[str, Need]
    words: dict[str, str]
    find: Callable[[UUID, str], Any]
    note: Callable[[Any, str, Need], None]


def loaded(kind: type[T]) -> T:
    """What the access row's loader found for this request, checked to be of `kind`."""
    thing = g.loaded
    if not isinstance(thing, kind):
        raise TypeError(f"{request.endpoint} loads {type(thing)}, the view wants {kind}")
    return thing


def guard(app: Flask, table: dict[str, Access], acting: "Acting | None" = None) -> None:
    """Puts `table` before every view of `app`, and `acting` before what is done for somebody."""
    app.extensions["microcare.access"] = table
    open_to_all = frozenset(name for name, row in table.items() if row.policy is anyone)
    app.extensions["microcare.open"] = open_to_all
    app.extensions["microcare.needs"] = acting.needs if acting else {}
    app.extensions["microcare.deed_words"] = acting.words if acting else {}
    app.extensions["microcare.acting"] = acting

    @app.before_request
    def ask() -> ResponseReturnValue | None:
        endpoint = request.endpoint
        if endpoint is None or endpoint == "static":
            return None
        if endpoint not in table:
            raise NotInAccessTable(endpoint)
        return _ask(table[endpoint])


def _ask(row: Access) -> ResponseReturnValue | None:
    if row.policy is not anyone or authority_asked() is not None:
        private()
        if actor() is None:
            # Before looking: nobody learns from outside whether something private is there.
            return redirect(url_for("people.show_sign_in", next=_way_back()), 303)
    if authority_asked() is not None:
        g.helping = _found_for()
    g.loaded = None
    if row.loader is not None:
        g.loaded = row.loader(session(), **(request.view_args or {}))
        if g.loaded is None:
            abort(404)
    if row.policy is not anyone and not row.policy(_whose(), g.loaded):
        abort(404)
    if authority_asked() is not None:
        _acting().note(g.helping, str(request.endpoint), _acting().needs[str(request.endpoint)])
    return None


def _whose() -> Any:
    """Whose page it is: whom they help, or whoever signed in. Looked up only where it is asked."""
    helping = g.get("helping")
    return actor() if helping is None else helping.person


def _found_for() -> Any:
    """Who is helped, if this helper may do this for them now; else it does not exist."""
    authority_id, need = authority_asked(), _acting().needs.get(str(request.endpoint))
    found = _acting().find(authority_id, need.act) if authority_id and need else None
    return abort(404) if found is None else found


def _acting() -> Acting:
    acting = current_app.extensions["microcare.acting"]
    return acting if isinstance(acting, Acting) else abort(404)


def meanwhile(work: Callable[[], T]) -> T:
    """Does long work that touches no table, in no transaction; then asks the access table again.

    SQLite takes its one lock as a request that may write begins, and everybody would wait for it.
    Only for a view that has written nothing yet. What was loaded is loaded anew.
    """
    db.session.rollback()
    try:
        return work()
    finally:
        # Whoever acts is read again too: all that was read has expired.
        g.pop("_login_user", None)
        if _ask(current_app.extensions["microcare.access"][request.endpoint]) is not None:
            abort(404)


def _way_back() -> str:
    """Where to go on after signing in: the page that was asked for, or that a form stood on."""
    if request.method == "GET":
        query = request.query_string.decode("latin-1")
        return f"{address_asked()}?{query}" if query else address_asked()
    before = address_asked().removesuffix(request.path)
    return before + _page_of(request.path)


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
