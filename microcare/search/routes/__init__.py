"""The public search: a page, the same as data, points for the map, and a wish for a catalyst."""

from flask import Blueprint

blueprint = Blueprint("search", __name__)

from microcare.search.routes import ask, data, results  # noqa: E402

__all__ = ["ask", "blueprint", "data", "results"]
