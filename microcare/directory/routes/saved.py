"""The shortlist: kept in a signed cookie of this browser, so it needs no account.

It holds listing ids and nothing else, and reaches nobody: the server keeps no copy.
"""

from uuid import UUID

from flask import current_app, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer

from microcare.directory.queries import public_listings_by_ids
from microcare.directory.routes.blueprint import blueprint
from microcare.directory.values import PublicListing
from microcare.people.values import safe_path
from microcare.web.current import session
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page

COOKIE = "saved"
MOST = 40
_YEAR_S = 365 * 24 * 3600


def saved_ids() -> list[UUID]:
    """The ids this browser has saved, the newest first; none where the cookie is not ours."""
    try:
        kept = _signer().loads(request.cookies.get(COOKIE, ""))
        return [UUID(hex=text) for text in kept][:MOST]
    except (BadSignature, ValueError, TypeError, AttributeError):
        return []


@blueprint.get("/saved")
def show_saved() -> ResponseReturnValue:
    """What this browser has saved and can still be seen."""
    private()
    ids = saved_ids()
    found = public_listings_by_ids(session(), ids)
    return page("directory/saved.html", listings=[found[i] for i in ids if i in found])


@blueprint.post("/listings/<string:slug>/save")
def save_listing(slug: str) -> ResponseReturnValue:
    """Puts a listing on the shortlist."""
    listing = loaded(PublicListing)
    flash(_("Saved. It stays on this phone or computer only."))
    return _keep([listing.id, *(i for i in saved_ids() if i != listing.id)])


@blueprint.post("/listings/<string:slug>/unsave")
def unsave_listing(slug: str) -> ResponseReturnValue:
    """Takes it off again."""
    listing = loaded(PublicListing)
    flash(_("Taken off your list."))
    return _keep([i for i in saved_ids() if i != listing.id])


def _keep(ids: list[UUID]) -> ResponseReturnValue:
    response = make_response(redirect(_way_back(), 303))
    response.set_cookie(
        COOKIE,
        _signer().dumps([i.hex for i in ids[:MOST]]),
        max_age=_YEAR_S,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _way_back() -> str:
    """To the page they were on, so that saving does not lose their place."""
    return safe_path(request.form.get("back"), url_for("directory.show_saved"))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="saved listings")
