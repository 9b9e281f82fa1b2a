"""What the maps of the front page and of a listing draw."""

from typing import Any

from flask_babel import gettext as _

from microcare.directory.values import PublicListing
from microcare.kernel.errors import DomainError
from microcare.places.current import current_geocoder
from microcare.places.values import Precision
from microcare.web.maps import blank_map

# Roughly how far a public point's own area goes, in metres.
_ABOUT_M = {
    Precision.EXACT: 1_000,
    Precision.SECTOR: 1_500,
    Precision.OUTCODE: 5_000,
    Precision.TOWN: 3_000,
    Precision.APPROXIMATE: 3_000,
}


def home_map(place: str) -> dict[str, Any]:
    """Every listing in view around the site's own place."""
    try:
        point = current_geocoder().find(place).point
    except DomainError:
        return blank_map() | {"viewport": "/map.json"}
    return blank_map((point.lat, point.lng), 10) | {"viewport": "/map.json"}


def listing_map(listing: PublicListing) -> dict[str, Any]:
    """The area served as a circle, or a pin where people come to a place. Never a home.

    Where people come to a home, the circle is about as large as what its public point stands for.
    """
    place = listing.place
    at = [place.point.lat, place.point.lng]
    data = blank_map((place.point.lat, place.point.lng), 10)
    if place.radius_m:
        data["area"] = {"at": at, "m": place.radius_m}
    elif place.is_home_based:
        data["area"] = {"at": at, "m": _ABOUT_M[place.precision]}
    else:
        near = _("near %(place)s", place=place.near)
        data["pins"] = [{"name": listing.name, "at": at, "near": near}]
    return data
