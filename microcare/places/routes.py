"""The base map, as one file that a browser reads in pieces."""

from flask import Blueprint, current_app, send_from_directory
from flask.typing import ResponseReturnValue

from microcare.web.headers import same_for_all

blueprint = Blueprint("places", __name__)


@blueprint.get("/map/uk.pmtiles")
def show_basemap() -> ResponseReturnValue:
    """The map of the country; answers a Range with 206 and just that part of the file."""
    same_for_all()
    return send_from_directory(
        f"{current_app.static_folder}/map",
        "uk.pmtiles",
        mimetype="application/vnd.pmtiles",
        conditional=True,
        max_age=86_400,
    )
