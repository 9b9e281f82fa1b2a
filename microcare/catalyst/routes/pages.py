"""The pages of the area: a list to look through, and words to find one by."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from microcare.catalyst.queries import pages_of_area
from microcare.catalyst.routes.blueprint import blueprint, me, my_patches
from microcare.catalyst.values import SHOW_WORDS, Show
from microcare.directory.values import STATE_WORDS
from microcare.kernel.words import without_hidden
from microcare.web.current import clock, session
from microcare.web.headers import private
from microcare.web.page import page
from microcare.web.paging import Paging, page_number

A_PAGE = 25


@blueprint.get("/catalyst/listings")
def show_pages() -> ResponseReturnValue:
    """A part of the list of the area's pages."""
    private()
    words = without_hidden(request.args.get("q", "")).strip()[:100]
    shown = request.args.get("show", Show.ALL.value)
    show = Show(shown) if shown in set(Show) else Show.ALL
    number = page_number()
    lines, total = pages_of_area(
        session(),
        me().patch_ids,
        show=show,
        words=words,
        offset=(number - 1) * A_PAGE,
        size=A_PAGE,
        clock=clock(),
    )

    def _url(n: int) -> str:
        chosen = None if show == Show.ALL else show.value
        return url_for("catalyst.show_pages", show=chosen, q=words or None, page=n)

    return page(
        "catalyst/pages.html",
        lines=lines,
        paging=Paging(number=number, size=A_PAGE, total=total),
        url_of=_url,
        words=words,
        show=show,
        shows=SHOW_WORDS,
        state_words=STATE_WORDS,
        patches=my_patches(),
    )
