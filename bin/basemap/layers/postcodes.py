"""The unit postcodes that `flask places build` made, as arrays."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / "instance" / "postcodes.sqlite"


def grid() -> NDArray[np.int64]:
    """Easting and northing in metres and the council's number, a row a live postcode."""
    if not FILE.is_file():
        raise SystemExit(f"{FILE} is not here: run `flask --app microcare places build` first")
    with closing(sqlite3.connect(f"{FILE.as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT easting_m, northing_m, council_id FROM postcode")
        return np.array([row for row in rows if row[2] is not None], dtype=np.int64)
