"""Built-up areas: 250 m squares with three or more live postcodes, joined and rounded."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage
from shapely.geometry.base import BaseGeometry

from layers.postcodes import grid
from layers.shapes import feature, in_degrees, parts, rounded

SIDE_M, FEWEST = 250, 3
CLOSE_M, ROUND_M, TOLERANCE_M = 270, 90, 45
# One square alone: a few houses, drawn because villages are made of such.
SMALLEST_M2 = 0.8 * SIDE_M * SIDE_M


def features(work: Path) -> Iterator[dict[str, Any]]:
    """One feature a built-up area, with its square kilometres as `a`."""
    for area in _areas():
        for shape in parts(_smoothed(area), "Polygon"):
            if shape.area >= SMALLEST_M2:
                yield feature(rounded(in_degrees(shape)), {"a": round(shape.area / 1e6, 1)})


def _areas() -> Iterator[BaseGeometry]:
    """Squares that touch, as one shape. One town at a time: the country at once needs 9 GB."""
    squares, counts = np.unique(grid()[:, :2] // SIDE_M, axis=0, return_counts=True)
    full = squares[counts >= FEWEST]
    corner = full.min(axis=0) - 1
    map_of = np.zeros(full.max(axis=0) - corner + 2, dtype=bool)
    map_of[tuple((full - corner).T)] = True
    labels, _ = ndimage.label(map_of, structure=np.ones((3, 3)))
    for number, where in enumerate(ndimage.find_objects(labels), 1):
        inside = np.argwhere(labels[where] == number)
        start = corner + [where[0].start, where[1].start]
        yield shapely.union_all(_boxes((inside + start) * SIDE_M))


def _boxes(corners: NDArray[np.int64]) -> NDArray[np.object_]:
    west, south = corners.T
    return shapely.box(west, south, west + SIDE_M, south + SIDE_M)


def _smoothed(area: BaseGeometry) -> BaseGeometry:
    """Out and in fills parks and gaps of two squares; in and out rounds what sticks out."""
    closed = area.buffer(CLOSE_M).buffer(-CLOSE_M - ROUND_M).buffer(ROUND_M)
    return closed.simplify(TOLERANCE_M)
