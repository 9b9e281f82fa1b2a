"""Unit postcodes: a read-only SQLite file that `flask places build` makes beside the database.

The site works without the file: a postcode is then known to its sector. Northern Ireland's units
are not in it, because their grid references are not under the Open Government Licence.
"""

import sqlite3
import threading
from pathlib import Path
from typing import NamedTuple

from microcare.places.osgb import to_wgs84
from microcare.places.postcode import Postcode
from microcare.places.values import Point

SCHEMA = """
CREATE TABLE council (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);
CREATE TABLE postcode (
    code TEXT PRIMARY KEY, easting_m INTEGER NOT NULL, northing_m INTEGER NOT NULL,
    council_id INTEGER REFERENCES council (id)
) WITHOUT ROWID;
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_FIND = """
SELECT p.easting_m, p.northing_m, c.code
FROM postcode p LEFT JOIN council c ON c.id = p.council_id WHERE p.code = ?
"""


class Unit(NamedTuple):
    """Where a unit postcode is, and its own council."""

    point: Point
    council_code: str | None


class Units:
    """Looks up unit postcodes in the file at `path`, with one connection for each thread."""

    def __init__(self, path: Path | None):
        self._path = path
        self._threads = threading.local()

    @property
    def are_here(self) -> bool:
        """Whether the file has been made."""
        return self._path is not None and self._path.is_file()

    def find(self, postcode: Postcode) -> Unit | None:
        """The unit, or None where it is not live or the file is not here."""
        connection = self._connection()
        if connection is None:
            return None
        row = connection.execute(_FIND, (postcode.compact,)).fetchone()
        return Unit(to_wgs84(row[0], row[1]), row[2]) if row else None

    def _connection(self) -> sqlite3.Connection | None:
        # Looked for again each time until it is here: the file may be made while the site runs.
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None and self._path is not None and self.are_here:
            connection = sqlite3.connect(f"{self._path.resolve().as_uri()}?immutable=1", uri=True)
            self._threads.connection = connection
        return connection
