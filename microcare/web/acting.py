"""Pages for somebody else: the same addresses under /for/<authority>, and nothing kept between.

Whose page it is stands in the address alone. So two windows cannot be mixed up, a form goes back to
the person it was opened for, and no sign-in remembers for whom somebody acts. What may be done
there, by which right, is a table (microcare/access.py); what is not in it is not found there.

A finished page is passed through `Doors`: what leads to where this helper may go stays under the
person's address, and what leads to where they may not go is taken out.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from microcare.kernel.words import N_
from microcare.web.doors import Door, Doors

_FOR = "microcare.for"
_ADDRESS = re.compile(r"/for/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(/.+)")
# A helper's own, wherever they are: only in the head of the page, beside the person's name.
_HEAD = frozenset({"site.show_mine", "people.sign_out"})


@dataclass(frozen=True, slots=True)
class Need:
    """What a helper needs to use an endpoint for somebody, and what the person reads about it.

    `is_own_deed` where the service writes down more than that it was done.
    """

    act: str
    words: str
    is_own_deed: bool = False


class Helping(Protocol):
    """Who acts for whom in this request: people.policies.ActingFor, which lies above."""

    @property
    def person(self) -> Any:
        """Whose pages they are."""
        ...

    @property
    def scope(self) -> Iterable[str]:
        """What may be done."""
        ...


Finds = Callable[[UUID, str], Helping | None]


class UnderFor:
    """Takes /for/<authority> from the front of an address and keeps it aside."""

    def __init__(self, application: Callable[..., Any]):
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Routes the rest as if it stood alone; the guard asks for whom."""
        found = _ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
        if found:
            environ[_FOR], environ["PATH_INFO"] = found[1], found[2]
        return self.application(environ, start_response)


def authority_asked() -> UUID | None:
    """The authority in this request's address, or None for one's own pages."""
    asked = request.environ.get(_FOR)
    return UUID(asked) if asked else None


def address_asked() -> str:
    """The path as the browser knows it."""
    asked = request.environ.get(_FOR)
    return f"/for/{asked}{request.path}" if asked else request.path


def helping() -> Helping | None:
    """Who is helped in this request, once the guard has let it through."""
    found: Helping | None = g.get("helping")
    return found


def needs() -> Mapping[str, Need]:
    """What may be done for somebody, by endpoint."""
    found: Mapping[str, Need] = current_app.extensions["microcare.needs"]
    return found


def deed_words(what: str) -> str:
    """What a person reads of something that was done for them; words to be translated."""
    return _deeds().get(what, N_("Used a page for you"))


def deed_words_in(held: str) -> str:
    """The same where a stored value names something that was done; any other stays as it is."""
    return _deeds().get(held, held)


def _deeds() -> Mapping[str, str]:
    found: Mapping[str, str] = current_app.extensions["microcare.deed_words"]
    return found


def keep_doors(app: Flask) -> None:
    """Passes each page for somebody through its doors, after all else."""
    app.wsgi_app = UnderFor(app.wsgi_app)  # type: ignore[method-assign]

    @app.after_request
    def lead(response: Response) -> Response:
        acting, asked = helping(), authority_asked()
        if acting is None or asked is None:
            return response
        way = _Ways(f"/for/{asked}", frozenset(acting.scope))
        if "Location" in response.headers:
            response.headers["Location"] = way.after(response.headers["Location"])
        if response.mimetype == "text/html" and not response.direct_passthrough:
            response.set_data(Doors(way.door).through(response.get_data(as_text=True)))
        return response


class _Ways:
    """Where an address on a page for somebody leads."""

    def __init__(self, before: str, scope: frozenset[str]):
        self.before, self.scope = before, scope
        self.routes = current_app.url_map.bind("")

    def door(self, address: str, method: str, in_head: bool) -> Door:
        """Whether an address is theirs (with its new form), anybody's, or shut."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path.startswith("/"):
            return Door(address)
        if parts.path.startswith(("/for/", "/static/")):
            return Door(address)
        endpoint = self._endpoint(parts.path, method)
        need = needs().get(endpoint)
        if need is not None:
            return Door(self.before + address if need.act in self.scope else None)
        is_open = endpoint in _HEAD if in_head else False
        return Door(address if is_open or endpoint in _open_to_all() else None)

    def after(self, location: str) -> str:
        """Where a helper is sent on to: the person's page, or the first page for them."""
        if not location.startswith("/") or location.startswith("/for/"):
            return location
        address = self.door(location, "GET", in_head=False).address
        return address or self.before

    def _endpoint(self, path: str, method: str) -> str:
        try:
            found = self.routes.match(path, method=method)
        except (NotFound, MethodNotAllowed, RequestRedirect):
            return ""
        return str(found[0])


def _open_to_all() -> frozenset[str]:
    found: frozenset[str] = current_app.extensions["microcare.open"]
    return found
