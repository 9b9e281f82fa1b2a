"""The gazetteer and the geocoder of the running application, made when first asked for."""

import json
from pathlib import Path
from typing import cast

from flask import current_app

from microcare.places.gazetteer import Gazetteer
from microcare.places.geocoding import Geocoder
from microcare.places.geocoding.choosing import geocoder_named

_GAZETTEER, _GEOCODER = "microcare.gazetteer", "microcare.geocoder"


def current_gazetteer() -> Gazetteer:
    """The application's gazetteer, on the unit postcodes at `POSTCODES_FILE`."""
    kept = current_app.extensions
    if _GAZETTEER not in kept:
        kept[_GAZETTEER] = Gazetteer(Path(current_app.config["POSTCODES_FILE"]))
    return cast(Gazetteer, kept[_GAZETTEER])


def current_geocoder() -> Geocoder:
    """The application's geocoder, by the `GEOCODER` setting. Raises UnknownGeocoder."""
    kept = current_app.extensions
    if _GEOCODER not in kept:
        config = current_app.config
        kept[_GEOCODER] = geocoder_named(
            config["GEOCODER"],
            gazetteer=current_gazetteer(),
            options=json.loads(config.get("GEOCODER_OPTIONS") or "{}"),
        )
    return cast(Geocoder, kept[_GEOCODER])
