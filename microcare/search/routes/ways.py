"""Words for the ways on from a search that found nothing."""

from collections.abc import Iterable

from flask import url_for

from microcare.places.values import Place
from microcare.search.routes.saying import gettext as _
from microcare.search.routes.saying import ngettext
from microcare.search.routes.wording import far_words
from microcare.search.values import Asked, Way

SHOWN_MILES = (2.0, 5.0, 10.0, 20.0, 50.0)


def way_rows(ways: Iterable[Way], place: Place | None) -> list[tuple[str, str, str]]:
    """Each way's address, its words, and how many it would find, looked for from `place`."""
    return [(_url(way.asked), _words(way), _small(way, place)) for way in ways]


def _url(asked: Asked) -> str:
    grouped: dict[str, list[str]] = {}
    for name, value in asked.pairs():
        grouped.setdefault(name, []).append(value)
    return url_for("search.show_results", **grouped)  # type: ignore[arg-type]


def _words(way: Way) -> str:
    if way.change == "word":
        return _("Leave out “%(word)s”", word=way.word)
    if way.change == "word_further":
        return _("Leave out “%(word)s”, and look further away", word=way.word)
    return {
        "further": _("Look further away"),
        "anywhere": _("Look anywhere"),
        "has_room": _("Take off “Has room now”"),
        "max_pence_an_hour": _("Take off the highest price"),
        "days": _("Look on any day"),
        "pays": _("Look for any way to pay"),
        "helps": _("Look for any kind of help"),
        "kinds": _("Look for any kind of place"),
        "everyone": _("See everyone near there"),
        "everyone_further": _("See everyone within 50 miles"),
        "everywhere": _("See every page"),
    }[way.change]


def within_words(distance_miles: float) -> str:
    """A distance in miles after "within"."""
    far = f"{distance_miles:g}"
    return ngettext("within %(far)s mile", "within %(far)s miles", int(distance_miles), far=far)


def _small(way: Way, place: Place | None) -> str:
    if way.change in {"anywhere", "everywhere"} or not way.asked.near:
        return ngettext("%(num)d page", "%(num)d pages", way.count)
    within = within_words(way.asked.within_miles)
    far = _("%(count)d %(within)s", count=way.count, within=within)
    if way.nearest_m is None:
        return far
    away = far_words(way.nearest_m, place.precision if place else None)
    return _("%(far)s. The nearest is %(away)s away", far=far, away=away)
