"""The same search as data, the points of a viewport, and the help terms."""

from dataclasses import replace
from typing import Any

from flask import Response, jsonify
from flask.typing import ResponseReturnValue

from microcare.directory.queries import help_terms
from microcare.index.queries import points
from microcare.index.values import Answer, Box, Hit, MapPoint, Price
from microcare.places.values import Place
from microcare.search.forms import ViewportForm
from microcare.search.routes import blueprint
from microcare.search.routes.cards import listing_url
from microcare.search.routes.looking import Looking, answered, look
from microcare.search.routes.wording import why_texts
from microcare.search.values import Asked
from microcare.web.current import session, setting

# More would be a crowd on any screen; the newest are kept.
MOST_POINTS = 1_000


@blueprint.get("/search.json")
def show_results_data() -> ResponseReturnValue:
    """A search's results as JSON."""
    looking = answered(look())
    if looking.answer is None or looking.asked is None:
        return not_answered(looking)
    return jsonify(_answer(looking.answer, looking.asked, looking.place))


def not_answered(looking: Looking) -> ResponseReturnValue:
    """Which places might be meant, or which parameter is wrong."""
    if looking.choices:
        choices = [{"label": c.label, "near": c.near} for c in looking.choices]
        return jsonify({"choices": choices}), 300
    field, message = looking.first_error
    return jsonify({"error": {"field": field, "message": message}}), 400


def _answer(answer: Answer, asked: Asked, place: Place | None) -> dict[str, Any]:
    facets = answer.facets
    return {
        "total": answer.total,
        "total_is_exact": True,
        "page": asked.page,
        "per_page": asked.per_page,
        "near": None if place is None else _near(place),
        "results": [_result(hit, place) for hit in answer.hits],
        "facets": {
            "kind": dict(facets.kind),
            "help": dict(facets.help),
            "pay": dict(facets.pay),
            "day": dict(facets.day),
        },
    }


def _near(place: Place) -> dict[str, Any]:
    return {
        "label": place.label,
        "lat": place.point.lat,
        "lng": place.point.lng,
        "precision": place.precision.value,
    }


def _result(hit: Hit, place: Place | None) -> dict[str, Any]:
    return {
        "id": str(hit.listing_id),
        "slug": hit.slug,
        "name": hit.name,
        "kind": hit.kind,
        "summary": hit.summary,
        "distance_m": hit.distance_m,
        "price": None if hit.price is None else _price(hit.price),
        "room": hit.has_room,
        "confirmed_on": hit.confirmed_on.isoformat() if hit.confirmed_on else None,
        "why": why_texts(hit, place),
        "url": setting("BASE_URL") + listing_url(hit.slug),
    }


def _price(price: Price) -> dict[str, Any]:
    return {
        "pence": price.pence,
        "per": price.per,
        "hours": price.hours,
        "comparable": price.comparable,
    }


@blueprint.get("/map.json")
def show_map_points() -> ResponseReturnValue:
    """The points of a viewport, as GeoJSON. The viewport takes the place of `near`."""
    looking = look(ViewportForm)
    if looking.asked is None or looking.choices or looking.form.errors:
        return not_answered(looking)
    west, south, east, north = looking.form.corners()
    query = replace(looking.asked.query(None), box=Box(west, south, east, north))
    total, found = points(session(), query, limit=MOST_POINTS)
    return _geojson({"total": total, "features": [_feature(point) for point in found]})


def _geojson(collection: dict[str, Any]) -> Response:
    response = jsonify({"type": "FeatureCollection"} | collection)
    response.mimetype = "application/geo+json"
    return response


def _feature(point: MapPoint) -> dict[str, Any]:
    facts = {"id": str(point.listing_id), "slug": point.slug}
    return {
        "type": "Feature",
        "id": str(point.listing_id),
        "geometry": {"type": "Point", "coordinates": [point.lng, point.lat]},
        "properties": facts | {"name": point.name, "kind": point.kind},
    }


@blueprint.get("/help.json")
def show_help_terms() -> ResponseReturnValue:
    """The help terms, in the order they are shown."""
    return jsonify([{"slug": term.slug, "name": term.name} for term in help_terms(session())])
