"""Distance on a globe without trigonometry in SQL.

Each point is kept as a unit vector; the square of the straight line (chord) between two points
grows with the distance between them, and needs only sums and products to compare.
"""

import math

from microcare.index.values import Box

EARTH_RADIUS_M = 6_371_008.8
METRES_A_DEGREE = math.pi * EARTH_RADIUS_M / 180


def unit_vector(lat: float, lng: float) -> tuple[float, float, float]:
    """The point on a globe of radius 1."""
    north, east = math.radians(lat), math.radians(lng)
    return (
        math.cos(north) * math.cos(east),
        math.cos(north) * math.sin(east),
        math.sin(north),
    )


def chord2(distance_m: float) -> float:
    """The squared chord, on a globe of radius 1, of a distance in metres over the ground."""
    half_angle = min(distance_m / (2 * EARTH_RADIUS_M), math.pi / 2)
    return 4 * math.sin(half_angle) ** 2


def metres(squared: float) -> int:
    """The distance over the ground in whole metres, of a squared chord."""
    return round(2 * EARTH_RADIUS_M * math.asin(min(math.sqrt(max(squared, 0.0)) / 2, 1.0)))


def box_around(lat: float, lng: float, distance_m: float) -> Box:
    """A box that holds every point within `distance_m`, with a little to spare."""
    up = distance_m * 1.01 / METRES_A_DEGREE + 0.0001
    narrowest = math.cos(math.radians(min(abs(lat) + up, 89.0)))
    across = up / narrowest
    return Box(lng - across, lat - up, lng + across, lat + up)
