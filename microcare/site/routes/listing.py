"""A listing's page: good enough to choose from, made from its public document alone."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microcare.directory.routes.saved import saved_ids
from microcare.directory.values import (
    CHECK_WORDS,
    DBS_WORDS,
    CheckKind,
    DbsLevel,
    PublicCheck,
    PublicListing,
)
from microcare.groups.queries import groups_of
from microcare.people.models import Person
from microcare.site.routes.blueprint import blueprint
from microcare.site.routes.maps import listing_map
from microcare.site.routes.structured import json_ld
from microcare.web.current import actor, clock, session, setting
from microcare.web.filters import short_day
from microcare.web.guard import loaded
from microcare.web.page import page
from microcare.web.words import say

# Not confirmed for so long, and the page says so (directory.md: unverified at 100 days).
LATELY = timedelta(days=100)


@blueprint.get("/listings/<string:slug>")
def show_listing(slug: str) -> ResponseReturnValue:
    """Who you would meet, what it costs, what was checked, and who to ask."""
    listing = loaded(PublicListing)
    person = actor()
    groups = groups_of(session(), person.id) if isinstance(person, Person) else []
    today = clock().today()
    return page(
        "site/listing.html",
        listing=listing,
        checks=[check_row(check, today) for check in listing.checks],
        is_old=listing.confirmed_on is None or listing.confirmed_on < today - LATELY,
        is_saved=listing.id in saved_ids(),
        groups=groups,
        back=back_to_results(),
        map_data=listing_map(listing),
        structured=json_ld(listing, base_url=setting("BASE_URL")),
    )


def back_to_results() -> str:
    """The search somebody came from, when it was one of ours."""
    before = urlsplit(request.referrer or "")
    if before.path == "/search" and before.netloc == urlsplit(request.host_url).netloc:
        return f"/search?{before.query}"
    return "/search"


def check_row(check: PublicCheck, today: date) -> dict[str, Any]:
    """A check as the page shows it: what, of whom, when, and until when."""
    text = say(CHECK_WORDS[check.kind])
    if check.kind is CheckKind.DBS and check.level:
        text = _(
            "%(check)s, %(level)s", check=text, level=say(DBS_WORDS[DbsLevel(check.level)]).lower()
        )
    if check.about:
        text = f"{text}, {check.about}"
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
