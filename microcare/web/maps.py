"""What every map begins with: its words, its credit, and nowhere in particular."""

from typing import Any

from flask_babel import gettext as _

# Roughly the middle of Great Britain, far enough out to see all of it.
MIDDLE = (54.2, -2.8)


def blank_map(centre: tuple[float, float] = MIDDLE, zoom: int = 6) -> dict[str, Any]:
    """A map with no pins; what may be added is in static/src/js/map.js."""
    return {
        "centre": list(centre),
        "zoom": zoom,
        "pins": [],
        "words": {
            "closer": _("Closer"),
            "further": _("Further out"),
            "many": _("{n} places here. Go closer"),
            "skip": _("Skip the map"),
            "end": _("The map ends here"),
        },
        "credit": '<a href="/data-sources">© OpenStreetMap, OS, GeoNames</a>',
    }
