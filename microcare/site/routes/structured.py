"""A listing as schema.org data in its page (JSON-LD), from its public document alone."""

from typing import Any

from microcare.directory.values import PublicListing


def json_ld(listing: PublicListing, *, base_url: str) -> dict[str, Any]:
    """A LocalBusiness with its name, words, area and prices; the public point only."""
    point = listing.place.point
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LocalBusiness",
        "@id": f"{base_url}/listings/{listing.slug}",
        "name": listing.name,
        "description": listing.summary,
        "url": f"{base_url}/listings/{listing.slug}",
        "areaServed": _area(listing),
    }
    if not listing.place.is_home_based:
        data["geo"] = {"@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lng}
    if listing.prices:
        price = listing.prices[0]
        data["priceRange"] = f"£{price.pence / 100:.2f} per {price.per.value}"
    return data


def _area(listing: PublicListing) -> dict[str, Any]:
    point = listing.place.point
    middle = {"@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lng}
    if not listing.place.radius_m:
        return {"@type": "Place", "name": listing.place.near}
    return {"@type": "GeoCircle", "geoMidpoint": middle, "geoRadius": listing.place.radius_m}
