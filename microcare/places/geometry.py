"""Distance over the ground, good enough for "1.2 miles away"."""

from math import asin, cos, radians, sin, sqrt

from microcare.places.values import Point

EARTH_RADIUS_M = 6_371_008.8


def distance_m(a: Point, b: Point) -> int:
    """Whole metres between two points, on a sphere (haversine): within 0.5% in Britain."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = (
        sin((lat_b - lat_a) / 2) ** 2
        + cos(lat_a) * cos(lat_b) * sin(radians(b.lng - a.lng) / 2) ** 2
    )
    return round(2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half))))
