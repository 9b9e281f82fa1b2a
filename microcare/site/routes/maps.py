"""What the maps of the front page and of a listing draw."""

from typing import Any

from microcare.directory.values import PublicListing
from microcare.kernel.errors import DomainError
from microcare.places.current import current_geocoder
from microcare.web.maps import blank_map


def home_map(place: str) -> dict[str, Any]:
    """Every listing in view around the site's own place."""
    try:
        point = current_geocoder().find(place).point
    except DomainError:
        return blank_map() | {"viewport": "/map.json"}
    return blank_map((point.lat, point.lng), 10) | {"viewport": "/map.json"}


def listing_map(listing: PublicListing) -> dict[str, Any]:
    """The area served as a circle, or a pin where people come to a place. Never a home."""
    place = listing.place
    at = [place.point.lat, place.point.lng]
    data = blank_map((place.point.lat, place.point.lng), 10)
    if place.radius_m:
        data["area"] = {"at": at, "m": place.radius_m}
    if not place.is_home_based:
        data["pins"] = [{"name": listing.name, "at": at}]
    return data
