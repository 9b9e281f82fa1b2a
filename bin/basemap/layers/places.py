"""Names of towns, each from the zoom at which there is room for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely

from layers.shapes import feature
from microcare.places.gazetteer.tables import Town, towns

# Fewest people for a name to show from each zoom on. Without this the tile maker drops names at
# random, cities among them.
_FROM_ZOOM = ((5, 250_000), (6, 100_000), (7, 50_000), (8, 15_000), (9, 5_000), (10, 1_500))
_NEAREST = 11


def features(work: Path) -> Iterator[dict[str, Any]]:
    """One feature a town, with its name as `n` and its people as `p`, most people first."""
    for town in towns():
        shape = shapely.Point(round(town.point.lng, 4), round(town.point.lat, 4))
        properties = {"n": town.name, "p": town.population}
        yield feature(shape, properties, tippecanoe={"minzoom": _zoom(town)})


def _zoom(town: Town) -> int:
    """A part of a town waits two steps longer, for the town's own name comes first."""
    zoom = next((zoom for zoom, fewest in _FROM_ZOOM if town.population >= fewest), _NEAREST)
    return min(zoom + 2, _NEAREST) if town.is_part else zoom
