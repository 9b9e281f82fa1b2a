"""Who looked at what is mine, or did something with it: in which role, and when (pooling P49)."""

from flask import url_for
from flask.typing import ResponseReturnValue

from microcare.people.models import Person
from microcare.people.queries import seen_of
from microcare.people.routes.blueprint import blueprint
from microcare.people.values.seen import VIEWER_WORDS
from microcare.web.current import acting, session, setting
from microcare.web.page import page
from microcare.web.paging import Paging, page_number

A_PAGE = 25


@blueprint.get("/my/seen")
def show_seen() -> ResponseReturnValue:
    """A part of it, newest first."""
    number = page_number()
    lines, total = seen_of(session(), acting(Person).id, offset=(number - 1) * A_PAGE, size=A_PAGE)

    def _url(n: int) -> str:
        return url_for("people.show_seen", page=n)

    return page(
        "people/seen.html",
        lines=lines,
        viewer_words=VIEWER_WORDS,
        days=setting("SEEN_KEPT").days,
        paging=Paging(number=number, size=A_PAGE, total=total),
        url_of=_url,
    )
