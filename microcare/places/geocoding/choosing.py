"""Turns the `GEOCODER` setting into a geocoder."""

from collections.abc import Mapping
from typing import Any

from geopy.exc import ConfigurationError, GeocoderNotFound
from geopy.geocoders import get_geocoder_for_service

from microcare.places.gazetteer import Gazetteer
from microcare.places.geocoding import Geocoder
from microcare.places.geocoding.offline import OfflineGeocoder
from microcare.places.geocoding.online import OnlineGeocoder

OFFLINE = "offline"
TIMEOUT_S = 3


class UnknownGeocoder(ValueError):
    """`GEOCODER` names none, or `GEOCODER_OPTIONS` lacks what that one needs."""


def geocoder_named(
    name: str, *, gazetteer: Gazetteer, options: Mapping[str, Any] | None = None
) -> Geocoder:
    """The geocoder of that name: "offline", or any of geopy's with offline as the fallback.

    `options` go to geopy's constructor, such as an `api_key`. Raises UnknownGeocoder.
    """
    offline = OfflineGeocoder(gazetteer)
    if name.strip().lower() == OFFLINE:
        return offline
    try:
        service = get_geocoder_for_service(name.strip().lower())
        settings = {"timeout": TIMEOUT_S, "user_agent": "microcare", **(options or {})}
        return OnlineGeocoder(service(**settings), offline=offline)
    except (GeocoderNotFound, ConfigurationError, TypeError) as wrong:
        raise UnknownGeocoder(f"GEOCODER={name}: {wrong}") from wrong
