"""The search page: results as a list with a map, or a way on where there are none."""

from collections.abc import Callable
from typing import Any

from flask import make_response, url_for
from flask.typing import ResponseReturnValue

from microcare.directory.routes.saved import saved_ids
from microcare.index.values import Answer, Sort
from microcare.places.current import current_gazetteer
from microcare.places.geocoding.offline import OfflineGeocoder
from microcare.search.forms import AskForm
from microcare.search.queries import matched_helps, patch_for_place, ways_on
from microcare.search.routes import blueprint
from microcare.search.routes.cards import cards, choices_map, map_data
from microcare.search.routes.filters import filters_of
from microcare.search.routes.looking import Looking, answered, look
from microcare.search.routes.saying import gettext as _
from microcare.search.routes.ways import SHOWN_MILES, way_rows, within_words
from microcare.search.routes.wording import near_words
from microcare.search.values import DEFAULT_MILES, Asked
from microcare.web.current import clock, session
from microcare.web.page import page
from microcare.web.paging import Paging

_ORDERS = {
    Sort.BEST: "best",
    Sort.NEAREST: "nearest",
    Sort.PRICE: "price",
    Sort.NEWEST: "newest",
}


@blueprint.get("/search")
def show_results() -> ResponseReturnValue:
    """The page for a search, whatever comes of it."""
    looking = answered(look())
    if looking.choices:
        return _which_place(looking)
    if looking.answer is None or looking.asked is None:
        return _something_wrong(looking)
    if _is_blank(looking):
        looking.form.near.errors = [_("Write a town or postcode")]
        return _something_wrong(looking)
    if looking.answer.total == 0:
        return _nothing(looking, looking.asked)
    return _list(looking, looking.asked, looking.answer)


def _is_blank(looking: Looking) -> bool:
    """Whether the form was sent with nothing in it."""
    asked, form = looking.asked, looking.form
    sent = form.q.raw_data and form.near.raw_data
    return bool(sent) and asked is not None and not (asked.q or asked.near or asked.is_filtered)


def _list(looking: Looking, asked: Asked, answer: Answer) -> ResponseReturnValue:
    today = clock().today()
    found = cards(answer.hits, asked, today=today, place=looking.place, saved=saved_ids())
    return page(
        "search/results.html",
        **_shared(looking),
        answer=answer,
        cards=found,
        here=search_url(asked),
        filters=filters_of(asked, answer.facets, looking.terms),
        heading=_heading(looking, answer.total),
        order=order_words(asked, has_place=looking.place is not None),
        paging=Paging(asked.page, asked.per_page, answer.total),
        page_url=_page_url(asked),
        map_data=map_data(found, asked, looking.place),
    )


def _page_url(asked: Asked) -> Callable[[int], str]:
    return lambda number: search_url(asked.but(page=number))


def search_url(asked: Asked) -> str:
    """The address of a search."""
    grouped: dict[str, Any] = {}
    for name, value in asked.pairs():
        grouped.setdefault(name, []).append(value)
    return url_for("search.show_results", **grouped)


def _shared(looking: Looking) -> dict[str, Any]:
    return {
        "form": looking.form,
        "asked": looking.asked or Asked(),
        "place": looking.place,
        "suggestions": looking.suggestions or [],
        "miles": sorted({*SHOWN_MILES, *_own_miles(looking.asked)}),
        "orders": [(s.value, order_choice(s)) for s in _ORDERS],
        "search_url": search_url,
        "within_words": within_words,
    }


def _own_miles(asked: Asked | None) -> list[float]:
    return [asked.within_miles if asked else DEFAULT_MILES]


def _heading(looking: Looking, total: int) -> str:
    asked, place = looking.asked, looking.place
    words = asked.q if asked else ""
    near = near_words(place.label) if place else ""
    if words and near:
        return _("We found %(total)d %(near)s for “%(words)s”", total=total, near=near, words=words)
    if words:
        return _("We found %(total)d for “%(words)s”", total=total, words=words)
    if near:
        return _("We found %(total)d %(near)s", total=total, near=near)
    return _("All %(total)d pages", total=total)


def order_choice(sort: Sort) -> str:
    """An order as it stands in the list of orders."""
    return {
        Sort.BEST: _("Best match"),
        Sort.NEAREST: _("Nearest"),
        Sort.PRICE: _("Lowest price"),
        Sort.NEWEST: _("Newest"),
    }[sort]


def order_words(asked: Asked, *, has_place: bool) -> str:
    """The order of the list, said in words."""
    if asked.sort is Sort.NEAREST:
        return _("Nearest first.")
    if asked.sort is Sort.PRICE:
        return _("Lowest price an hour first. Prices we cannot compare come last.")
    if asked.sort is Sort.NEWEST:
        return _("Newest first.")
    if asked.q:
        return _("Best match first, then nearest.") if has_place else _("Best match first.")
    return _("Nearest and with room first.") if has_place else _("With room first.")


def _something_wrong(looking: Looking) -> ResponseReturnValue:
    return page("search/wrong.html", **_shared(looking)), 400


def _which_place(looking: Looking) -> ResponseReturnValue:
    asked, choices = looking.asked or Asked(), looking.choices or []
    name = choices[0].label.partition(",")[0]
    ways = [(search_url(asked.but(near=c.near)), c.label) for c in choices]
    # The choices come from the gazetteer, so it knows where they are without asking anybody.
    known = OfflineGeocoder(current_gazetteer())
    pins = choices_map([(known.find(c.near), ways[n][0]) for n, c in enumerate(choices)])
    body = page("search/place.html", **_shared(looking), name=name, ways=ways, map_data=pins)
    return make_response(body, 300)


def _nothing(looking: Looking, asked: Asked) -> ResponseReturnValue:
    place = looking.place
    patch = patch_for_place(session(), place) if place else None
    helps = matched_helps(looking.terms, asked.q, chosen=asked.helps)
    return page(
        "search/none.html",
        **_shared(looking),
        heading=_nobody(place.label if place else ""),
        ways=way_rows(ways_on(session(), asked, place), place),
        patch=patch if asked.q or helps else None,
        helps=helps,
        has_catalyst=patch is not None,
        ask_form=AskForm(formdata=None, helps=helps),
    )


def _nobody(label: str) -> str:
    if not label:
        return _("No one here does that yet")
    return _("No one %(near)s does that yet", near=near_words(label))
