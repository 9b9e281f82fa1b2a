"""From shapes on the National Grid to GeoJSON in degrees."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from microcare.places.osgb import to_wgs84

# A ten-thousandth of a degree is about 11 m: finer than anything drawn at zoom 11.
_DECIMALS = 4


def in_degrees(shape: BaseGeometry) -> BaseGeometry:
    """The shape, from metres of the National Grid to longitude and latitude."""

    def turn(points: NDArray[np.float64]) -> NDArray[np.float64]:
        turned = [to_wgs84(east, north) for east, north in points]
        return np.array([(point.lng, point.lat) for point in turned])

    return shapely.transform(shape, turn)


def rounded(shape: BaseGeometry) -> BaseGeometry:
    """The shape with its degrees cut to 11 m."""
    return shapely.set_precision(shape, 10**-_DECIMALS)


def feature(shape: BaseGeometry, properties: Mapping[str, Any], **extra: Any) -> dict[str, Any]:
    """One GeoJSON feature."""
    return {
        "type": "Feature",
        "properties": dict(properties),
        "geometry": shapely.geometry.mapping(shape),
        **extra,
    }


def parts(shape: BaseGeometry, kind: str) -> Iterable[BaseGeometry]:
    """The pieces of a shape that are of that kind ("Polygon", "LineString")."""
    return (part for part in shapely.get_parts(shape) if part.geom_type == kind)
