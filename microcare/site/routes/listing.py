"""A listing's page: good enough to choose from, made from its public document alone."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.directory.models import Listing
from microcare.directory.routes.saved import saved_ids
from microcare.directory.services import preview_listing
from microcare.directory.values import (
    CHECK_WORDS,
    DAY_WORDS,
    DBS_WORDS,
    CheckKind,
    DbsLevel,
    NotFinished,
    PublicCheck,
    PublicListing,
    PublicTime,
)
from microcare.groups.queries import groups_of
from microcare.people.models import Person
from microcare.site.routes.blueprint import blueprint
from microcare.site.routes.maps import listing_map
from microcare.site.routes.structured import json_ld
from microcare.web.current import actor, clock, session, setting
from microcare.web.filters import NO_BREAK, clock_time, listed, short_day
from microcare.web.guard import loaded
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.words import say

# Not confirmed for so long, and the page says so (directory.md: unverified at 100 days).
LATELY = timedelta(days=100)


@blueprint.get("/listings/<string:slug>")
def show_listing(slug: str) -> ResponseReturnValue:
    """Who you would meet, what it costs, what was checked, and who to ask."""
    listing = loaded(PublicListing)
    person = actor()
    return page(
        "site/listing.html",
        **_shown(listing),
        is_saved=listing.id in saved_ids(),
        groups=groups_of(session(), person.id) if isinstance(person, Person) else [],
        back=back_to_results(),
        structured=json_ld(listing, base_url=setting("BASE_URL")),
    )


@blueprint.get("/my/listings/<uuid:listing_id>/preview")
def preview_page(listing_id: UUID) -> ResponseReturnValue:
    """How the page will look, for those who keep it."""
    private()
    try:
        listing = preview_listing(session(), loaded(Listing), clock=clock())
    except NotFinished:
        return redirect(url_for("directory.check_answers", listing_id=listing_id), 303)
    back = url_for("directory.check_answers", listing_id=listing_id)
    return page("site/listing.html", **_shown(listing), back=back, is_preview=True)


def _shown(listing: PublicListing) -> dict[str, Any]:
    today = clock().today()
    return {
        "listing": listing,
        "checks": check_rows(listing.checks, today),
        "when": when_lines(listing.times),
        "is_old": listing.confirmed_on is None or listing.confirmed_on < today - LATELY,
        "map_data": listing_map(listing),
    }


def back_to_results() -> str:
    """The search somebody came from, when it was one of ours."""
    before = urlsplit(request.referrer or "")
    if before.path == "/search" and before.netloc == urlsplit(request.host_url).netloc:
        return f"/search?{before.query}"
    return "/search"


def when_lines(times: tuple[PublicTime, ...]) -> list[str]:
    """The days of the week that have the same hours together: "Tuesday and Friday, 4pm to 8pm"."""
    together: dict[str, list[str]] = {}
    for time in times:
        opens, closes = clock_time(time.opens), clock_time(time.closes)
        span = _("%(opens)s to %(closes)s", opens=opens, closes=closes).replace(" ", NO_BREAK)
        together.setdefault(span, []).append(say(DAY_WORDS[time.day]))
    return [
        f"{_('Every day') if len(days) == len(DAY_WORDS) else listed(days)}, {span}"
        for span, days in together.items()
    ]


def check_rows(checks: tuple[PublicCheck, ...], today: date) -> list[dict[str, Any]]:
    """The checks as the page shows them, one row for the people seen alike."""
    together: dict[tuple[Any, ...], list[PublicCheck]] = {}
    for check in checks:
        alike = (check.kind, check.level, check.seen_by, check.seen_on, check.ends_on)
        together.setdefault(alike, []).append(check)
    return [
        check_row(alike[0], listed(check.about for check in alike if check.about), today)
        for alike in together.values()
    ]


def check_row(check: PublicCheck, about: str, today: date) -> dict[str, Any]:
    """A check as the page shows it: what, of whom, when, and until when."""
    text = say(CHECK_WORDS[check.kind])
    if check.kind is CheckKind.DBS and check.level:
        text = _(
            "%(check)s, %(level)s", check=text, level=say(DBS_WORDS[DbsLevel(check.level)]).lower()
        )
    if about:
        text = f"{text}: {about}"
    is_over = check.ends_on is not None and check.ends_on < today
    seen = _("Seen by %(name)s, %(day)s.", name=check.seen_by, day=short_day(check.seen_on))
    parts = [_("A DBS check looks for crimes that matter.")] if check.kind is CheckKind.DBS else []
    parts.append(seen)
    if check.ends_on:
        until = short_day(check.ends_on)
        parts.append(
            _("Ran out %(day)s.", day=until) if is_over else _("Runs until %(day)s.", day=until)
        )
    return {"state": "old" if is_over else "seen", "text": text, "small": " ".join(parts)}
