"""Land: the OpenStreetMap coast of these islands and of what shows at the frame's edge."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely

from layers.shapes import feature, rounded

PACKAGE = "node_modules/@geo-maps/countries-coastline-10m/map.geo.json"
WANTED = {"GBR", "IRL", "IMN", "GGY", "JEY", "FRA", "BEL", "NLD"}
FRAME = shapely.box(-11.0, 48.6, 3.2, 61.4)


def features(work: Path) -> Iterator[dict[str, Any]]:
    """One feature a country, cut to the frame."""
    path = work / PACKAGE
    if not path.is_file():
        raise SystemExit(f"{path} is not here: see bin/basemap/README.md")
    for country in json.loads(path.read_text())["features"]:
        code = country["properties"]["A3"]
        if code in WANTED:
            shape = shapely.make_valid(shapely.geometry.shape(country["geometry"]))
            inside = rounded(shapely.intersection(shape, FRAME))
            if not inside.is_empty:
                yield feature(inside, {"id": code})
