"""Places for tests: patches, a small file of unit postcodes, and a geocoder that knows a few."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from microcare.places.gazetteer.units import SCHEMA
from microcare.places.models import Patch
from microcare.places.services import create_patch
from microcare.places.values import PatchDetails, Place, Point, Precision, UnknownPlace

SOMERSET, TRAFFORD = "E06000066", "E08000009"
# Live postcodes as OS Code-Point Open and the ONS have them: easting and northing in metres.
TAUNTON = {
    "TA1 1AA": (322271, 125483, SOMERSET),
    "TA1 1AD": (322376, 124800, SOMERSET),
    "TA1 4AB": (322127, 124582, SOMERSET),
}
SALE = {"M33 7XZ": (378678, 392020, TRAFFORD)}
TAUNTON_PLACE = Place("Taunton", Point(51.01494, -3.10293), Precision.TOWN, "Taunton", "TA1")
_numbers = count(1)


def make_patch(
    session: Session,
    *,
    councils: tuple[str, ...] = (),
    name: str | None = None,
    safeguarding: bool = True,
    **details: Any,
) -> Patch:
    """A patch, flushed; with a name and a number to ring about safety unless told otherwise."""
    if safeguarding:
        details = {
            "safeguarding_name": "Asha Wren",
            "safeguarding_phone": "01823 000000",
            **details,
        }
    written = PatchDetails(name=name or f"Patch {next(_numbers)}", **details)
    return create_patch(session, details=written, council_codes=councils)


def write_postcodes(
    path: Path, units: Mapping[str, tuple[int, int, str | None]] | None = None
) -> Path:
    """A file of unit postcodes at `path`, in the form that `flask places build` makes."""
    units = {**TAUNTON, **SALE} if units is None else units
    codes = sorted({code for _, _, code in units.values() if code})
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMA)
        connection.executemany("INSERT INTO council VALUES (?, ?)", enumerate(codes, 1))
        connection.executemany(
            "INSERT INTO postcode VALUES (?, ?, ?, ?)",
            [
                (code.replace(" ", ""), east, north, codes.index(council) + 1 if council else None)
                for code, (east, north, council) in units.items()
            ],
        )
    return path


class KnownPlaces:
    """A geocoder that knows the places it was given, by the words that find them."""

    def __init__(self, places: Mapping[str, Place] | None = None):
        self.places = dict(places or {"Taunton": TAUNTON_PLACE})

    def find(self, text: str) -> Place:
        """The place of exactly that text; anything else is unknown."""
        if text not in self.places:
            raise UnknownPlace
        return self.places[text]

    def nearest_place(self, point: Point) -> Place:
        """The first place it was given."""
        return next(iter(self.places.values()))
