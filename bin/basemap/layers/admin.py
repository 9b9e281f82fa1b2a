"""Council lines: half-way between neighbouring postcodes of different councils, on land."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Voronoi

from layers import land
from layers.postcodes import grid
from layers.shapes import feature, in_degrees, parts, rounded

SIDE_M, TOLERANCE_M = 300, 150
# Nothing is nearer to these four than to Britain, so every true cell of the diagram is closed.
FAR = np.array([(-9e6, -9e6), (-9e6, 9e6), (9e6, -9e6), (9e6, 9e6)])


def features(work: Path) -> Iterator[dict[str, Any]]:
    """One feature a pair of neighbouring councils."""
    points, councils = _clusters(grid())
    coast = next(f for f in land.features(work) if f["properties"]["id"] == "GBR")
    shore = shapely.geometry.shape(coast["geometry"])
    shapely.prepare(shore)
    for lines in _borders(points, councils):
        merged = shapely.line_merge(shapely.multilinestrings(lines)).simplify(TOLERANCE_M)
        on_land = shapely.intersection(rounded(in_degrees(merged)), shore)
        kept = list(parts(on_land, "LineString"))
        if kept:
            yield feature(shapely.multilinestrings(kept), {"k": 1})


def _clusters(rows: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The mean point of each council's postcodes in each square of 300 m."""
    keys = np.column_stack([rows[:, :2] // SIDE_M, rows[:, 2]])
    squares, where = np.unique(keys, axis=0, return_inverse=True)
    counts = np.bincount(where)
    means = [np.bincount(where, weights=rows[:, axis]) / counts for axis in (0, 1)]
    return np.column_stack(means), squares[:, 2]


def _borders(
    points: NDArray[np.float64], councils: NDArray[np.int64]
) -> Iterator[list[NDArray[np.float64]]]:
    """The diagram's edges between two councils, a list a pair."""
    diagram = Voronoi(np.vstack([points, FAR]))
    between: dict[tuple[int, int], list[NDArray[np.float64]]] = defaultdict(list)
    for (a, b), ends in zip(diagram.ridge_points, diagram.ridge_vertices, strict=True):
        if max(a, b) >= len(points) or min(ends) < 0 or councils[a] == councils[b]:
            continue
        pair = tuple(sorted((int(councils[a]), int(councils[b]))))
        between[pair].append(diagram.vertices[ends])
    yield from between.values()
